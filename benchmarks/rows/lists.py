"""Lists narrowed by what happened, year and department, and searches in them."""

from urllib.parse import urlencode

from benchmarks.measuring import Bench, Goal, Row

PAGE, CAP = 50, 10_000
TYPES = (
    "arbitrary_arrest",
    "unlawful_detention",
    "excessive_force_injury",
    "excessive_force_death",
)
DEPARTMENTS = ("HT01", "HT05", "HT06", "HT03")
YEARS = (2025, 2026)
OPEN = ["general", "detention", "death", "conduct"]

# Who may decide on a report, by hand: the open tracks or a case of one's own, unless recused.
SEEN = """
    (r.track = ANY(%(open)s) OR EXISTS (
        SELECT 1 FROM cases_casereport l JOIN cases_caseaccess a ON a.case_id = l.case_id
        WHERE l.report_id = r.id AND l.ended_at IS NULL AND a.ended_at IS NULL
        AND a.kind IN ('assigned', 'focal_point') AND a.user_id = %(me)s))
    AND NOT EXISTS (
        SELECT 1 FROM cases_casereport l JOIN cases_caseaccess a ON a.case_id = l.case_id
        WHERE l.report_id = r.id AND a.ended_at IS NULL
        AND a.kind = 'recused' AND a.user_id = %(me)s)"""
NARROWED = f"""
    FROM cases_report r JOIN mission_place p ON p.id = r.place_id
    WHERE r.types && %(types)s::varchar[] AND p.pcode LIKE %(within)s
    AND r.filed_at >= %(since)s AND r.filed_at < %(until)s AND {SEEN}"""
ROWS_SQL = f"SELECT r.*, p.pcode {NARROWED} ORDER BY r.filed_at DESC, r.id DESC LIMIT {PAGE + 1}"
COUNT_SQL = f"SELECT count(*) FROM (SELECT 1 {NARROWED} LIMIT {CAP + 1}) AS capped"  # noqa: S608


def picked(n: int) -> tuple[str, str, int]:
    """Each request another combination."""
    return (
        TYPES[n % len(TYPES)],
        DEPARTMENTS[n // len(TYPES) % len(DEPARTMENTS)],
        YEARS[n // (len(TYPES) * len(DEPARTMENTS)) % len(YEARS)],
    )


def narrowing(n: int) -> dict[str, str]:
    type, department, year = picked(n)
    return {
        "type": type,
        "department": department,
        "filed_from": f"{year}-01-01",
        "filed_to": f"{year}-12-31",
    }


def api_list(bench: Bench, n: int) -> None:
    bench.api().get(f"/api/v1/reports/?{urlencode(narrowing(n) | {'page_size': str(PAGE)})}")


def admin_list(bench: Bench, n: int) -> None:
    bench.admin.get(f"/admin/cases/report/?{urlencode({'tab': 'all'} | narrowing(n))}")


def bare_list(bench: Bench, n: int) -> None:
    type, department, year = picked(n)
    values = {
        "types": [type],
        "within": f"{department}%",
        "since": f"{year}-01-01 00:00-05",
        "until": f"{year + 1}-01-01 00:00-05",
        "open": OPEN,
        "me": bench.facts["people"]["reviewer"][0],
    }
    bench.sql(ROWS_SQL, values)
    bench.sql(COUNT_SQL, values)


FLOOR = "bare SQL: page and capped count"
ROWS = (
    Row(
        "list-api",
        f"reports by type, year and department, first {PAGE} (API)",
        api_list,
        bare_list,
        FLOOR,
        Goal(at_most=9, times_floor=3),
        requests=64,
    ),
    Row(
        "list-admin",
        f"the same with a count up to {CAP:,}, as a page (admin)",
        admin_list,
        bare_list,
        FLOOR,
        Goal(at_most=9, times_floor=3),
        requests=64,
    ),
)
