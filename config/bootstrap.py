"""Makes .venv from the hash-pinned requirements when it is missing or out of date.

Runs under the machine's own Python with nothing installed: `python3 config/bootstrap.py demo`.
"""

import fcntl
import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# test.txt contains all of demo.txt, which contains all of app.txt.
SETS = ("app", "demo", "test")


def main(wanted: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever python3 is
        sys.exit("Python 3.11 or newer is needed. Name it: make PYTHON3=/path/to/python3.11 run")
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        python = VENV / "bin" / "python"
        if not python.exists() or stamp().get(wanted) != fingerprint(wanted):
            install(wanted, python)


def fingerprint(name: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def stamp() -> dict[str, str]:
    try:
        return json.loads((VENV / "installed.json").read_text())
    except (OSError, ValueError):
        return {}


def install(wanted: str, python: Path) -> None:
    print(f"Installing the Python packages ({wanted}); this takes a minute.", flush=True)  # noqa: T201
    if not python.exists() and subprocess.run([sys.executable, "-m", "venv", VENV]).returncode:
        sys.exit("Python cannot make a virtual environment. On Debian: apt install python3-venv")
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    chosen = ["--require-hashes", "--requirement", str(ROOT / "requirements" / f"{wanted}.txt")]
    if subprocess.run([*pip, *chosen]).returncode:
        sys.exit("The packages could not be installed; the lines above say why.")
    reached = SETS[: SETS.index(wanted) + 1]
    (VENV / "installed.json").write_text(json.dumps({name: fingerprint(name) for name in reached}))


if __name__ == "__main__":
    main(sys.argv[1])
