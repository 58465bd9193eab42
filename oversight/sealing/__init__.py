"""Encrypted fields, key rotation, blind index, and the one way to read what is sealed."""
