"""`make bench`: fill a database once, ask everything, write the table."""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="how many incidents")
    parser.add_argument("--only", default="", help="rows by how their names begin: list,search")
    parser.add_argument("--requests", type=int, help="at most so many a row (for trying)")
    parser.add_argument("--note", default="", help="a sentence for the results")
    parser.add_argument("--keep", action="store_true", help="leave the database for another run")
    parser.add_argument("--dry", action="store_true", help="print, and write nothing down")
    return parser.parse_args(given)


def main() -> None:
    asked = arguments()
    os.environ.setdefault("BENCH_DIR", str(ROOT / "var" / "bench" / str(asked.rows)))
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from benchmarks.running import run

    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    run(
        rows=asked.rows,
        only=asked.only,
        requests=asked.requests,
        note=asked.note,
        write=not asked.dry,
        keep=asked.keep,
    )


if __name__ == "__main__":
    main()
