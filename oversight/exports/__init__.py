"""What leaves as a file: one writer each for comma-separated values and spreadsheets."""
