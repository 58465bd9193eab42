"""Database migrations of the cases app."""
