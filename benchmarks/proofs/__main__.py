"""`make proofs`: run them all, or those named; write down what was found."""

import argparse
import os
import sys
import time
from collections.abc import Callable

from benchmarks.proofs import broker, contract, disk, editing, hostile, killing
from benchmarks.proofs.outcome import Outcome, write_down
from tests.site import Site, running_site

SHARED: dict[str, Callable[[Site], Outcome]] = {
    "editing": editing.prove,
    "hostile": hostile.prove,
    "contract": contract.prove,
    "killing": killing.prove,
    "broker": broker.prove,
}
NAMES = (*SHARED, "disk")
# Counted as always, never full: an answer of 429 would prove nothing of what lies behind it.
QUOTAS = ("API_ANONYMOUS", "API_TOKEN")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", metavar="PROOF", help=f"of: {', '.join(NAMES)}")
    wanted = parser.parse_args().only or list(NAMES)
    if unknown := set(wanted) - set(NAMES):
        parser.error(f"no such proof: {', '.join(sorted(unknown))}")
    os.environ |= {
        f"{who}_PER_{window}": "1000000000" for who in QUOTAS for window in ("MINUTE", "DAY")
    }
    outcomes: list[Outcome] = []
    shared = [name for name in SHARED if name in wanted]
    if shared:
        with running_site(demo=True) as site:
            outcomes += [_timed(lambda name=name: SHARED[name](site)) for name in shared]
    if "disk" in wanted:
        outcomes.append(_timed(disk.prove))
    write_down(outcomes)
    sys.exit(0 if all(outcome.holds for outcome in outcomes) else 1)


def _timed(proof: Callable[[], Outcome]) -> Outcome:
    start = time.monotonic()
    outcome = proof()
    outcome.seconds = time.monotonic() - start
    print("\n".join(outcome.lines()), flush=True)
    return outcome


if __name__ == "__main__":
    main()
