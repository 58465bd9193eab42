import io

import pytest
from django.core.management import call_command

from mission.force.actions import load_shipped
from mission.force.models import Contingent, State, Unit

pytestmark = pytest.mark.django_db


def test_a_contingent_is_found_by_the_code_of_its_state():
    assert str(Contingent.objects.get(state__code="KE")) == "Kenya"


def test_only_states_that_deployed_have_a_contingent():
    codes = set(Contingent.objects.values_list("state_id", flat=True))
    assert codes == {"KE", "JM", "BS", "BZ", "GT", "SV"}
    assert State.objects.filter(pk="BJ").exists()


def test_loading_twice_adds_nothing():
    load_shipped()
    assert (State.objects.count(), Contingent.objects.count()) == (17, 6)


def test_anyone_reads_the_contingents_in_their_language(api):
    contingent = Contingent.objects.get(state="JM")
    top = Unit.objects.create(contingent=contingent, code="a", label_en="Company A")
    Unit.objects.create(contingent=contingent, code="a1", label_en="Platoon 1", parent=top)
    rows = api(None).get("/api/v1/contingents/", {"lang": "fr"}).json()["results"]
    jamaica = next(row for row in rows if row["code"] == "JM")
    assert jamaica["state"] == "Jamaïque"
    assert jamaica["units"] == [
        {"code": "a", "label": "Company A", "parent": None},
        {"code": "a1", "label": "Platoon 1", "parent": "a"},
    ]


def test_load_reference_runs_every_loader_and_may_be_repeated():
    out = io.StringIO()
    call_command("load_reference", stdout=out)
    assert "mandate: 22 instruments, 70 provisions" in out.getvalue()
    assert "places: 769 places" in out.getvalue()
