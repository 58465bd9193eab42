"""What was mandated, and who carries it out."""
