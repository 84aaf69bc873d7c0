"""ODD.md and the code say the same: elements in order, every parameter, variable, channel, impulse, cause and file."""

from __future__ import annotations

import re

import pytest
import tables

from detente.assembly.rows import PAIRED, SYMMETRIC
from detente.engine.ledger import BOOKED
from detente.mechanisms.consent import REASONS
from detente.world.arrays import PROCESSES
from detente.world.variables import CHANNELS, HAZARDS, IMPULSES, POSTURES, THEORIES, VARIABLES, WHERE

TEXT = tables.ODD.read_text("utf-8")
ELEMENTS = (
    "Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling",
    "Design concepts", "Initialization", "Input data", "Submodels",
)  # fmt: skip
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


def section(number: str) -> str:
    """Return the text of a submodel (`7.12`) or element (`5`)."""
    level = "###" if "." in number else "##"
    start = re.search(rf"^{level} {re.escape(number)}[. ]", TEXT, re.MULTILINE)
    assert start is not None, number
    rest = TEXT[start.end() :]
    end = re.search(r"^##{1,2} " if level == "###" else r"^## ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def test_the_seven_elements_and_eleven_concepts_stand_in_the_order_of_the_protocol() -> None:
    assert re.findall(r"^## \d\. (.+)$", TEXT, re.MULTILINE) == list(ELEMENTS)
    assert re.findall(r"^### (\D.+)$", TEXT, re.MULTILINE) == list(CONCEPTS)


def test_every_mechanism_has_a_section_with_its_reasons() -> None:
    numbers = re.findall(r"^### (7\.\d+) ", TEXT, re.MULTILINE)
    assert numbers == [f"7.{k}" for k in range(1, len(numbers) + 1)]
    technical = {"7.1", "7.2", "7.8", "7.17", "7.18", "7.19"}
    bare = [n for n in numbers if n not in technical and "*Rationale" not in section(n)]
    assert bare == []
    folder = tables.ROOT / "model" / "detente" / "mechanisms"
    unnamed = [p.name for p in folder.glob("*.py") if p.stem != "__init__" and p.name not in TEXT]
    assert unnamed == []


def test_every_file_named_in_a_heading_exists() -> None:
    package = tables.ROOT / "model" / "detente"
    for heading in re.findall(r"^### 7\.\d+ .*\((.+)\)$", TEXT, re.MULTILINE):
        folder = ""
        for name in re.findall(r"`([^`]+)`", heading):
            folder = name.rpartition("/")[0] or folder
            assert (package / folder / name.rpartition("/")[2]).exists(), name


def test_every_parameter_has_one_row_and_it_is_the_passport() -> None:
    rows, known = tables.parameter_rows(TEXT), tables.parameters()
    assert sorted(rows) == sorted(known)
    wrong = {name: row for name, row in rows.items() if row != tables.parameter_row(name, known[name])}
    assert wrong == {}, "renew with: python tests/description/tables.py --write"


def test_a_changed_passport_is_noticed() -> None:
    known = tables.parameters()
    other = {**known["negativity"], "range": [1.0, 2.5]}
    assert tables.parameter_row("negativity", other) not in TEXT
    assert tables.renewed(TEXT) == TEXT


def test_the_table_of_indicators_is_the_code_s() -> None:
    rows = re.findall(r"^\| (Y\d+) \| `(\w+)` \| (\S+) \| (more|less) \|", section("7.17"), re.MULTILINE)
    assert rows == tables.indicator_heads()


def test_every_variable_stands_in_section_2() -> None:
    text = section("2")
    hidden = {name for name in VARIABLES if "." in name} | {"tension"}  # domains by their block; tension = stage / 4
    missing = [name for name in VARIABLES if name not in hidden and f"`{name}`" not in text]
    assert missing == []


@pytest.mark.parametrize(
    ("number", "names"),
    [("7.7", [c for c in CHANNELS if "." not in c]), ("7.6", list(IMPULSES)), ("7.6", list(WHERE)), ("7.19", list(HAZARDS)),
     ("7.20", list(POSTURES[:1])), ("7.21", list(THEORIES)), ("7.2", list(PROCESSES))],
)  # fmt: skip
def test_every_name_that_files_may_use_is_described(number: str, names: list[str]) -> None:
    assert [name for name in names if f"`{name}`" not in section(number)] == []


def test_where_channels_land_is_what_the_code_does() -> None:
    """In the table of landings a channel of both directions says `both` or names both pairs."""
    both: set[str] = set()
    for line in section("7.7").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if (
            len(cells) == 4
            and cells[0].startswith("`")
            and cells[3].split(";")[0] in ("both", "(receiver, giver) and (giver, receiver)")
        ):
            both |= set(re.findall(r"`([a-z_]+)`", cells[0]))
    assert both == SYMMETRIC
    named = re.search(r"^(`.+`) belong to a pair and always land", section("7.6"), re.MULTILINE)
    assert named is not None and set(re.findall(r"`([a-z_]+)`", named[1])) == PAIRED


def test_the_ledger_s_causes_are_the_code_s() -> None:
    rows = dict(
        re.findall(r"^\| `(\w+)`[^|]*\| ([^|]+?)(?:: the terms of 7\.10 in order)? \|$", section("7.18"), re.MULTILINE)
    )
    assert {name: tuple(causes.split(", ")) for name, causes in rows.items()} == BOOKED


def test_the_reasons_of_a_refusal_are_the_code_s() -> None:
    found = re.findall(r"^(\d) ([a-z ]+?) {2,}", section("7.7"), re.MULTILINE)
    assert [(int(k), words) for k, words in found] == list(enumerate(REASONS))[2:8]
