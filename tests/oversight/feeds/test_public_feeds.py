"""Lists that anybody follows: what changed, with all that is shown of a row, and what is deleted."""

from datetime import date

import pytest

from mission.force.models import Contingent, Unit
from mission.mandate.models import Instrument, Provision
from mission.places.models import Place
from oversight.feeds.models import FeedBook
from oversight.vocabularies.models import Term
from tests.oversight.feeds.copies import Copy

PUBLIC = ("instruments", "provisions", "places", "contingents", "vocabularies")
KEYS = {"places": "key", "vocabularies": "vocabulary", "contingents": "code"}


def edit(name):
    if name == "instruments":
        one = Instrument.objects.first()
        one.renews.add(Instrument.objects.last())
        return one.pk
    if name == "provisions":
        one = Provision.objects.filter(prolongations__isnull=False).first()
        rows = Instrument.objects.filter(prolongs__provision=one)
        rows.update(valid_to=date(2035, 5, 5))
        return one.pk
    if name == "places":
        one = Place.objects.filter(parent__parent__isnull=False).first()
        Place.objects.filter(pk=one.parent_id).update(name_fr="Nouveau")
        return one.key
    if name == "contingents":
        state = Contingent.objects.last().state_id
        Unit.objects.create(contingent=Contingent.objects.get(state=state), code="x", label_en="X")
        return state
    Term.objects.filter(vocabulary="severity").update(retired_on=date(2026, 1, 1))
    return "severity"


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_lists_tell_what_changed_to_anybody(api, name):
    client = api(None)
    copy = Copy(client, f"/api/v1/{name}/", KEYS.get(name, "slug"), size=400).pull()
    everything = client.get(f"/api/v1/{name}/?page_size=1000").json()["results"]
    assert [copy.rows[row[copy.key]] for row in everything] == everything
    copy.told.clear()
    key = edit(name)
    copy.pull()
    assert key in copy.told and len(copy.told) < len(everything)
    everything = client.get(f"/api/v1/{name}/?page_size=1000").json()["results"]
    assert list(map(copy.rows.get, [row[copy.key] for row in everything])) == everything
    assert {book.reader for book in FeedBook.objects.all()} == {""}


@pytest.mark.django_db
def test_what_is_deleted_from_a_public_list_leaves_a_tombstone(api):
    Place.objects.create(key="X-new", name_fr="X", level="section", sort_key="x")
    copy = Copy(api(None), "/api/v1/places/", "key", size=1000).pull()
    Place.objects.filter(key="X-new").delete()
    copy.told.clear()
    assert "X-new" not in copy.pull().rows and copy.told == ["X-new"]
