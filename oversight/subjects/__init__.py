"""Registry: how the office's machinery (clocks, notices, event pages) speaks of things it does not import."""
