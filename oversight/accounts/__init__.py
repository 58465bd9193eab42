"""People of the office and its partners: users, organisations, role grants, API tokens."""
