"""The page's API over a real socket: what it answers, what it refuses, and what becomes of a worker that hangs or dies."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from callers import Client

import detente
from detente.analysis.paired import contrasts
from detente.errors import UsageError
from detente.explorer.serving import Options, Serving, serving

LEVEL = {"levers.cbm.level": 0.9}


def test_the_page_holds_nothing_of_the_scenario_and_lets_nothing_else_in(client: Client) -> None:
    status, headers, page = client.ask("GET", "/", headers={"X-Detente-Token": None})
    assert status == 200 and b"Arnland" not in page and client.token.encode() not in page
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store" and "Set-Cookie" not in headers
    assert headers["Server"] == "detente"


def test_sliders_come_with_their_passports(client: Client) -> None:
    status, _, found = client.ask("GET", "/api/scenario")
    assert (
        status == 200
        and found["title"] == "A child of the base"
        and found["compared_with"] == "the same without levers"
    )
    line = next(one for one in found["levers"] if one["key"] == "line")
    assert line["level"]["value"] == 0.4 and line["level"]["range"] == [0.2, 0.6] and line["from"]["value"] == 2027
    trust = next(one for one in found["assumptions"] if one["path"] == "ties.trust.ARN.BEL")
    assert (trust["low"], trust["high"], trust["standing"]) == (0.4, 0.6, "measured")
    assert trust["sources"] == ["The Almanac of Invented States"] and trust["label"] == "Trust: Arnland → Belmark"


def test_answers_are_the_numbers_of_the_library_to_the_bit(client: Client, folder: Path) -> None:
    """Grown from 8 to 24 runs, moved there and back."""
    client.run({}, 8)
    client.run(LEVEL, 8)
    status, found = client.run(LEVEL, 24, ["BEL", "ARN"])
    assert status == 200 and found["runs"] == 24
    scenario = detente.read_scenario(folder / "child.yaml", overrides=["levers.cbm.level=0.9"])
    reference = detente.read_reference(scenario)
    assert reference is not None
    after, before = (detente.run(one, runs=24) for one in (scenario, reference))
    for row, one in zip(found["indicators"], contrasts(before, after), strict=True):
        assert row["difference"] == float(f"{one.difference:.6g}") and row["error"] == float(f"{one.error:.6g}")
    trust = after.data["trust"].sel(observer="BEL", target="ARN").isel(time=slice(0, None, 4))
    tie = found["region"]["variables"]["trust"]["fans"]["BEL>ARN"]["scenario"]
    assert np.allclose(tie, np.quantile(trust, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0).T, atol=6e-5)


def test_assumptions_hold_on_both_sides(client: Client) -> None:
    plain, moved = client.run({})[1], client.run({"ties.trust.BEL.ARN": 0.8})[1]
    before, after = (one["indicators"][0]["reference"] for one in (plain, moved))
    assert after > before + 0.05


def test_no_change_of_a_lever_moves_the_reference(client: Client) -> None:
    plain, moved = client.run({})[1], client.run({"levers.cbm.level": 0.0, "levers.line.from": 2030})[1]
    assert [one["reference"] for one in plain["indicators"]] == [one["reference"] for one in moved["indicators"]]
    assert [one["scenario"] for one in plain["indicators"]] != [one["scenario"] for one in moved["indicators"]]


REFUSED: list[tuple[str, str, Any, dict[str, str | None], int]] = [
    ("GET", "/api/scenario", None, {"X-Detente-Token": None}, 401),
    ("GET", "/api/scenario", None, {"X-Detente-Token": "guess"}, 401),
    ("POST", "/api/run", {}, {"X-Detente-Token": None}, 401),
    ("POST", "/api/save", {}, {"X-Detente-Token": None}, 401),
    ("GET", "/api/scenario", None, {"Host": "evil.example"}, 421),
    ("GET", "/", None, {"Host": "evil.example"}, 421),
    ("POST", "/api/run", {}, {"Origin": "http://evil.example"}, 403),
    ("POST", "/api/run", {}, {"Origin": "null"}, 403),
    ("GET", "/api/scenario", None, {"Sec-Fetch-Site": "cross-site"}, 403),
    ("GET", "/api/run", None, {}, 405), ("POST", "/api/scenario", {}, {}, 405), ("POST", "/", {}, {}, 405),
    ("PUT", "/api/run", {}, {}, 405), ("DELETE", "/", None, {}, 405), ("OPTIONS", "/api/run", None, {}, 405),
    ("GET", "/etc/passwd", None, {}, 404), ("GET", "/../pyproject.toml", None, {}, 404),
    ("GET", "/api/scenario?x=1", None, {}, 404),
    ("POST", "/api/run", b"x" * 70_000, {}, 413),
    ("POST", "/api/run", {}, {"Content-Type": "text/plain"}, 415),
    ("POST", "/api/run", b"{", {}, 400), ("POST", "/api/run", b"[]", {}, 400),
    ("POST", "/api/run", b'{"runs": NaN}', {}, 400),
    ("POST", "/api/run", {"run": 8}, {}, 400), ("POST", "/api/run", {"runs": 0}, {}, 400),
    ("POST", "/api/run", {"runs": 1e3}, {}, 400),
    ("POST", "/api/run", {"runs": True}, {}, 400), ("POST", "/api/run", {"runs": 10**9}, {}, 400),
    ("POST", "/api/run", {"tie": ["ARN", "ARN"]}, {}, 400), ("POST", "/api/run", {"tie": ["ARN", "XYZ"]}, {}, 400),
    ("POST", "/api/run", {"tie": [["ARN"], 1]}, {}, 400),
    ("POST", "/api/run", {"changes": [1]}, {}, 400), ("POST", "/api/run", {"changes": {"a": None}}, {}, 400),
    ("POST", "/api/run", {"changes": {"levers.*.level": 0}}, {}, 400), ("POST", "/api/run", {"changes": {"": 1}}, {}, 400),
    ("POST", "/api/run", {"changes": {"title": "x" * 301}}, {}, 400),
    ("POST", "/api/run", {"changes": {"levers.cbn.level": 0.5}}, {}, 422),
    ("POST", "/api/run", {"changes": {"levers.cbm.level": 7}}, {}, 422),
    ("POST", "/api/run", {"changes": {"levers.cbm.from": "soon"}}, {}, 422),
    ("POST", "/api/run", {"changes": {"extends": "x.yaml"}}, {}, 422),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "headers", "expected"), REFUSED)
def test_refusals_are_plain_words(
    client: Client, method: str, path: str, body: Any, headers: dict[str, str | None], expected: int
) -> None:
    status, sent, found = client.ask(method, path, body, headers)
    assert status == expected
    assert isinstance(found, dict) and found["error"] and "Traceback" not in found["error"]
    assert sent["X-Content-Type-Options"] == "nosniff"


def test_all_faults_of_a_change_are_told_at_once_with_the_nearest_name(client: Client) -> None:
    status, found = client.run({"levers.cbn.level": 0.5, "parameters.trust_half_life": -3})
    assert status == 422 and len(found["faults"]) == 2
    assert "'cbm'" in found["faults"][0] and "is allowed" in found["faults"][1]


def test_what_is_no_request_at_all_ends_the_connection_and_nothing_else(served: Serving, client: Client) -> None:
    for rubbish in (b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"X" * 70_000 + b"\r\n"):
        with socket.create_connection(("127.0.0.1", served.server.port), timeout=10) as raw:
            raw.sendall(rubbish)
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(4096):
                pass
    assert client.run({})[0] == 200


def test_a_worker_that_dies_is_followed_by_another(served: Serving, client: Client) -> None:
    before = client.run(LEVEL)[1]
    old = served.supervisor.pid
    os.kill(old, signal.SIGKILL)
    until = time.monotonic() + 120.0
    while served.supervisor.pid == old and time.monotonic() < until:
        time.sleep(0.01)
    assert served.supervisor.pid != old and served.supervisor.wait_ready(120.0)
    after = client.run(LEVEL)[1]
    assert {**after, "seconds": 0} == {**before, "seconds": 0}


def test_a_worker_that_hangs_is_ended_within_the_limit(folder: Path) -> None:
    with serving(folder / "child.yaml", None, Options(save_in=folder, time_limit=1.0)) as found:
        assert found.supervisor.wait_ready(120.0)
        client, old = Client(found), found.supervisor.pid
        os.kill(old, signal.SIGSTOP)
        status, answer = client.run({"levers.cbm.level": 0.123})
        assert status == 504 and "within 1 s" in answer["error"]
        assert found.supervisor.wait_ready(120.0) and found.supervisor.pid != old
        assert not _alive(old)
        last = found.supervisor.pid
    assert not _alive(last)


def test_a_file_that_changed_meanwhile_is_not_run_under_the_old_sliders(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "scenarios")
    file = tmp_path / "scenarios" / "child.yaml"
    with serving(file, None, Options(save_in=file.parent)) as found:
        assert found.supervisor.wait_ready(120.0)
        file.write_text(file.read_text() + "parameters: {grievance_scale: 1.4}\n")
        os.kill(found.supervisor.pid, signal.SIGKILL)
        until = time.monotonic() + 120.0
        while not found.supervisor.trouble and time.monotonic() < until:
            time.sleep(0.05)
        for status, _, answer in (Client(found).ask("GET", "/api/ready"), Client(found).ask("POST", "/api/run", {})):
            assert status == 500 and "have changed; start detente serve again" in answer["error"]


def test_the_newest_request_wins(served: Serving, client: Client) -> None:
    """A long request that is under way is given up when another comes; that one is answered."""
    client.run({})
    outcomes: dict[str, list[str]] = {}

    def long() -> None:
        outcomes["long"] = list(client.run({"parameters.trust_half_life": 1.1}, 1024)[1])

    thread = threading.Thread(target=long)
    os.kill(served.supervisor.pid, signal.SIGSTOP)  # so that both are surely there before either is done
    thread.start()
    time.sleep(0.3)
    newest = threading.Thread(target=lambda: outcomes.update(newest=list(client.run(LEVEL)[1])))
    newest.start()
    time.sleep(0.3)
    os.kill(served.supervisor.pid, signal.SIGCONT)
    thread.join(60.0)
    newest.join(60.0)
    assert outcomes["long"] == ["superseded"] and "indicators" in outcomes["newest"]


def test_what_matters_is_found_while_nothing_is_asked(client: Client) -> None:
    until = time.monotonic() + 120.0
    found: dict[str, Any] = {"known": False}
    while not found["known"] and time.monotonic() < until:
        _, _, found = client.ask("GET", "/api/matters")
        time.sleep(0.05)
    assert found["known"] and found["sets"] >= 100
    _, _, facts = client.ask("GET", "/api/scenario")
    known = {one["path"] for one in facts["assumptions"]}
    listed = [path for one in found["listed"].values() for path, _ in one["rows"]]
    assert listed and set(listed) <= known | {"levers.line.level"}


def test_an_exported_report_stands_on_a_result_that_can_be_run_again(client: Client, folder: Path) -> None:
    request = {"name": "exported", "title": "Exported & <b>shown</b>", "changes": LEVEL}
    status, _, found = client.ask("POST", "/api/report", request)
    assert status == 200 and found["saved"] == ["exported.html", "exported_result", "exported.yaml"]
    page = (folder / "exported.html").read_text("utf-8")
    assert "Exported &amp; &lt;b&gt;shown&lt;/b&gt;" in page and "<b>shown" not in page
    result = detente.open_result(folder / "exported_result")
    assert result.scenario.levers["cbm"].level.value == 0.9 and result.manifest["runs"] == 20
    before = sorted(path.name for path in folder.iterdir())
    assert client.ask("POST", "/api/report", request)[0] == 422
    assert sorted(path.name for path in folder.iterdir()) == before


def test_other_addresses_need_a_word(folder: Path) -> None:
    with (
        pytest.raises(UsageError, match="--allow-remote"),
        serving(folder / "child.yaml", None, Options(host="0.0.0.0")),
    ):
        pass


def test_a_port_that_is_taken_is_said_so_and_leaves_no_worker(served: Serving, folder: Path) -> None:
    before = set(_children())
    with (
        pytest.raises(UsageError, match="in use"),
        serving(folder / "child.yaml", None, Options(port=served.server.port)),
    ):
        pass
    assert set(_children()) <= before


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _children() -> list[str]:
    return (
        Path(f"/proc/self/task/{os.getpid()}/children").read_text().split() if Path("/proc/self/task").exists() else []
    )
