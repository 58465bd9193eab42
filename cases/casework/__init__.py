"""Cases: the office's file, its allegations, findings and people."""
