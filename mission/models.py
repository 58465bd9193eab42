"""Every model of the mission app, re-exported so that Django finds it."""
