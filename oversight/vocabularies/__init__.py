"""Coded terms in three languages; a term may be retired, never removed."""
