"""Who is let in where: pages and the admin (see matrix/checks.py)."""

import pytest

from tests.structure.matrix.asking import PAGES
from tests.structure.matrix.checks import *  # noqa: F403

HALF = PAGES
pytestmark = [pytest.mark.xdist_group("matrix pages"), pytest.mark.django_db]
