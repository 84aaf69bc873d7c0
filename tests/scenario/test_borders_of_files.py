"""Limits of a file hold at their very border: what is allowed is read, one more is refused, the message has the numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.errors import ScenarioError
from detente.scenario import Scenario, building, loading, read_scenario
from detente.scenario.faults import Faults, listed, nearest, shown
from detente.scenario.positioned import Layer
from detente.scenario.scalars import ScalarFault, resolve
from detente.scenario.texts import FORBIDDEN, check_characters, decode, place, read_bytes

LAYER = Layer("odd.yaml", "file")
Read = Callable[[str], Scenario]


def complaints(text: str) -> str:
    """Return what the loader finds wrong with a text, or nothing."""
    faults = Faults()
    loading.load_text(text, LAYER, faults)
    try:
        faults.raise_any()
    except ScenarioError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("allowed", "refused", "words"),
    [
        ("k" * 200 + ": 1", "k" * 201 + ": 1", "a key of 201 characters; at most 200 are allowed"),
        ("a: " + "x" * 10_000, "a: " + "x" * 10_001, "a text of 10,001 characters; at most 10,000 are allowed"),
        ("[" * 24 + "]" * 24, "[" * 25 + "]" * 25, "nested deeper than 24 levels"),
        ("a: " + "9" * 18, "a: " + "9" * 19, "a number of 19 characters; at most 18 digits are allowed"),
        ("a: -" + "9" * 18, "a: -" + "9" * 19, "a number of 20 characters; at most 18 digits are allowed"),
        ("a: 'x\u00a0y'", "a: x\u00a0y", "holds a no-break space (U+00A0); use plain spaces, or quotes"),
        ("a: '" + "0" * 40 + "'", "a: " + "0" * 40, f"the number {'0' * 30} starts with a zero"),
        ("a: 0x" + "1" * 16, "a: 0x" + "1" * 17, "a number of 19 characters; at most 18 digits are allowed"),
    ],
)
def test_sizes_of_a_text(allowed: str, refused: str, words: str) -> None:
    assert complaints(allowed) == ""
    assert words in complaints(refused)


def test_as_many_keys_and_values_as_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, values, lists and mappings count alike (the true limit of 200,000 takes a second to reach)."""
    monkeypatch.setattr(building, "NODES", 5)
    for allowed, refused in (
        ("[1, 2, 3, 4]", "[1, 2, 3, 4, 5]"),
        ("{a: [], b: 2}", "{a: 1, b: [2]}"),
        ("[{}, [], {}, []]", "[[[[[[]]]]]]"),
    ):
        assert complaints(allowed) == ""
        assert "more than 5 keys and values" in complaints(refused)


def test_long_names_of_anchors_are_cut() -> None:
    long = "x" * 40
    message = complaints(f"a: &{long} 1\nb: *{long}\n")
    assert f"anchor &{'x' * 30} is" in message
    assert f"alias *{'x' * 30} is" in message


def test_a_million_bytes_are_read_and_one_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    for size, allowed in ((1_000_000, True), (1_000_001, False)):
        path.write_bytes(b"#" * size)
        faults = Faults()
        assert (read_bytes(path, LAYER, faults) is not None) is allowed
        assert len(faults) == (not allowed)


def test_five_lines_with_forbidden_characters_are_named_and_no_more() -> None:
    faults = Faults()
    assert not check_characters("\x07\n" * 9, LAYER, faults)
    assert len(faults) == 5
    assert FORBIDDEN.search("\t\n\r\u200d\u200c") is None


@pytest.mark.parametrize(
    ("text", "index", "found"),
    [
        ("ab", 0, (1, 1)),
        ("ab", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nbc", 4, (2, 2)),
        ("a\rb", 2, (2, 1)),
        ("\n\nx", 2, (3, 1)),
    ],
)
def test_places_count_from_one(text: str, index: int, found: tuple[int, int]) -> None:
    assert place(text, index) == found


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"abc\x00d", None),
        (b"a\x00bc", None),
        (b"\xff\xfea", None),
        (b"\xfe\xffa", None),
        (b"abcde", "abcde"),
        (b"", ""),
    ],
)
def test_other_encodings_are_named(data: bytes, text: str | None) -> None:
    faults = Faults()
    assert decode(data, LAYER, faults) == text
    if text is None:
        with pytest.raises(ScenarioError, match="is UTF-16 or UTF-32 text"):
            faults.raise_any()


@pytest.mark.parametrize("data", [b"a\x00", b"abcd\x00"])
def test_a_zero_byte_alone_is_no_other_encoding(data: bytes) -> None:
    faults = Faults()
    assert decode(data, LAYER, faults) is None
    with pytest.raises(ScenarioError, match=r"character U\+0000 is not allowed"):
        faults.raise_any()


def test_the_hundredth_fault_of_a_text_ends_the_reading() -> None:
    for count, found in ((99, 99), (100, 100), (150, 100)):
        faults = Faults()
        loading.load_text("\n".join(f"k{i}: 010" for i in range(count)), LAYER, faults)
        assert len(faults) == found


@pytest.mark.parametrize(("count", "lines"), [(19, 19), (20, 20), (21, 21), (22, 21)])
def test_twenty_faults_are_shown_and_the_rest_counted(count: int, lines: int) -> None:
    faults = Faults()
    for line in range(count):
        faults.add_at(LAYER, line + 1, 1, "", "odd")
    with pytest.raises(ScenarioError) as caught:
        faults.raise_any()
    shown_lines = str(caught.value).splitlines()
    assert len(shown_lines) == lines
    assert (f"and {count - 20} further faults" in shown_lines[-1]) is (count > 20)


def test_a_thousand_faults_are_kept() -> None:
    for count, words in (
        (999, "and 979 further faults"),
        (1000, "and 980 or more further faults"),
        (1500, "and 980 or more"),
    ):
        faults = Faults()
        for line in range(count):
            faults.add_at(LAYER, line + 1, 1, "", "odd")
        with pytest.raises(ScenarioError, match=words):
            faults.raise_any()
        assert len(faults) == min(count, 1000)


def test_names_are_guessed_up_to_the_hundredth_fault() -> None:
    faults = Faults()
    for line in range(99):
        faults.add_at(LAYER, line, 1, "", "odd")
    assert faults.nearest("tets", ["test"]) == "; did you mean 'test'?"
    faults.add_at(LAYER, 99, 1, "", "odd")
    assert faults.nearest("tets", ["test"]) == ""


def test_values_and_lists_are_cut_in_messages() -> None:
    assert shown("x" * 58) == repr("x" * 58)
    assert shown("x" * 59) == repr("x" * 59)[:57] + "..."
    assert listed("abc", 3) == "a, b, c"
    assert listed("abcd", 3) == "a, b, c and 1 more"
    assert len(listed([str(k) for k in range(13)]).split(",")) == 12
    assert nearest("ABLE", ["table", "able"]) == "; did you mean 'able'?"
    assert nearest("tset", ["test", "set", "tests"]) == "; did you mean 'test'?"
    assert nearest("qqq", ["test"]) == ""


def test_words_that_are_truth_or_nothing() -> None:
    for word, value in (("true", True), ("false", False), ("null", None)):
        assert [resolve(text) for text in (word, word.capitalize(), word.upper())] == [value] * 3
    assert (resolve(""), resolve("~"), resolve("nUll"), resolve("tRUE")) == (None, None, "nUll", "tRUE")


def test_a_hexadecimal_of_18_characters() -> None:
    assert resolve("0x" + "f" * 16) == 2**64 - 1
    with pytest.raises(ScalarFault, match="19 characters"):
        resolve("0x" + "f" * 17)


def test_a_chain_of_nine_files(folder: Path) -> None:
    """Eight may extend one another above the file itself."""
    for count in (8, 9):
        for number in range(count):
            parent = f"d{number + 1}.yaml" if number < count - 1 else "base.yaml"
            (folder / f"d{number}.yaml").write_text(f"extends: {parent}\n")
        if count == 8:
            assert read_scenario(folder / "d0.yaml").steps == 40
        else:
            with pytest.raises(ScenarioError, match="more than 8 files"):
                read_scenario(folder / "d0.yaml")
