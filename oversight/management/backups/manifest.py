"""The list that comes with a backup: what is in it, when it was made, and a seal over all of that."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings

from oversight.management.backups import Refused
from oversight.management.backups.contents import Sum, file_sum
from oversight.sealing.rules import Sealed, decrypt

NAME, DUMP, FILES = "manifest.json", "database.dump", "files"
FORM = 1
CANARY = "This backup belongs to these keys."


@dataclass
class Manifest:
    """What one backup holds."""

    made_at: str
    postgresql: int
    dump: Sum
    tables: dict[str, Sum]
    files: dict[str, Sum]
    # Files that rows of the snapshot speak of and that were not in the folder.
    missing_files: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    # Opens only with the sealing keys that the backup needs; holds nothing itself.
    canary: str = ""
    form: int = FORM

    def write(self, folder: Path) -> None:
        body = asdict(self)
        body["seal"] = seal(body)
        (folder / NAME).write_text(json.dumps(body, indent=1, sort_keys=True) + "\n")


def seal(body: dict[str, Any]) -> str:
    """Says that this office made the list: whoever changes a backup on its way lacks the key."""
    key = hashlib.sha256(b"backup:" + settings.AUDIT_DIGEST_KEY.encode()).digest()
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def fresh_canary() -> str:
    return Sealed.of(CANARY).token


def read(folder: Path, *, foreign: bool = False) -> Manifest:
    """The list, after its own seal was checked; `foreign` takes one of another office."""
    try:
        body = json.loads((folder / NAME).read_text())
        given = body.pop("seal")
        kinds = {"tables": body["tables"], "files": body["files"]}
        made = {name: {k: Sum(**v) for k, v in part.items()} for name, part in kinds.items()}
        manifest = Manifest(**(body | made | {"dump": Sum(**body["dump"])}))
    except FileNotFoundError:
        raise Refused(
            f"{folder} holds no {NAME}: it is no backup, or one that was cut short."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(f"{NAME} cannot be read: this backup is damaged.") from None
    if manifest.form != FORM:
        raise Refused(f"This backup has form {manifest.form}; this version reads form {FORM}.")
    if not foreign and not hmac.compare_digest(str(given), seal(body)):
        raise Refused(
            f"{NAME} was changed, or was made with another AUDIT_DIGEST_KEY. Set the keys of the"
            " office that made it; --foreign takes it all the same."
        )
    return manifest


def check_keys(manifest: Manifest) -> None:
    """Before anything is touched: what was sealed must be readable afterwards."""
    try:
        decrypt(manifest.canary)
    except InvalidToken:
        raise Refused(
            "The keys that are set do not open what this backup holds: put the sealing key it was"
            " made with into SEALING_KEYS."
        ) from None


def damage(folder: Path, manifest: Manifest) -> list[str]:
    """What of the backup is not as it was written, in sentences."""
    expected = {f"{FILES}/{name}": total for name, total in manifest.files.items()}
    expected[DUMP] = manifest.dump
    found = []
    for name, total in sorted(expected.items()):
        path = folder / name
        if ".." in PurePosixPath(name).parts or not path.is_file():
            found.append(f"{name} is missing")
        elif file_sum(path) != total:
            found.append(f"{name} was changed or cut short")
    return found
