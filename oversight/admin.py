"""Admin classes of the oversight app, imported so that Django registers them."""
