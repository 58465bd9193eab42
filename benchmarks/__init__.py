"""Measurements, each beside its floor, and slow proofs; none of this runs in the test suite."""
