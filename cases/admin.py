"""Admin classes of the cases app, imported so that Django registers them."""

from cases.reports import admin as reports_admin  # noqa: F401
from cases.summaries import admin as summaries_admin  # noqa: F401
from cases.triage import admin as triage_admin  # noqa: F401
