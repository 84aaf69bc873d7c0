"""Bad tables: every fault at once, each with file:line:column, what was found, what is allowed, the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import DetenteError, ScenarioError, UsageError
from detente.landscapes import landscape

SIZES = "actor,size\nAsh,1\nOak,2\nElm,3\n"
PAIRS = "actor,Ash,Oak,Elm\nAsh,0,1,2\nOak,1,0,-1\nElm,2,-1,0\n"


def complaint(folder: Path, sizes: str = SIZES, pairs: str | None = PAIRS, outcome: str | None = None) -> str:
    files = {}
    for name, text in (("s.csv", sizes), ("p.csv", pairs), ("o.csv", outcome)):
        files[name] = None if text is None else folder / name
        if text is not None:
            (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DetenteError) as caught:
        landscape(files["s.csv"], files["p.csv"], outcome=files["o.csv"])
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("sizes", "pairs", "outcome", "words"),
    [
        (SIZES.replace("Oak,2", "Oak,-2"), PAIRS, None, ["s.csv:3:5: Oak: found '-2'; allowed is 0 to"]),
        (SIZES.replace("Oak,2", "Oak,many"), PAIRS, None, ["s.csv:3:5", "'many'", "a number is needed"]),
        (SIZES.replace("Oak,2", "Oak,nan"), PAIRS, None, ["s.csv:3:5", "'nan'"]),
        (SIZES.replace("Oak,2", "Oak,1e999"), PAIRS, None, ["s.csv:3:5", "allowed is"]),
        (SIZES.replace("Oak,2", "Oak,1_000"), PAIRS, None, ["s.csv:3:5", "a number is needed"]),
        (SIZES.replace("Oak,2", "Oak,"), PAIRS, None, ["s.csv:3:5", "the cell is empty"]),
        (SIZES.replace("Oak,2", ",2"), PAIRS, None, ["s.csv:3:1", "without a name"]),
        (SIZES.replace("Oak,2", "Oak,2,3"), PAIRS, None, ["s.csv:3:7", "found 3 cells", "the header has 2"]),
        (SIZES + "Ash,4\n", PAIRS, None, ["s.csv:5:1: Ash: the actor stands twice, first at 2:1"]),
        (SIZES.replace("size", "sise"), PAIRS, None, ["s.csv:1:1", "no column 'size'", "did you mean 'sise'?"]),
        (SIZES.replace(",", ";"), PAIRS, None, ["s.csv:1:1", "found one column", "separate them with commas"]),
        ("actor,size\nAsh,1\n", "actor,Ash\nAsh,0\n", None, ["found 1 actor; allowed are 2 to 200"]),
        ("", PAIRS, None, ["s.csv:1:1", "empty"]),
        ("# nothing\n", PAIRS, None, ["s.csv:1:1", "empty"]),
        ("actor,size\n\udcff,1\n", PAIRS, None, ["s.csv:2:1", "not UTF-8"]),
        ("actor,size\nA\x1bsh,1\n", PAIRS, None, ["s.csv:2:2", "U+001B", "a CSV file"]),
        (SIZES, PAIRS.replace("Elm,2,-1,0", "Elm,2,-1.5,0"), None,
         ["p.csv:4:7: Elm, Oak: found -1.5, and -1 for Oak, Elm at 3:9; propensities are symmetric"]),
        (SIZES, PAIRS.replace("Oak,1,0,-1", "Oak,1,0,x"), None, ["p.csv:3:9: Oak, Elm", "'x'"]),
        (SIZES, PAIRS.replace("Oak,1,0,-1", "Oka,1,0,-1"), None,
         ["p.csv:3:1: Oka: unknown actor 'Oka'; did you mean 'Oak'?", "the row is missing for Oak"]),
        (SIZES, "actor,Ash,Oak\nAsh,0,1\nOak,1,0\n", None, ["the column is missing for Elm", "the row is missing for Elm"]),
        (SIZES, PAIRS + "Oak,1,0,-1\n", None, ["p.csv:5:1: Oak: the actor stands twice, first at 3:1"]),
        (SIZES, PAIRS.replace("Oak,Elm\n", "Oak,Oak\n"), None, ["p.csv:1:15: Oak: the column stands twice, first at 1:11"]),
        (SIZES, PAIRS.replace("Oak,1,0,-1", '"Oak,1,0,-1'), None, ["p.csv:3:1", "a quote is not closed"]),
        (SIZES, None, None, ["s.csv: no propensities", "a column 'type'"]),
        (SIZES, PAIRS, "actor,outcome\nAsh,left\nOak,right\nFir,right\n",
         ["o.csv:4:1: Fir: unknown actor 'Fir' (the sizes name Ash, Oak, Elm)", "the row is missing for Elm"]),
        (SIZES, PAIRS, "actor,outcome\nAsh,left\nOak,\nElm,right\n", ["o.csv:3:5: Oak: no outcome"]),
        (SIZES, PAIRS, "actor,outcome\nAsh,left\nOak,left\nElm,left\n", ["two sides or more"]),
        (SIZES, PAIRS, "actor,where\nAsh,left\nOak,left\nElm,left\n", ["o.csv:1:1", "no column 'outcome'"]),
    ],
)  # fmt: skip
def test_each_fault_is_named(
    sizes: str, pairs: str | None, outcome: str | None, words: list[str], tmp_path: Path
) -> None:
    found = complaint(tmp_path, sizes, pairs, outcome)
    for word in words:
        assert word in found


def test_all_faults_come_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    found = complaint(
        tmp_path, SIZES.replace("Ash,1", "Ash,-1").replace("Elm,3", "Elm,x"), PAIRS.replace("Ash,0,1,2", "Ash,0,9,2"),
        "actor,outcome\nAsh,left\nOak,right\nEml,right\n",
    ).splitlines()  # fmt: skip
    assert [line.split(" ")[0].rstrip(":") for line in found] == [
        "s.csv:2:5", "s.csv:4:5", "p.csv:3:5", "o.csv:1:1", "o.csv:4:1",
    ]  # fmt: skip


def test_a_matrix_is_checked_even_where_the_sizes_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(PAIRS.replace("Oak,1,0,-1", "Oak,1,0,x"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"(?s)nowhere.csv: cannot be read.*p.csv:3:9"):
        landscape(tmp_path / "nowhere.csv", tmp_path / "p.csv")


def test_too_many_actors(tmp_path: Path) -> None:
    rows = "".join(f"a{k},1\n" for k in range(201))
    assert "found 201 actors; allowed are 2 to 200" in complaint(tmp_path, "actor,size\n" + rows)


def test_actors_without_any_preference_are_refused_in_words() -> None:
    names = [f"a{k:02d}" for k in range(20)]
    with pytest.raises(UsageError, match="actors have no preference"):
        landscape(dict.fromkeys(names, 1.0), {a: dict.fromkeys(names, 0.0) for a in names})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"together": ["Ash", "Okk"]}, "no actor 'Okk'; did you mean 'Oak'"),
        ({"together": ["Ash"]}, "name two or more"),
        ({"together": ["Ash", "Ash"]}, "named twice"),
        ({"together": ["Ash", "Elm"]}, "does not have them on one of the sides"),
        ({"starts": 0}, "--starts: found 0"),
    ],
)
def test_options_out_of_range(options: dict[str, object], words: str) -> None:
    sizes = {"Ash": 1.0, "Oak": 2.0, "Elm": 3.0}
    pairs = {a: {b: 0.0 if a == b else -1.0 for b in sizes} for a in sizes}
    outcome = {"Ash": "left", "Oak": "left", "Elm": "right"}
    with pytest.raises(UsageError, match=words):
        landscape(sizes, pairs, outcome=outcome, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sizes", "pairs", "words"),
    [
        ([1.0, 2.0], {}, "sizes: found list; needed is a CSV file, a mapping"),
        ({"Ash": 1.0, "Oak": None}, {"Ash": {"Oak": 1.0}, "Oak": {"Ash": 1.0}}, "sizes: Oak: found 'None'"),
        ({"Ash": 1.0, "Oak": True}, {"Ash": {"Oak": 1.0}, "Oak": {"Ash": 1.0}}, "sizes: Oak: found 'True'"),
        ({"Ash": 1.0, "Oak": 2.0}, {"Ash": 1.0, "Oak": 2.0}, "propensities: Ash: found float; a mapping"),
        ({"Ash": 1.0, "Oak": 2.0}, {"Ash": {"Oak": 1.0}, "Oak": {"Ash": 2.0}}, "propensities are symmetric"),
        ({"Ash": 1.0, "Oak": 2.0}, {"Ash": {}, "Oak": {"Ash": 2.0}}, "propensities: Ash, Oak: the cell is empty"),
    ],
)
def test_values_in_memory_have_the_same_faults(sizes: object, pairs: object, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        landscape(sizes, pairs)
    assert words in str(caught.value)


def test_a_table_may_be_written_in_any_order_with_quotes_and_comments(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text('# mine\r\nsize, actor\r\n1,"Ash, tall"\r\n\r\n2,Oak\r\n', encoding="utf-8")
    (tmp_path / "p.csv").write_text(',Oak,"Ash, tall"\nOak,,-1\n"Ash, tall",-1,7\n', encoding="utf-8-sig")
    found = landscape(tmp_path / "s.csv", tmp_path / "p.csv")
    assert found.problem.actors == ("Ash, tall", "Oak")
    assert found.problem.propensities.tolist() == [[0.0, -1.0], [-1.0, 0.0]]
    assert found.minima[0].energy == -4.0
