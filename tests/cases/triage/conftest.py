"""Reports and cases of the tests: those of the two slices below."""

from tests.cases.casework.conftest import (
    alleged,
    investigated,
    kenya,
    opened,
    proposed,
    provision,
    report,
)

__all__ = ["alleged", "investigated", "kenya", "opened", "proposed", "provision", "report"]
