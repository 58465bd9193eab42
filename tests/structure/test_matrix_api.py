"""Who is let in where: the API (see matrix/checks.py)."""

import pytest

from tests.structure.matrix.asking import API
from tests.structure.matrix.checks import *  # noqa: F403

HALF = API
pytestmark = [pytest.mark.xdist_group("matrix api"), pytest.mark.django_db]
