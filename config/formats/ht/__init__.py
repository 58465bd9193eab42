"""Haitian Creole formats."""
