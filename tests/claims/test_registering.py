"""The register of claim files: appended, never rewritten, and honest about what it covers."""

from __future__ import annotations

from pathlib import Path

import pytest
from toys import SCENARIOS, copied

from detente.claims import read_claims
from detente.claims.registering import digest_of, is_registered, register, standing_of
from detente.errors import ScenarioError, UsageError


def test_registrations_are_appended_and_cover_every_other_file(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    first = read_claims(folder, SCENARIOS)
    assert not first.registrations
    assert standing_of(first.digest, ()) == "not registered: nothing was fixed in advance"
    added = register(folder, first.registrations, 'before the\nfirst run: "quoted"')
    read = read_claims(folder, SCENARIOS)
    assert read.registrations == (added,)
    assert read.digest == first.digest == added.digest
    assert is_registered(read.digest, read.registrations)
    assert added.reason == 'before the first run: "quoted"'

    with pytest.raises(UsageError, match="registered already"):
        register(folder, read.registrations, "again")
    with pytest.raises(UsageError, match="needs --reason"):
        register(folder, (), "  ")

    before = (folder / "registrations.yaml").read_text()
    (folder / "toys.yaml").write_text((folder / "toys.yaml").read_text().replace("margin: 0.005", "margin: 0.004"))
    changed = read_claims(folder, SCENARIOS)
    assert not is_registered(changed.digest, changed.registrations)
    assert standing_of(changed.digest, changed.registrations).startswith("changed since the registration of")
    register(folder, changed.registrations, "a margin was mistyped")
    after = (folder / "registrations.yaml").read_text()
    assert after.startswith(before)
    both = read_claims(folder, SCENARIOS)
    assert [entry.reason for entry in both.registrations][1] == "a margin was mistyped"
    assert "registration 2 of 2" in standing_of(both.digest, both.registrations)
    assert "since replaced; registration 1 of 2" in standing_of(first.digest, both.registrations)


@pytest.mark.parametrize("name", ["toys.yaml", "rules.yaml", "hypotheses.yaml"])
def test_the_digest_sees_every_file(name: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = digest_of(folder)
    (folder / name).write_bytes((folder / name).read_bytes().replace(b"\n", b"\r\n"))
    assert digest_of(folder) == before  # line ends of another system are no change
    (folder / name).write_text((folder / name).read_text() + "# a word more\n")
    assert digest_of(folder) != before
    (folder / name).rename(folder / f"a_{name}")
    assert digest_of(folder) != before


def test_a_damaged_register_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "registrations.yaml").write_text("registrations:\n  - {date: 2026-01-01, digest: abc}\n")
    with pytest.raises(ScenarioError, match="needs reason"):
        read_claims(folder, SCENARIOS)
