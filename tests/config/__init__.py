"""Tests of settings, embedded services, probes and logs."""
