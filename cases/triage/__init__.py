"""The queue, decisions on reports and work on cases, as screens of the admin."""
