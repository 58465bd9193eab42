"""One rule decides who sees a row: in lists, in single objects, in the admin, in its choices."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import ForeignKey
from django.test import RequestFactory
from django.urls import reverse

from oversight.subjects.rules import subject_of
from tests.structure.house import own_models

pytestmark = pytest.mark.django_db

# Known to everybody: texts, places, coded words, where help is to be had.
PUBLIC = {
    "cases.referralcontact",
    "mission.instrument",
    "mission.provision",
    "mission.placename",
    "mission.provisionprolongation",
    "mission.mission",
    "mission.place",
    "mission.state",
    "mission.contingent",
    "mission.unit",
    # Numbers that States and others have published, with their sources.
    "mission.strengthstatement",
    "mission.participation",
    "oversight.term",
    "oversight.vocabulary",
}


def visible(model, user):
    return model._default_manager.visible_to(user)


def some(model):
    """All rows of the furnished house; of public texts and places a few will do."""
    return model._default_manager.order_by("pk")[: 4 if model._meta.label_lower in PUBLIC else 60]


def admins():
    return [item for model, item in admin.site._registry.items() if model in set(own_models())]


def request_of(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def test_every_model_has_its_rule():
    without = [m._meta.label for m in own_models() if not hasattr(m._default_manager, "visible_to")]
    assert not without, "give the QuerySet a visible_to(user)"


def test_strangers_see_only_what_is_public(furnished):
    seen = {
        model._meta.label_lower
        for model in own_models()
        for nobody in (AnonymousUser(), furnished["outsider"])
        if visible(model, nobody).exists()
    }
    own = {"oversight.user"}  # an account sees itself
    assert seen <= PUBLIC | own


def test_single_object_follows_the_same_rule_as_the_list(furnished):
    """For every role x model x row; and the rule never doubles a row."""
    for model in own_models():
        keys = [row.pk for row in some(model)]
        for name, user in furnished.items():
            listed = list(visible(model, user).filter(pk__in=keys).values_list("pk", flat=True))
            assert len(listed) == len(set(listed)), f"{model._meta.label} doubles rows for {name}"
            single = {pk for pk in keys if visible(model, user).filter(pk=pk).exists()}
            assert single == set(listed), f"{model._meta.label} for {name}"


def test_registered_subjects_follow_the_same_rule(furnished):
    for model in own_models():
        try:
            subject = subject_of(model._meta.label_lower)
        except KeyError:
            continue
        for name, user in furnished.items():
            for row in some(model):
                expected = visible(model, user).filter(pk=row.pk).exists()
                assert bool(subject.visible(user, row.pk)) == expected, f"{subject.label} {name}"


def test_admin_shows_in_list_and_object_what_the_rule_gives(furnished):
    for screen in admins():
        model = screen.model
        for name, user in furnished.items():
            request = request_of(user)
            listed = set(screen.get_queryset(request).values_list("pk", flat=True))
            assert listed <= set(visible(model, user).values_list("pk", flat=True)), (screen, name)
            may_list = screen.has_view_permission(request)
            for row in some(model):
                single = screen.has_view_permission(request, row)
                assert single == (may_list and row.pk in listed), f"{screen} {name}"


def test_admin_pages_of_hidden_rows_cannot_be_opened(furnished, client_of):
    for screen in admins():
        model = screen.model
        address = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        for name, user in furnished.items():
            hidden = model._default_manager.exclude(pk__in=visible(model, user).values("pk"))[:2]
            client = client_of(user)
            for row in hidden:
                response = client.get(reverse(address, args=[row.pk]))
                assert response.status_code in {302, 403, 404}, f"{screen} {name}"


def test_admin_offers_no_choice_that_the_rule_hides(furnished):
    for screen in admins():
        for field in screen.model._meta.fields:
            if not isinstance(field, ForeignKey):
                continue
            related = field.remote_field.model
            for name, user in furnished.items():
                chosen = screen.formfield_for_foreignkey(field, request_of(user))
                if chosen is None or related not in set(own_models()):
                    continue
                offered = set(chosen.queryset.values_list("pk", flat=True))
                allowed = set(visible(related, user).values_list("pk", flat=True))
                assert offered <= allowed, f"{screen} {field.name} {name}"


def test_restricted_cases_are_seen_by_team_focal_point_and_lead_alone(furnished):
    from cases.casework.models import Case

    restricted = Case.objects.filter(track__in=("sea", "child"))
    seers = {
        name for name, user in furnished.items() if (restricted & visible(Case, user)).exists()
    }
    assert seers == {"reviewer", "lead", "focal_point", "lead for one contingent"}
    team = restricted.filter(access__user=furnished["reviewer"])
    assert set(restricted & visible(Case, furnished["reviewer"])) == set(team)


def test_recused_and_compatriots_never_see_the_case(furnished):
    from cases.casework.models import Case

    recused = Case.objects.get(access__kind="recused")
    assert not visible(Case, furnished["reviewer"]).filter(pk=recused.pk).exists()
    about_kenya = Case.objects.filter(allegations__contingent__state__code="KE")
    assert not (about_kenya & visible(Case, furnished["reviewer from Kenya"])).exists()


def test_what_came_of_a_case_is_seen_on_its_own_side_alone(furnished):
    from cases.casework.models import Case, CaseConcern, CaseProtection
    from mission.vetting.models import Concern

    for name, user in furnished.items():
        cases = set(visible(Case, user).values_list("pk", flat=True))
        rows = visible(CaseConcern, user).values_list("allegation__case", flat=True)
        every = CaseConcern.objects.values_list("allegation__case", flat=True)
        assert set(rows) == cases & set(every), name
        assert visible(CaseProtection, user).count() == len(rows), name
        assert not (rows and visible(Concern, user).exists()), name
    assert visible(Concern, furnished["vetting_officer"]).exists()
