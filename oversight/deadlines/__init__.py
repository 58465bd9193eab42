"""Working-day calendar, clocks, reminders, and the notices people get."""
