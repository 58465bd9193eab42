"""Admin classes of the cases app, imported so that Django registers them."""
