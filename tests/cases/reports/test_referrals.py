import pytest
from django.urls import reverse

from cases.reports.actions.referrals import edit_referral, load_referrals
from cases.reports.models import ReferralContact
from oversight.authority.rules import NotPermitted

pytestmark = pytest.mark.django_db


def test_edit_outlives_a_later_load(administrator):
    contact = ReferralContact.objects.get(pk="opc")
    edit_referral(contact=contact, by=administrator, name_en="The office", fictional=False)
    load_referrals()
    contact.refresh_from_db()
    assert (contact.name_en, contact.fictional) == ("The office", False)


def test_edit_is_for_administrators(monitor, lead):
    for who in (monitor, lead):
        with pytest.raises(NotPermitted):
            edit_referral(contact=ReferralContact.objects.get(pk="opc"), by=who, name_en="x")


def test_administrator_edits_in_the_admin(client_of, administrator, monitor):
    address = reverse("admin:cases_referralcontact_change", args=["opc"])
    client = client_of(administrator)
    form = client.get(address).context["adminform"].form
    values = {name: "" if value is None else value for name, value in form.initial.items()}
    values |= {"channels": "[]", "name_en": "The office", "fictional": "", "is_active": "on"}
    assert client.post(address, values).status_code == 302
    contact = ReferralContact.objects.get(pk="opc")
    assert contact.name_en == "The office" and contact.edited_at and not contact.fictional
