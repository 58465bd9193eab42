"""Secrets of trying mode, made once and kept in VAR_DIR."""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def kept_secrets(var_dir: Path) -> dict[str, str]:
    """Read the secrets of this VAR_DIR; the first process to ask makes them."""
    path = var_dir / "secrets.json"
    if not path.exists():
        _make(path)
    return json.loads(path.read_text())


def _make(path: Path) -> None:
    """Write beside, then link: of two processes that start at once, one wins and both read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SEALING_KEYS": Fernet.generate_key().decode(),
    }
    draft = path.with_name(f".secrets-{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(fresh, file)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
