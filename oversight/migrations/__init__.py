"""Database migrations of the oversight app."""
