"""Settings of the benchmark: as in real use, with servers and a folder of its own."""

import os
from pathlib import Path

_root = Path(__file__).resolve().parent.parent
os.environ["VAR_DIR"] = os.environ.get("BENCH_DIR") or str(_root / "var" / "bench" / "100000")
os.environ["DEMO"] = "1"
os.environ["SECRET_KEY"] = "only-for-benchmarks-" + "x" * 50
os.environ["SEALING_KEYS"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
# Counted as always, never full: four clients ask for more than one program may.
for _window in ("API_TOKEN_PER_MINUTE", "API_TOKEN_PER_DAY"):
    os.environ[_window] = "1000000000"

from config.settings import *
