"""Stored files: hashed and encrypted while they arrive, told by their content, scanned, looked at through copies."""
