"""A real cluster of several processes on loopback, one of whose workers is killed: the same bytes as here."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sweeping import SMALL, small

from detente.cli import run as command
from detente.errors import UsageError

distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'detente[dask]'")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask warns of its own affairs when workers die


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with (
            distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
            ) as local,
            distributed.Client(local) as client,
        ):
            yield client


def sweep() -> Any:
    return small(futures=20, replicates=10, record=["yearly", "trust"])  # 3,600 runs


def test_a_killed_worker_changes_no_byte(cluster: Any, tmp_path: Path) -> None:
    from detente.sweeps.journal import Journal

    here = sweep().run(tmp_path / "here", workers=2)
    out, killed = tmp_path / "there", []

    def kill_one() -> None:
        while not killed:
            time.sleep(0.05)
            if (out / "journal.sqlite").exists():
                journal = Journal(out, read_only=True)
                if journal.spans():
                    killed.append(next(iter(cluster.run(os.getpid).values())))
                    os.kill(killed[0], signal.SIGKILL)
                journal.close()

    thread = threading.Thread(target=kill_one)
    thread.start()
    there = sweep().run(out, client=cluster)
    thread.join()
    assert killed and there.complete
    assert there.manifest["results_digest"] == here.manifest["results_digest"]
    assert not (out / "parts").exists()


def test_by_address_and_resumed_here(cluster: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "base.yaml").write_text(SMALL.read_text("utf-8"), "utf-8")
    (tmp_path / "sweep.yaml").write_text("title: Small\nscenario: base.yaml\nreplicates: 40\n", "utf-8")
    words = ["sweep", str(tmp_path / "sweep.yaml"), "--quiet", "--out"]
    address = cluster.scheduler_info()["address"]
    assert command([*words, str(tmp_path / "there"), "--dask", address]) == 0
    assert command([*words, str(tmp_path / "here"), "--workers", "1"]) == 0
    for name in ("runs/runs-00000.parquet",):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
    assert cluster.status == "running"  # a client of the user's own stays open


def test_workers_elsewhere_send_blocks_themselves(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where workers do not see the folder, receipts carry the numbers."""
    from detente.sweeps import cluster as room

    real = room.Cluster.__init__

    def blind(self: Any, *words: Any) -> None:
        real(self, *words)
        (self._folder / room.PARTS / self._token).unlink()

    monkeypatch.setattr(room.Cluster, "__init__", blind)
    one = small().run(tmp_path / "there", client=cluster)
    assert one.manifest["results_digest"] == small().run(tmp_path / "here", workers=1).manifest["results_digest"]


def test_an_unreachable_scheduler_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.sweeps import cluster as room

    monkeypatch.setattr(room, "ANSWER_SECONDS", 1)
    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:1 "):
        small().run(tmp_path / "out", client="tcp://127.0.0.1:1")
    with pytest.raises(UsageError, match="no scheduler answers at nonsense://x"):
        small().run(tmp_path / "out", client="nonsense://x")
    assert not (tmp_path / "out").exists()
    assert small().run(tmp_path / "out", workers=1).complete


def test_other_versions_on_the_workers_are_refused() -> None:
    from detente.compiled import source_digest
    from detente.sweeps.cluster import _check_alike

    _check_alike({"tcp://a": source_digest()})
    with pytest.raises(UsageError, match="another version of the model or of its libraries: tcp://b"):
        _check_alike({"tcp://a": source_digest(), "tcp://b": "0123"})


def test_without_dask_all_else_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "detente.sweeps.cluster", raising=False)
    with pytest.raises(UsageError, match="Dask, which is not installed"):
        small().run(tmp_path / "out", client="tcp://127.0.0.1:1")
    assert not (tmp_path / "out").exists()
    assert small().run(tmp_path / "out", workers=1).complete
