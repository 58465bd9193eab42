"""Reports and cases of the tests: those of the slices below."""

from tests.cases.casework.conftest import alleged, kenya, opened, proposed, provision, report

__all__ = ["alleged", "kenya", "opened", "proposed", "provision", "report"]
