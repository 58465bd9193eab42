"""Admin classes of the mission app, imported so that Django registers them."""
