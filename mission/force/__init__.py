"""Who carries the mandate out: contributing States, contingents, units."""
