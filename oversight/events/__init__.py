"""The event log as auditors read it: lists, persons, records, who saw what, export, API."""
