"""What "your work" and the page of leads show."""

from cases.desk.columns.office import register_office
from cases.desk.columns.work import address, clocks, news, register_desk

__all__ = ["address", "clocks", "news", "register_desk", "register_office"]
