"""The main jobs end to end, on a running site with real worker, broker and database."""
