"""Any bytes give a scenario or a ScenarioError, quickly; so does any damage to a good file, or to a card in a folder."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import ScenarioError
from detente.scenario import Scenario, read_scenario

MUSEUM = Path(__file__).resolve().parent.parent / "museum"
BASE = (MUSEUM / "base.yaml").read_bytes()
CARD = (MUSEUM / "cards" / "sound" / "levers" / "aid.yaml").read_bytes()
ONCE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARKS = [b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!set ", b": ", b"- ", b"? ", b"\n", b"\t", b"'", b'"', b"|\n", b"> ",
         b"#", b"<<", b"~", b"null", b"-1", b"1e400", b"\x00", b"\xff", b"\xc2\xa0", b"---\n", b"ARN", b"levers", b"%",
         b"true", b"[]", b"{}", b"2027-13", b"extends: x", b"*: ", b"when: ("]  # fmt: skip


def outcome(data: bytes, path: Path, scenario: Path | None = None) -> None:
    path.write_bytes(data)
    started = time.process_time()
    try:
        found = read_scenario(scenario or path)
    except ScenarioError as error:
        assert 1 <= len(error.faults) <= 21
        assert all(line.isprintable() for line in str(error).split("\n"))
    else:
        assert isinstance(found, Scenario)
    assert time.process_time() - started < 3


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bytes") / "any.yaml"


@given(st.binary(max_size=300))
@ONCE
def test_any_bytes(path: Path, data: bytes) -> None:
    outcome(data, path)


@given(st.text(max_size=200))
@ONCE
def test_any_text(path: Path, text: str) -> None:
    outcome(text.encode("utf-8", "surrogatepass"), path)


@given(st.lists(st.sampled_from(MARKS), max_size=60))
@ONCE
def test_any_marks(path: Path, marks: list[bytes]) -> None:
    outcome(b"".join(marks), path)


@given(st.integers(0, len(BASE)), st.integers(0, 40), st.sampled_from(MARKS))
@settings(parent=ONCE, max_examples=150)
def test_damaged_file(path: Path, start: int, length: int, mark: bytes) -> None:
    outcome(BASE[:start] + mark + BASE[start + length :], path)


@given(st.data())
@settings(parent=ONCE, max_examples=150)
def test_exchanged_words(path: Path, data: st.DataObject) -> None:
    words = BASE.split(b" ")
    one = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.integers(0, len(words) - 1))
    words[one], words[other] = words[other], words[one]
    outcome(b" ".join(words), path)


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a scenario that uses a card of its folder."""
    folder = tmp_path_factory.mktemp("cards")
    (folder / "base.yaml").write_bytes(BASE)
    (folder / "mine" / "levers").mkdir(parents=True)
    user = folder / "user.yaml"
    user.write_text("extends: base.yaml\ncatalogue: mine\nlevers: {gift: {lever: aid, by: COR, to: ARN}}\n")
    return user


@pytest.mark.parametrize("name", ["levers/aid.yaml", "sources.yaml"])
@given(data=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(MARKS), max_size=60).map(b"".join)))
@ONCE
def test_any_bytes_in_a_folder(user: Path, name: str, data: bytes) -> None:
    outcome(data, user.parent / "mine" / name, user)
    (user.parent / "mine" / name).unlink()


@given(st.integers(0, len(CARD)), st.integers(0, 40), st.sampled_from(MARKS))
@settings(parent=ONCE, max_examples=150)
def test_damaged_card(user: Path, start: int, length: int, mark: bytes) -> None:
    outcome(CARD[:start] + mark + CARD[start + length :], user.parent / "mine" / "levers" / "aid.yaml", user)


@given(name=st.text(max_size=30))
@ONCE
def test_any_file_name(user: Path, name: str) -> None:
    path = user.parent / "mine" / "levers" / f"{name}.yaml"
    try:
        path.touch()
    except (OSError, ValueError):
        return  # no file can have that name
    outcome(CARD, path, user)
    path.unlink()
