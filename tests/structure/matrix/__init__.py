"""Role × object state × address: who is let in where, from a table that people can read."""
