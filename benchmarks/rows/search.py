"""Searches for a frequent, a medium and a rare word, newest first."""

from urllib.parse import quote

from benchmarks.measuring import Ask, Bench, Goal, Row
from benchmarks.rows.lists import OPEN, PAGE, SEEN
from benchmarks.world.words import FREQUENT, MEDIUM, RARE, SHARES

WORDS = """to_tsvector('simple'::regconfig, f_unaccent(
    r.reference || ' ' || r.place_as_told || ' ' || r.narrative))"""
REPORTS = f"""
    SELECT r.*, p.pcode FROM cases_report r LEFT JOIN mission_place p ON p.id = r.place_id
    WHERE {WORDS} @@ websearch_to_tsquery('simple'::regconfig, f_unaccent(%(word)s)) AND {SEEN}
    ORDER BY r.filed_at DESC, r.id DESC LIMIT {PAGE + 1}"""  # noqa: S608


def reports(word: str) -> Ask:
    def ask(bench: Bench, n: int) -> None:
        bench.api().get(f"/api/v1/reports/?q={quote(word)}&page_size={PAGE}")

    return ask


def cases(word: str) -> Ask:
    def ask(bench: Bench, n: int) -> None:
        bench.api().get(f"/api/v1/cases/?q={quote(word)}&page_size={PAGE}")

    return ask


def bare_reports(word: str) -> Ask:
    def ask(bench: Bench, n: int) -> None:
        me = bench.facts["people"]["reviewer"][0]
        bench.sql(REPORTS, {"word": word, "open": OPEN, "me": me})

    return ask


def _share(word: str) -> str:
    return f"in {SHARES[word]:.2%} of them"


ROWS = (
    *(
        Row(
            f"search-{name}",
            f"search of reports for a {name} word ({_share(word)}), newest {PAGE} (API)",
            reports(word),
            bare_reports(word),
            "bare SQL of the page",
            Goal(at_most=25),
        )
        for name, word in (("frequent", FREQUENT), ("medium", MEDIUM), ("rare", RARE))
    ),
    *(
        Row(
            f"search-cases-{name}",
            f"search of cases by title or words of their reports, {name} word, newest {PAGE} (API)",
            cases(word),
            bare_reports(word),
            "bare SQL of the reports",
            Goal(at_most=25),
        )
        for name, word in (("frequent", FREQUENT), ("medium", MEDIUM), ("rare", RARE))
    ),
)
