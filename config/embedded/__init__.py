"""PostgreSQL and Valkey for trying and testing, kept in VAR_DIR and started when first needed.

Whoever uses a server holds a shared lock; the last user to end stops it. A killed user loses its
lock by itself, and a killed server is found and started again.
"""
