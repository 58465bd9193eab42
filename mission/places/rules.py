"""Spellings: what two writings of one place have in common. Pure."""

import re
import unicodedata
from collections.abc import Iterator

COUNTRY = frozenset({"haiti", "ayiti", "hayti"})
GENERIC = frozenset({"commune", "komin", "departement", "depatman", "department", "arrondissement"})
LINKS = frozenset({"de", "du", "d"})
SHORT = {"st": "saint", "ste": "sainte", "pte": "petite", "pt": "petit", "gde": "grande"}
SHORT |= {"gd": "grand", "mt": "mont"}
SHORTEST_SOUND = 4
SECTION = re.compile(r"^\d+\s*(?:re|ere|e|eme)\s+section\s+(?:des?\s+|du\s+)?", re.IGNORECASE)
ALTERNATIVES = re.compile(r"\s+ou\s+|\s*/\s*")

# From French and Creole spellings towards one rough sound; the order matters.
# First word by word (silent ends), then over the joined name.
SILENT = re.compile(r"(?<=..)[estdxz]+$")
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"eau|au", "o"),
        (r"ph", "f"),
        (r"qu|ck|q", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"g(?=[eiy])", "j"),
        (r"c(?=[eiy])|z", "s"),
        (r"c(?!h)|x", "k"),
        (r"(?<!c)h", ""),
        (r"([ae])il+(?![aeiou])", r"\1i"),
        (r"ill(?=[aeiouy]|$)", "y"),
        (r"oua|oi|oa|wa", "wa"),
        (r"ou(?=[aeiy])", "w"),
        (r"ou", "8"),
        (r"r(?=[8ow])w?", "w"),
        (r"[uy]", "i"),
        (r"gn", "ni"),
        (r"(?:a|e|i|ai|ei|ea|ie)[nm](?![aeionm])", "an"),
        (r"o[nm](?![aeionm])", "on"),
        (r"ai|ei|oe", "e"),
        (r"(?<=[aeo8])r(?![aeiow8])", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<=[aeo])i(?=[aeo])", ""),
        (r"(?<=..)[eirtds]{1,2}$", ""),
    )
)


def plain(text: str) -> str:
    """Lower case without accents; everything else as it was."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


def _words(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’ʼ`´]", "", plain(text)))
    while len(words) > 1 and words[0] in GENERIC:
        words = words[1:]
        if len(words) > 1 and words[0] in LINKS:
            words = words[1:]
    words = [word for word in words if word not in COUNTRY] or words
    while len(words) > 1 and words[-1].isdigit():
        words = words[:-1]
    return [SHORT.get(word, word) for word in words]


def search_key(text: str) -> str:
    """Letters and digits only, abbreviations written out, "Haiti" beside a name dropped."""
    return "".join(_words(text))


def sound_key(text: str) -> str:
    """A rough sound shared by the French and the Creole way of writing a name.

    Empty when too little is left of it to tell names apart.
    """
    key = "".join(SILENT.sub("", word) for word in _words(text))
    for pattern, sound in SOUNDS:
        key = pattern.sub(sound, key)
    return key if len(key) >= SHORTEST_SOUND else ""


def slips(key: str) -> list[str]:
    """The key with two neighbours swapped or one letter too many taken out."""
    swapped = [
        key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(min(len(key), 40) - 1)
    ]
    shorter = [key[:at] + key[at + 1 :] for at in range(min(len(key), 40)) if len(key) > 3]
    return swapped + shorter


def spellings(name: str) -> Iterator[str]:
    """The name, its alternatives ("A ou B", "A / B") and a section without its number."""
    yield name
    bare = SECTION.sub("", plain(name))
    if bare != plain(name):
        yield bare
    parts = ALTERNATIVES.split(bare)
    if len(parts) > 1:
        yield from (part.strip(' "') for part in parts)


def parts_of(text: str) -> list[str]:
    """What stands between the commas of "Delmas 33, Port-au-Prince", then the whole."""
    parts = [part.strip() for part in re.split(r"[,;()]", text)]
    parts = [part for part in parts if part and plain(part) not in COUNTRY]
    return [*parts[:3], text] if len(parts) > 1 else [text]
