""" "Your work": what waits for each person."""
