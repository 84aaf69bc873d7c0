"""The page as a file: one policy that fits it, data that cannot end their element, names that stay names."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from odd_names import HOSTILE

from detente.report.result_page import embedded

LOADING = {"img", "iframe", "link", "object", "embed", "video", "audio", "source", "form", "base", "frame"}


class Read(HTMLParser):
    """The elements of a page, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_data(self, data: str) -> None:
        if self._inside in self.raw:
            self.raw[self._inside][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def policy_of(page: Read) -> str:
    return next(a["content"] or "" for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")


def test_the_policy_allows_this_script_and_style_and_nothing_else(page: str) -> None:
    read = Read(page)
    policy = policy_of(read)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    data, script = read.raw["script"]
    for kind, text in (("script-src", script), ("style-src", read.raw["style"][0])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert json.loads(data)["region"]["name"] == "region"


def test_nothing_is_loaded_and_nothing_is_styled_or_run_in_passing(page: str) -> None:
    read = Read(page)
    assert [(tag, a.get("href")) for tag, a in read.elements if tag in LOADING] == [("link", "data:,")]
    names = {name for _, attributes in read.elements for name in attributes}
    assert not {"src", "style", "srcset"} & names
    assert not [name for name in names if name.startswith("on")]
    assert all((a.get("href") or "#").startswith(("#", "data:,")) for _, a in read.elements)
    assert "http://www.w3.org/2000/svg" in page  # the only address: a name, not a place
    assert not re.findall(r"(?:src|href)=.https?:", page)


def test_names_stay_names(page: str, hostile_page: str) -> None:
    quiet, read = Read(page), Read(hostile_page)
    kinds = {tag for tag, _ in quiet.elements}
    assert {tag for tag, _ in read.elements} <= kinds
    assert len(read.raw["script"]) == 2
    assert "alert(" not in read.raw["script"][1]
    data = json.loads(read.raw["script"][0])
    names = [state["name"] for state in data["region"]["data"]["states"]]
    assert names == ["<img src=x onerror=alert(3)>", "بلمارك", "中華 'quoted' \"国\" </script>"]
    assert len(HOSTILE) == 5


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "a\u2028b\u2029c", "&amp;", "\u202e"])
def test_data_cannot_end_their_element_and_come_back_whole(text: str) -> None:
    found = embedded({text: [text, 1.5, None]})
    assert not set("<>&\u2028\u2029") & set(found)
    assert json.loads(found) == {text: [text, 1.5, None]}


def test_every_chart_has_a_heading_a_caption_and_numbers(page: str) -> None:
    read = Read(page)
    figures = [a["data-figure"] for tag, a in read.elements if tag == "figure"]
    data: dict[str, Any] = json.loads(read.raw["script"][0])
    assert set(figures) == set(data)
    assert sum(tag == "figcaption" for tag, _ in read.elements) == len(figures)
    assert sum(tag == "table" for tag, _ in read.elements) >= len(figures)


def test_the_sentences_of_what_it_is_stand_on_it(page: str) -> None:
    for sentence in (
        "Conditional scenario output, not a forecast and not a probability that an event will occur.",
        "names and codes imply no position on sovereignty", "Not for targeting", "it is not evidence about the world",
        "Differences within the interval are no difference",
    ):  # fmt: skip
        assert sentence in page


def test_headings_come_in_order_and_ids_once(page: str) -> None:
    read = Read(page)
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = [a["id"] for _, a in read.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {(a.get("href") or "")[1:] for tag, a in read.elements if tag == "a"} <= set(ids)
