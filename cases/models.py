"""Every model of the cases app, re-exported so that Django finds it."""
