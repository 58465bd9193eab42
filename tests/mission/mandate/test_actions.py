from datetime import date

import pytest

from mission.mandate.actions import load_shipped, set_paragraph
from mission.mandate.models import Instrument, Mission, Provision, ProvisionProlongation
from oversight.audit.models import Event
from oversight.authority.rules import NotPermitted, RuleBroken
from oversight.vocabularies.models import terms_of

pytestmark = pytest.mark.django_db


def number(provision, by, **changed):
    sent = {"paragraph": "9", "status": "verified_primary", "source": "official PDF, page 4"}
    return set_paragraph(provision=provision, by=by, reason="read", **(sent | changed))


@pytest.fixture
def vetting():
    return Provision.objects.get(slug="vetting")


def test_loading_twice_adds_nothing():
    counts = [model.objects.count() for model in (Instrument, Provision, ProvisionProlongation)]
    load_shipped()
    assert counts == [
        model.objects.count() for model in (Instrument, Provision, ProvisionProlongation)
    ]


def test_loading_brings_back_a_changed_text(vetting):
    Provision.objects.filter(pk=vetting.pk).update(paraphrase_en="something else")
    load_shipped()
    vetting.refresh_from_db()
    assert vetting.paraphrase_en != "something else"


def test_loading_keeps_a_number_a_person_wrote(vetting, administrator):
    number(vetting, administrator)
    Provision.objects.filter(pk=vetting.pk).update(paraphrase_en="something else")
    load_shipped()
    vetting.refresh_from_db()
    assert (vetting.paragraph, vetting.paragraph_status) == ("9", "verified_primary")
    assert vetting.paraphrase_en != "something else"


def test_only_four_numbers_are_shipped():
    numbered = Provision.objects.exclude(paragraph=None)
    assert set(numbered.values_list("paragraph", flat=True)) == {"1", "1(a)", "1(b)", "14"}


def test_every_provision_uses_known_codes():
    categories, parties = terms_of("provision_categories"), terms_of("obliged_parties")
    for provision in Provision.objects.all():
        assert provision.category in categories
        assert set(provision.obliged) <= set(parties)


def test_every_text_is_there_in_three_languages():
    for provision in Provision.objects.all():
        for field in ("title", "paraphrase", "period"):
            assert all(getattr(provision, f"{field}_{code}") for code in ("en", "fr", "ht"))


def test_a_copy_has_no_link():
    for model in (Instrument, Provision):
        assert not model.objects.filter(source_tier="copy").exclude(source_url="").exists()


def test_the_mission_becomes_the_next_force():
    assert Mission.objects.get(pk="mss").successor_id == "gsf"
    assert Instrument.objects.get(pk="sres-2793").supersedes_id == "sres-2751"
    assert list(Instrument.objects.get(pk="sres-2751").renews.values_list("pk", flat=True)) == [
        "sres-2699"
    ]


def test_the_end_of_the_last_resolution_is_not_invented():
    assert Instrument.objects.get(pk="sres-2793").valid_to is None


@pytest.mark.parametrize("who", ["administrator", "lead"])
def test_a_number_is_written_with_its_event(vetting, everybody, who):
    number(vetting, everybody[who])
    event = Event.objects.get(type="provision.paragraph_set")
    assert event.target_id == "vetting"
    assert event.reason == "read"
    assert event.changes["paragraph"] == [None, "9"]


@pytest.mark.parametrize("who", ["monitor", "reviewer", "ngo", "auditor", "outsider"])
def test_a_number_is_refused_to_others(vetting, everybody, who):
    with pytest.raises(NotPermitted):
        number(vetting, everybody[who])
    assert not Event.objects.filter(type="provision.paragraph_set").exists()


def test_a_checked_number_without_source_changes_nothing(vetting, administrator):
    with pytest.raises(RuleBroken):
        number(vetting, administrator, source="")
    vetting.refresh_from_db()
    assert vetting.paragraph is None


def test_a_number_can_be_taken_back(vetting, administrator):
    number(vetting, administrator)
    number(vetting, administrator, paragraph="", status="unverified", source="")
    vetting.refresh_from_db()
    assert vetting.paragraph is None


@pytest.mark.parametrize(
    ("day", "inside", "outside"),
    [
        (date(2023, 10, 1), [], ["vetting", "arms-embargo"]),
        (date(2023, 10, 2), ["vetting", "arms-embargo"], ["sres-2793-oversight"]),
        (date(2024, 10, 2), ["vetting", "arms-embargo"], []),
        (date(2024, 12, 1), ["vetting", "iccpr-7-torture"], ["arms-embargo"]),
        (date(2025, 9, 1), ["vetting"], ["sres-2793-oversight"]),
        (date(2025, 10, 2), ["vetting", "sres-2793-oversight"], []),
        (date(2025, 10, 3), ["sres-2793-oversight"], ["vetting"]),
        (date(2027, 1, 1), ["sres-2793-oversight", "crm-safety"], ["vetting"]),
    ],
)
def test_in_force_on_follows_prolongations_and_shared_days(day, inside, outside):
    found = set(Provision.objects.in_force_on(day).values_list("slug", flat=True))
    assert set(inside) <= found
    assert not set(outside) & found


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2023, 1, 1), date(2023, 10, 1)),
        (date(2023, 9, 1), date(2023, 10, 2)),
        (date(2024, 10, 3), date(2024, 10, 31)),
        (date(2025, 10, 2), date(2025, 10, 2)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_query_and_the_rule_agree(start, end):
    queried = set(Provision.objects.in_force_between(start, end))
    ruled = {
        provision
        for provision in Provision.objects.with_prolongations()
        if provision.in_force_between(start, end)
    }
    assert queried == ruled


@pytest.mark.parametrize(
    ("words", "slug"),
    [("wastewater", "wastewater"), ("eaux usees", "wastewater"), ("dlo sal", "wastewater")],
)
def test_words_are_found_in_every_language_without_accents(words, slug):
    assert slug in Provision.objects.matching(words).values_list("slug", flat=True)
