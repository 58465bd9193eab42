"""Backups that prove themselves: `manage.py backup` and `manage.py restore`."""


class Refused(Exception):
    """The sentence says why nothing was done, or what is not as it was."""
