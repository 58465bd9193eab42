"""What each reader was last told of a list, so that a copy elsewhere can follow it."""
