from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.reports.actions import accept
from cases.reports.models import Report
from oversight.audit.models import Event
from oversight.deadlines.models import Deadline, Notice

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"
MAPPING = EXAMPLES / "philadelphia.yaml"
HEADER = "complaint_id,date_received,district_occurrence,general_cap_classification,summary\n"


def bring_in(path, **options):
    out = StringIO()
    call_command("import_reports", str(path), mapping=MAPPING, stdout=out, **options)
    return out.getvalue().strip().splitlines()[-1]


@pytest.fixture
def sample():
    return EXAMPLES / "philadelphia-sample.csv"


@pytest.fixture
def csv_of(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "rows.csv"
        path.write_bytes((HEADER + text).encode(encoding))
        return path

    return write


def test_sample_comes_in_once(sample):
    assert bring_in(sample) == "read 5, created 5, already there 0, quarantined 0"
    assert bring_in(sample) == "read 5, created 0, already there 5, quarantined 0"
    assert Report.objects.count() == 5


def test_what_the_file_does_not_say_is_not_invented(sample, lead):
    bring_in(sample)
    rows = {row.external_key: row for row in Report.objects.all()}
    first = rows["philadelphia:X-0001"]
    assert (first.types, first.place, first.place_as_told) == (
        ["assault"],
        None,
        "District 35, as in the source",
    )
    assert (first.date_precision, first.occurred_from) == ("unknown", None)
    assert first.filed_at.date().isoformat() == "2013-01-07"
    assert "\n\nHe was not hurt." in first.narrative
    second = rows["philadelphia:X-0002"]
    assert (second.types, second.place_as_told) == ([], "")
    assert second.external_data == {"classification_as_told": "LACK OF SERVICE"}
    assert rows["philadelphia:X-0003"].place_as_told == ""
    assert rows["philadelphia:X-0004"].narrative == ""
    assert rows["philadelphia:X-0005"].track == "sea"
    assert {row.status for row in rows.values()} == {"submitted"}


def test_history_starts_no_clock_and_tells_nobody(sample, lead, reviewer):
    bring_in(sample, by=lead.email)
    assert not Deadline.objects.exists() and not Notice.objects.exists()
    events = Event.objects.filter(type="report.imported")
    assert events.count() == 5 and {event.actor_id for event in events} == {str(lead.pk)}


def test_history_can_be_searched_and_decided_on_by_who_brought_it_in(sample, lead, reviewer):
    bring_in(sample, by=lead.email)
    found = Report.objects.triable_by(reviewer).search("shopkeeper").get()
    assert accept(report=found, by=lead).status == "accepted"
    assert not Report.objects.triable_by(reviewer).filter(track="sea").exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Y-1,13/40/13,1,X,text\n", "not_a_date"),
        ("Y-1,1/7/13,1,X,a\x07b\n", "control_signs"),
        ("Y-1,1/7/13,1,X," + "x" * 20_001 + "\n", "too_long"),
        (",1/7/13,1,X,text\n", "key_missing"),
        ("Y-1,1/7/68,1,X,text\n", "future"),
        ("Y-1,1/7/13\n", "too_few_columns"),
    ],
)
def test_bad_row_goes_to_quarantine_with_its_reason(csv_of, tmp_path, row, reason):
    path = csv_of(row + "Y-2,1/7/13,1,X,good\n")
    quarantine = tmp_path / "bad.csv"
    line = bring_in(path, quarantine=quarantine)
    assert line == "read 2, created 1, already there 0, quarantined 1"
    assert reason in quarantine.read_text()
    assert Report.objects.get().narrative == "good"


def test_other_encodings_are_read(csv_of):
    path = csv_of("Y-1,1/7/13,1,X,Café – « blesse »\n", encoding="cp1252")
    bring_in(path)
    assert Report.objects.get().narrative == "Café – « blesse »"


def test_dry_run_writes_nothing(sample):
    assert bring_in(sample, dry_run=True).startswith("read 5, created 5")
    assert not Report.objects.exists()


def test_import_by_who_may_not_is_refused(sample, monitor):
    for email in (monitor.email, "nobody@office.example"):
        with pytest.raises(CommandError):
            bring_in(sample, by=email)
    assert not Report.objects.exists()


def test_mapping_that_is_wrong_is_refused_with_a_sentence(sample, tmp_path):
    wrong = tmp_path / "m.yaml"
    wrong.write_text("target: reports\nsource: x\ncolumns: {nonsense: a}\n")
    with pytest.raises(CommandError, match="nonsense"):
        call_command("import_reports", str(sample), mapping=wrong)


def test_imported_report_is_found_by_the_number_of_its_source(sample):
    bring_in(sample)
    imported = Report.objects.exclude(external_key="")
    number = imported.order_by("external_key")[0].external_key.partition(":")[2]
    assert [r.external_key.partition(":")[2] for r in Report.objects.search(number)] == [number]
