"""Measurements and slow proofs; none of this runs in the test suite."""
