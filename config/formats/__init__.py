"""Date and number formats of languages Django does not know."""
