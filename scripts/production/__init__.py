"""`make production`: the whole production stack on loopback, from the files in deploy/."""
