"""Names that can be told apart by eye: NFC, one script, no look-alikes, usable in paths and conditions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from detente.scenario.faults import shown

LONGEST = 64
NAME = re.compile(r"[^\W\d]\w*")
# Scripts whose letters are mistaken for one another; others (kana with kanji) mix lawfully.
LOOKALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
SKELETON = str.maketrans("АВЕКМНОРСТУХІЈЅавеорсухіјѕԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ", "ABEKMHOPCTYXIJSabeopcyxijsdABEZHIKMNOPTYXovp")


def key_complaint(key: str) -> str | None:
    """Return what is wrong with a key of any mapping, or None."""
    if key.isascii():
        return None
    if unicodedata.normalize("NFC", key) != key:
        return f"key {shown(key)} is not in Unicode normal form (NFC); type it again without combining accents"
    if "\xa0" in key:
        return f"key {key!a} holds a no-break space (U+00A0); use plain spaces"
    return mixed_scripts(key)


def mixed_scripts(name: str) -> str | None:
    """Return a complaint about a name whose letters come from scripts that look alike, or None."""
    if name.isascii():
        return None
    letters = [(i, _script(c)) for i, c in enumerate(name, 1) if c.isalpha()]
    scripts = {script for _, script in letters if script in LOOKALIKE_SCRIPTS}
    if len(scripts) < 2:
        return None
    odd = min(scripts, key=lambda script: (sum(s == script for _, s in letters), script))
    position = next(i for i, script in letters if script == odd)
    odd_letter = unicodedata.name(name[position - 1], "?").lower()
    return f"{shown(name)} mixes scripts: letter {position} is {odd_letter} (U+{ord(name[position - 1]):04X})"


def name_complaint(name: str) -> str | None:
    """Return what is wrong with the name of a state, lever, shock, framework or variant, or None."""
    if len(name) > LONGEST:
        return f"the name {shown(name)} is longer than {LONGEST} letters"
    if not NAME.fullmatch(name):
        return f"{shown(name)} is not a name: letters, digits and _ only, starting with a letter"
    return None


def look_alikes(names: Iterable[str]) -> dict[str, str]:
    """Return the names that differ from an earlier one only in case or by letters that look the same, with that one."""
    seen: dict[str, str] = {}
    found: dict[str, str] = {}
    for name in names:
        skeleton = name.translate(SKELETON).casefold()
        if skeleton in seen:
            found[name] = seen[skeleton]
        else:
            seen[skeleton] = name
    return found


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ")[0]
