"""Classes of states that choose for themselves: how workers find them, and by what they are known in a manifest."""

from __future__ import annotations

import hashlib
import inspect
import pickle
import sys
from collections.abc import Mapping
from typing import Any

from detente.errors import UsageError


def described(agents: Any) -> str | None:
    """Return in words which classes choose, with a digest of their source; None where the kernel does."""
    if agents is None:
        return None
    named = dict(agents) if isinstance(agents, Mapping) else {"*": agents}
    return "; ".join(f"{state}: {_one(found)}" for state, found in sorted(named.items()))


def _one(found: Any) -> str:
    if not isinstance(found, type):
        raise UsageError(f"agents: found {found!r}; a subclass of detente.StateAgent is needed")
    try:
        source = inspect.getsource(found)
    except (OSError, TypeError):
        source = ""
    return f"{found.__module__}.{found.__qualname__} ({hashlib.sha256(source.encode()).hexdigest()[:12]})"


def loaded_main(agents: Any) -> str | None:
    """Return the script that workers must load to find the classes, or None; raise `UsageError` where they never could."""
    if agents is None:
        return None
    try:
        pickle.dumps(agents)
    except Exception as error:  # pickle raises whatever it likes
        raise UsageError(
            f"agents: workers could not load them ({error}); define the classes at the top of a module"
        ) from None
    classes = agents.values() if isinstance(agents, Mapping) else [agents]
    if not any(found.__module__ == "__main__" for found in classes):
        return None
    path = getattr(sys.modules["__main__"], "__file__", None)
    if path is None:
        raise UsageError(
            "agents: a class of a notebook or a console cannot be loaded by workers; put it into a module (.py)"
        )
    return str(path)


def named(agents: Any) -> list[str] | None:
    """Return the classes as `rerun --agents` takes them: FILE.py:Class, or STATE=FILE.py:Class."""
    if agents is None:
        return None
    if isinstance(agents, Mapping):
        return [f"{state}={_place(found)}" for state, found in sorted(agents.items())]
    return [_place(agents)]


def _place(found: type) -> str:
    try:
        file = inspect.getsourcefile(found)
    except TypeError:
        file = None
    return f"{file or found.__module__}:{found.__qualname__}"


def from_words(words: list[str]) -> Any:
    """Return the classes that `FILE.py:Class` or `STATE=FILE.py:Class` name; the files are executed."""
    found: dict[str, type] = {}
    for word in words:
        state, equals, place = word.rpartition("=")
        file, colon, name = place.rpartition(":")
        if not colon or not file.endswith(".py"):
            raise UsageError(f"--agents: found {word!r}; FILE.py:Class or STATE=FILE.py:Class is needed")
        found[state if equals else "*"] = _loaded(file, name)
    return found["*"] if set(found) == {"*"} else {state: one for state, one in found.items() if state != "*"}


def _loaded(file: str, name: str) -> type:
    import runpy

    try:
        held = runpy.run_path(file, run_name="__mp_main__")
    except OSError as error:
        raise UsageError(f"--agents: {file} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if not isinstance(held.get(name), type):
        raise UsageError(f"--agents: {file} defines no class {name!r}")
    return held[name]  # type: ignore[no-any-return]
