"""Tests of the house itself: layout, contracts, languages, access."""
