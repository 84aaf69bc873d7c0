"""What comes in as bytes: encodings, sizes, kinds of files, and both YAML parsers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from detente.errors import ScenarioError
from detente.scenario import loading, read_scenario
from detente.scenario.faults import Faults
from detente.scenario.positioned import Layer, Mapping, Scalar, Sequence

LAYER = Layer("test.yaml", "file")


def tree(text: str) -> Mapping:
    faults = Faults()
    node = loading.load_text(text, LAYER, faults)
    faults.raise_any()
    assert isinstance(node, Mapping)
    return node


def complaint(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "odd.yaml"
    path.write_bytes(data)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    return str(caught.value)


@pytest.mark.parametrize("parser", [loading.PARSER, yaml.SafeLoader])
def test_both_parsers_know_every_place(parser: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "PARSER", parser)
    node = tree("a: 1\nb:\n  c: [x, 'NO', \"y\"]\n")
    inner = node.items["b"]
    assert isinstance(inner, Mapping)
    listing = inner.items["c"]
    assert isinstance(listing, Sequence)
    assert (node.items["b"].key_line, node.items["b"].key_column) == (2, 1)
    assert [(item.line, item.column) for item in listing.items] == [(3, 7), (3, 10), (3, 16)]
    assert [item.value for item in listing.items if isinstance(item, Scalar)] == ["x", "NO", "y"]


@pytest.mark.parametrize("parser", [loading.PARSER, yaml.SafeLoader])
def test_both_parsers_read_the_base(parser: type, monkeypatch: pytest.MonkeyPatch, folder: Path, base: object) -> None:
    monkeypatch.setattr(loading, "PARSER", parser)
    loading._parsed.cache_clear()
    assert read_scenario(folder / "base.yaml") == base


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_numbers_survive_line_ends_and_byte_order_mark(ending: str, mark: bytes, tmp_path: Path) -> None:
    text = ending.join(["title: x", "runs: 1", "runs: 2", ""])
    assert "odd.yaml:3:1: runs: key 'runs' is given twice; first at line 2" in complaint(mark + text.encode(), tmp_path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("title: x\n".encode("utf-16"), "UTF-16"),
        ("title: x\n".encode("utf-16-le"), "UTF-16"),
        ("title: x\n".encode("utf-32"), "UTF-16 or UTF-32"),
        ("a: 1\ntitle: caf\xe9\n".encode("latin-1"), "odd.yaml:2:11: byte 0xE9 is not UTF-8"),
        (b"title: a\x00b\n", "odd.yaml:1:9: character U+0000"),
        (b"title: x\nruns: \x7f\n", "odd.yaml:2:7: character U+007F"),
        ("title: \u202ex\n".encode(), "U+202E"),
        ("title: x\u2028y\n".encode(), "U+2028"),
        (b'title: "\\ud83d"\n', "odd.yaml:1"),
        (b'title: "\\UFFFFFFFF"\n', "odd.yaml:1"),
        (b"title: x\n" + b"#" * 1_000_001, "larger than 1,000,000 bytes"),
        (b"a" * 150_000 + b": 1\n", "odd.yaml:1"),
        (b"\xff", "byte 0xFF"),
    ],
)
def test_odd_bytes(data: bytes, words: str, tmp_path: Path) -> None:
    assert words in complaint(data, tmp_path)


def test_too_many_keys(tmp_path: Path) -> None:
    assert "more than 200,000 keys and values" in complaint(b"[" + b"0," * 200_001 + b"]", tmp_path)


def test_many_faults_are_cut_and_counted(tmp_path: Path) -> None:
    message = complaint("".join(f"k{i}: 010\n" for i in range(90)).encode(), tmp_path)
    assert len(message.split("\n")) == 21
    assert "further faults" in message


def test_folder_pipe_device_missing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("", "is a folder"), ("pipe", "is a pipe"), ("absent", "no such file")):
        with pytest.raises(ScenarioError, match=words):
            read_scenario(tmp_path / name)
    with pytest.raises(ScenarioError, match="is a device"):
        read_scenario("/dev/zero")
    with pytest.raises(ScenarioError, match="not a usable path"):
        read_scenario("a\0b")


def test_joiners_are_allowed_in_prose_only() -> None:
    node = tree("title: \u0915\u094d\u200d\u0937\n").items["title"]
    assert isinstance(node, Scalar)
    assert "\u200d" in node.value
