"""A running demonstration becomes an empty office by one command."""

import json
import time
from pathlib import Path

from tests.site import Site, running_site

MAKE_PEOPLE = "from cases.management.demo.people import create_people; create_people()"
MANY_SECONDS = 60


def without_stories(var_dir: Path) -> None:
    """The sign-ins are there already, so that the site does not write thousands of reports."""
    (var_dir / "demo.json").write_text(json.dumps({"base_url": "", "users": {}}))


def front_page(site: Site) -> str:
    try:
        return str(site.call("GET", "/").body)
    except OSError:
        return ""


def test_one_command_takes_data_and_banner_away_from_a_running_site():
    with running_site(demo=True, prepare=without_stories) as site:
        site.manage("shell", "-c", MAKE_PEOPLE)
        assert "Fictional data for demonstration" in front_page(site)

        told = site.manage("remove_demo", "--yes")

        end = time.monotonic() + MANY_SECONDS
        while "This office is empty" not in (page := front_page(site)):
            assert time.monotonic() < end, site.log.read_text()
            time.sleep(0.3)
        assert "Fictional" not in page
        assert not (site.var_dir / "demo.json").exists()
        link = told.strip().splitlines()[-1]
        assert site.call("GET", link.removeprefix(site.url)).status == 200
        # The environment of this site still says DEMO=1: the mark in its folder is stronger.
        assert "False 0" in site.manage(
            "shell",
            "-c",
            "from django.conf import settings; from oversight.accounts.models import User;"
            "print(settings.DEMO, User.objects.count())",
        )
