"""The questions of a report, one form a page, and the forms for what is added later."""

from cases.reports.forms.carrying import carried_from
from cases.reports.forms.later import WordsForm
from cases.reports.forms.steps import BY_NAME, STEPS, Filled, Step

__all__ = ["BY_NAME", "STEPS", "Filled", "Step", "WordsForm", "carried_from"]
