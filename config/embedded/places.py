"""Where the embedded servers keep their sockets. Pure: settings import it."""

import hashlib
import tempfile
from pathlib import Path

# The system allows 107 bytes; the longest name put into the folder is .s.PGSQL.5432.lock.
LONGEST = 107 - len("/.s.PGSQL.5432.lock")


def socket_dir(var_dir: Path) -> Path:
    """A folder in VAR_DIR, or one in the temporary folder when that path is too long."""
    near = var_dir / "run"
    return near if len(str(near).encode()) <= LONGEST else temporary_dir(var_dir) / "run"


def temporary_dir(var_dir: Path) -> Path:
    name = hashlib.sha256(str(var_dir).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"oversight-{name}"
