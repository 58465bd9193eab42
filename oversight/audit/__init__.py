"""Append-only events: what was done, by whom, to what, and why."""
