"""Which keys are allowed where: for messages, for the paths of variants, and for the nearest known name."""

from __future__ import annotations

from detente.scenario.forms import FILE, PARAMETER
from detente.scenario.kinds import Form, Kind

# Mappings whose keys are names the user chooses, with the key that a new entry cannot do without.
NAMED: dict[tuple[str, ...], str] = {
    ("states",): "name",
    ("frameworks",): "name",
    ("levers",): "lever",
    ("shocks",): "shock",
    ("sources",): "citation",
    ("cards", "levers"): "form",
    ("cards", "shocks"): "influences",
}
# Keys of the file itself, which a variant cannot change.
OF_FILE = ("schema", "complete", "extends", "catalogue", "variants", "reference")


def allowed(path: tuple[str, ...], form: Kind = FILE) -> tuple[str, ...] | None:
    """Return the keys allowed in the mapping at a path, or None where names are free or only a number stands."""
    kind = form
    for part in path:
        if isinstance(kind, Form) and part in kind.fields:
            kind = kind.fields[part].kind
        elif kind.name == "table":
            kind = kind.of[0]
        else:
            return None
        if kind.name == "optional" or kind.of is PARAMETER:
            kind = kind.of
    if isinstance(kind, Form):
        return tuple(kind.fields)
    keys: tuple[str, ...] | None = kind.of[1] if kind.name == "table" else None
    return keys


def split_path(text: str, below: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the keys of a dotted path.  A channel such as `capability.cyber` is one key and stays whole."""
    parts: list[str] = []
    for part in text.split("."):
        before = (*below, *parts)
        if parts and before[-1:] == ("capability",) and _of_levers(before[:-1]):
            parts[-1] = f"capability.{part}"
        else:
            parts.append(part)
    return tuple(parts)


def _of_levers(path: tuple[str, ...]) -> bool:
    """Return whether a path leads to channels of influence; the impulse `capability` of a shock is a whole key."""
    owner = path[1:] if path[:1] == ("cards",) else path
    return owner[:1] == ("levers",) and owner[2:] in (("influences",), ("side_effects",))
