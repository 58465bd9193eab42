"""What the tests of handing over share."""

from django.urls import reverse

WHY = "left the office"


def page_of(person):
    return reverse("subjects:hand_over", args=[person.pk])


def people_on(case):
    """Who works on the case now, and how."""
    rows = case.access.filter(ended_at__isnull=True).exclude(kind="recused")
    return {row.user: row.kind for row in rows.select_related("user")}


def words(answer):
    return answer.content.decode()
