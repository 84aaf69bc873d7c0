"""Who is answered, and what a body may be: without any server."""

from __future__ import annotations

import json
from contextlib import suppress
from email.message import Message
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.explorer import guard
from detente.explorer.guard import Denied

HERE = guard.allowed_hosts("127.0.0.1", 8000, "127.0.0.1")


def headers(**found: str) -> Message:
    made = Message()
    for name, value in found.items():
        made[name.replace("_", "-")] = value
    return made


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_names_of_this_machine_are_answered(host: str) -> None:
    guard.check_where(headers(Host=host), HERE)
    guard.check_where(headers(Host=host, Origin=f"http://{host}", Sec_Fetch_Site="same-origin"), HERE)


FOREIGN = ["", "evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8000.evil.example"]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_refused(host: str) -> None:
    with pytest.raises(Denied) as denied:
        guard.check_where(headers(Host=host), HERE)
    assert denied.value.status == HTTPStatus.MISDIRECTED_REQUEST


@pytest.mark.parametrize(
    "more",
    [
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "http://127.0.0.1:8001"}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
    ],
)  # fmt: skip
def test_other_pages_are_refused(more: dict[str, str]) -> None:
    with pytest.raises(Denied) as denied:
        guard.check_where(headers(Host="127.0.0.1:8000", **more), HERE)
    assert denied.value.status == HTTPStatus.FORBIDDEN


def test_a_header_sent_twice_is_refused() -> None:
    made = headers(Host="127.0.0.1:8000")
    made["Host"] = "evil.example"
    with pytest.raises(Denied, match="more than once"):
        guard.check_where(made, HERE)


def test_an_address_that_others_reach_is_answered_by_that_address_and_no_name() -> None:
    found = guard.allowed_hosts("0.0.0.0", 80, "192.0.2.7")
    assert "192.0.2.7:80" in found and "localhost:80" not in found


@pytest.mark.parametrize(("host", "loopback"), [
    ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
    ("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("localhost.evil.example", False), ("", False),
])  # fmt: skip
def test_what_is_loopback(host: str, loopback: bool) -> None:
    assert guard.is_loopback(host) is loopback


@pytest.mark.parametrize("given", ["", "x", "tokem", "tökén", "token "])
def test_a_wrong_token_is_refused(given: str) -> None:
    with pytest.raises(Denied) as denied:
        guard.check_token(headers(X_Detente_Token=given), "token")
    assert denied.value.status == HTTPStatus.UNAUTHORIZED


def test_tokens_differ() -> None:
    assert len({guard.new_token() for _ in range(100)}) == 100 and all(len(guard.new_token()) >= 43 for _ in range(9))


@pytest.mark.parametrize(("more", "status"), [
    ({"Content_Type": "application/json"}, HTTPStatus.LENGTH_REQUIRED),
    ({"Content_Type": "application/json", "Content_Length": "-1"}, HTTPStatus.LENGTH_REQUIRED),
    ({"Content_Type": "application/json", "Content_Length": "٣"}, HTTPStatus.LENGTH_REQUIRED),
    ({"Content_Type": "application/json", "Content_Length": "9", "Transfer_Encoding": "chunked"}, HTTPStatus.LENGTH_REQUIRED),
    ({"Content_Type": "application/json", "Content_Length": str(guard.MOST_BYTES + 1)}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ({"Content_Type": "application/json", "Content_Length": "9" * 400}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ({"Content_Type": "text/plain", "Content_Length": "9"}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    ({"Content_Type": "application/x-www-form-urlencoded", "Content_Length": "9"}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    ({"Content_Length": "9"}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
])  # fmt: skip
def test_bodies_of_another_size_or_kind_are_refused(more: dict[str, str], status: HTTPStatus) -> None:
    with pytest.raises(Denied) as denied:
        guard.body_length(headers(**more))
    assert denied.value.status == status


BAD = [b"", b"x", b"[]", b"1", b"null", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}', b'{"a": 1e999}',
       b'{"a": 1, "a": 2}', b'{"a": {"b": 1, "b": 1}}', b"\xff\xfe", b'{"a": ' + b"[" * 30_000,
       b'{"a": 1} x', b"{'a': 1}", b'{"a": ' + b"9" * 400 + b"}", b'{"a": "\\ud800"}', b'{"\\udfff": 1}']  # fmt: skip


@pytest.mark.parametrize("body", BAD)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(Denied) as denied:
        guard.parsed(body)
    assert denied.value.status == HTTPStatus.BAD_REQUEST


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_refused(body: bytes) -> None:
    with suppress(Denied):
        assert isinstance(guard.parsed(body), dict)


@given(
    st.dictionaries(
        st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)
    )
)
def test_objects_are_read_as_they_are(body: dict[str, object]) -> None:
    assert guard.parsed(json.dumps(body).encode()) == body
