"""Corrected and withdrawn releases as programs meet them."""

import pytest

from tests.cases.summaries.releases import EARLIER, REPORTS, WHY, released, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
URL = f"/api/v1/summaries/2026-09-30/{REPORTS}/"


def test_withdrawn_figures_are_gone_for_programs_with_the_reason_in_their_language(
    api, ngo, public, lead, lead2
):
    client = api(ngo)
    tag = client.get(URL)["ETag"]
    withdrawn(public, lead, lead2)
    for url in (URL, f"{URL}?format=csv", "/api/v1/summaries/2026-09-30/"):
        gone = client.get(url, headers={"if-none-match": tag, "accept-language": "fr"})
        assert (gone.status_code, gone["Content-Type"]) == (410, "application/problem+json")
        assert "Un lieu a été compté deux fois." in gone.json()["detail"]
        assert gone.json()["errors"][0]["code"] == "release_withdrawn"
    assert client.get(URL.replace("2026-09-30", "latest")).status_code == 404
    assert client.get("/api/v1/summaries/").json()["results"] == []
    [told] = client.get("/api/v1/summaries/withdrawn/").json()["results"]
    assert (told["release"], told["reason"]) == ("2026-09-30", WHY["public_en"])


def test_latest_has_another_tag_after_a_withdrawal(api, ngo, two_quarters, lead, lead2):
    url, client = URL.replace("2026-09-30", "latest"), api(ngo)
    released(lead, lead2, 8, cutoff=EARLIER)
    tag_before = client.get(url)["ETag"]
    second = released(lead, lead2, 9)
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304
    withdrawn(second, lead, lead2)
    fallen = client.get(url, headers={"if-none-match": tag})
    assert (fallen.status_code, fallen.json()["release"]) == (200, "2026-06-30")
    assert fallen["ETag"] == tag_before


def test_a_corrected_release_is_still_read_by_name_and_leads_to_its_correction(
    api, ngo, public, lead, lead2
):
    client = api(ngo)
    tag = client.get(URL)["ETag"]
    mended = released(lead, lead2, 10, corrects=public)
    old = client.get(URL, headers={"if-none-match": tag})
    assert (old.status_code, old.json()["corrected_by"]) == (200, mended.slug)
    assert f"/summaries/{mended.slug}/{REPORTS}/" in old["Link"]
    assert 'rel="successor-version"' in client.get(f"{URL}?format=csv")["Link"]
    new = client.get(URL.replace("2026-09-30", "latest"))
    assert (new.json()["release"], new.json()["corrects"]) == (mended.slug, public.slug)
    assert "Link" not in new.headers
    listed = client.get("/api/v1/summaries/").json()["results"]
    assert {r["release"]: r["corrected_by"] for r in listed} == {
        mended.slug: None,
        public.slug: mended.slug,
    }


def test_leads_reject_and_correct_by_program(api, lead, lead2, ngo, public):
    sent = {"cutoff": "2026-09-30", "corrects": public.slug}
    made = api(lead).post("/api/v1/releases/", sent, format="json")
    assert (made.status_code, made.json()["corrects"]) == (201, public.slug)
    url = f"/api/v1/releases/{made.json()['id']}/reject/"
    for person, body, status in (
        (ngo, {"reason": "x"}, 403),
        (lead, {"reason": "x"}, 403),
        (lead2, {}, 400),
        (lead2, {"reason": "x"}, 200),
        (lead2, {"reason": "x"}, 409),
    ):
        assert api(person).post(url, body, format="json").status_code == status
    unknown = api(lead).post("/api/v1/releases/", sent | {"corrects": "nothing"}, format="json")
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (400, "/corrects")


def test_followers_of_the_list_hear_of_corrections_and_withdrawals(api, ngo, public, lead, lead2):
    client = api(ngo)

    def since(instant):
        answer = client.get("/api/v1/summaries/", {"updated_since": instant})
        return answer.json()

    first = since("2020-01-01T00:00:00Z")
    assert [row["release"] for row in first["results"]] == [public.slug]
    mended = released(lead, lead2, 10, corrects=public)
    told = since(first["next_since"])
    assert {row["release"]: row["corrected_by"] for row in told["results"]} == {
        mended.slug: None,
        public.slug: mended.slug,
    }
    withdrawn(mended, lead, lead2)
    [gone] = since(told["next_since"])["tombstones"]
    assert gone["id"] == mended.slug
