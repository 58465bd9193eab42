"""Incident reports: what somebody told us."""
