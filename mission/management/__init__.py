"""Commands of the mission app."""
