"""Database migrations of the mission app."""
