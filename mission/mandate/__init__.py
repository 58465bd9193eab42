"""What was mandated: instruments, provisions and when they are in force."""
