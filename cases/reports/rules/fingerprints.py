"""Telling a replay from another report."""

import hashlib
import json
from dataclasses import asdict

from cases.reports.rules.body import Body
from oversight.sealing.rules import blind_index

UNORDERED = ("types", "provisions", "consent_grants")


def fingerprint(body: Body) -> str:
    """SHA-256 of the validated body. What identifies somebody goes in as a keyed digest."""
    values = asdict(body)
    for name in UNORDERED:
        values[name] = sorted(set(values[name]))
    if body.contact:
        values["contact"] = blind_index(body.contact)
    text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
