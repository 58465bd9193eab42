"""Every model of the oversight app, re-exported so that Django finds it."""
