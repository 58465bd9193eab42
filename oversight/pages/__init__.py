"""Base pages, the account page, help, error pages, and what every page is made of."""
