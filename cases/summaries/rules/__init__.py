"""What is counted, how it is hidden, and how it is said. Pure functions."""
