"""What was reported, and what came of it."""
