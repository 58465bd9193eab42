"""Proofs under faults: a real running site, real kills, and what was true afterwards."""
