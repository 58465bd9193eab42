"""Imports: read, map, preview, quarantine, commit, re-run. Any app declares a target."""
