"""The archive loses nothing, notices everything, and is whole after a crash at any write."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from pipeline.fetch.archive import (
    ArchiveDamagedError,
    Snapshot,
    check_archive,
    latest_snapshot,
    list_snapshots,
    prune_archive,
    read_snapshot,
    recover,
    store_snapshot,
)

DATA = b"<html>\xe8\xa3\x9c\xe5\x8a\xa9</html>"


def make_snapshot(data: bytes = DATA, at: str = "2025-12-01T09:00:00+09:00") -> Snapshot:
    return Snapshot(
        source_id="a_page", page_url="https://example.org/", url="https://example.org/x", retrieved_at=at,
        sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), media_type="text/html", origin="live", rights="facts",
        headers={"etag": '"1"'},
    )  # fmt: skip


def test_a_stored_document_comes_back(tmp_path: Path) -> None:
    stored = store_snapshot(tmp_path, make_snapshot(), DATA)
    assert stored.path.name == f"2025-12-01-{stored.sha256[:8]}.html"
    assert list_snapshots(tmp_path, "a_page") == [stored]
    assert read_snapshot(stored) == DATA
    assert list(check_archive(tmp_path)) == []


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    names = {store_snapshot(tmp_path, make_snapshot(), DATA).path.name for _ in range(3)}
    assert len(names) == 3
    assert list(check_archive(tmp_path)) == []


def test_the_day_is_japans(tmp_path: Path) -> None:
    stored = store_snapshot(tmp_path, make_snapshot(at="2025-11-30T16:00:00+00:00"), DATA)
    assert stored.path.name.startswith("2025-12-01-")


def test_any_flipped_byte_is_found(tmp_path: Path) -> None:
    path = store_snapshot(tmp_path, make_snapshot(), DATA).path
    for file in (path, path.with_suffix(".json")):
        whole = file.read_bytes()
        for index in range(len(whole)):
            for bit in (0x01, 0x20, 0x80):
                file.write_bytes(whole[:index] + bytes([whole[index] ^ bit]) + whole[index + 1 :])
                assert len(list(check_archive(tmp_path))) == 1, (file.name, index, bit)
        file.write_bytes(whole)
    assert list(check_archive(tmp_path)) == []


def test_a_sidecar_written_by_hand_may_be_short(tmp_path: Path) -> None:
    digest = hashlib.sha256(DATA).hexdigest()
    path = tmp_path / "a_page" / f"2025-12-03-{digest[:8]}.html"
    path.parent.mkdir()
    path.write_bytes(DATA)
    path.with_suffix(".json").write_text(f'{{"retrieved_at": "2025-12-03T09:00:00+09:00", "sha256": "{digest}"}}')
    (found,) = list_snapshots(tmp_path, "a_page")
    assert (found.bytes, found.media_type, found.origin, read_snapshot(found)) == (
        len(DATA),
        "text/html",
        "local",
        DATA,
    )
    assert list(check_archive(tmp_path)) == []
    path.with_suffix(".json").write_text(f'{{"sha256": "{digest}"}}')
    assert len(list(check_archive(tmp_path))) == 1


def test_a_damaged_document_is_not_read(tmp_path: Path) -> None:
    stored = store_snapshot(tmp_path, make_snapshot(), DATA)
    stored.path.write_bytes(DATA + b" ")
    with pytest.raises(ArchiveDamagedError, match=stored.path.name):
        read_snapshot(stored)
    stored.path.unlink()
    with pytest.raises(ArchiveDamagedError, match="読めません"):
        read_snapshot(stored)


def test_foreign_files_are_named_and_skipped(tmp_path: Path) -> None:
    stored = store_snapshot(tmp_path, make_snapshot(), DATA)
    (stored.path.parent / "memo.txt").write_text("x")
    (stored.path.parent / "other.json").write_text("{}")
    shutil.copy(stored.path, stored.path.with_name("2025-12-02-00000000.html"))
    shutil.copytree(stored.path.parent, tmp_path / "b_page")  # another source's sidecars do not count here
    problems = "\n".join(check_archive(tmp_path))
    for name in (
        "a_page/memo.txt",
        "a_page/other.json",
        "a_page/2025-12-02-00000000.html",
        f"b_page/{stored.path.stem}.json",
    ):
        assert name in problems
    assert latest_snapshot(tmp_path, "a_page") == stored
    assert latest_snapshot(tmp_path, "b_page") is None


def test_pruning_keeps_the_newest(tmp_path: Path) -> None:
    days = [f"2025-12-0{day}T09:00:00+09:00" for day in range(1, 6)]
    stored = [store_snapshot(tmp_path, make_snapshot(at=day), DATA) for day in days]
    assert len(prune_archive(tmp_path, "a_page", 2)) == 3
    assert list_snapshots(tmp_path, "a_page") == stored[-2:]
    assert len(prune_archive(tmp_path, "a_page", 0)) == 1  # never the last one
    assert list(check_archive(tmp_path)) == []


def test_a_crash_while_storing_leaves_the_pair_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every system call of a store fails once; what `recover` leaves is a whole pair or nothing."""
    store_snapshot(tmp_path, make_snapshot(b"before", "2025-11-01T09:00:00+09:00"), b"before")
    outcomes = set()
    for step in range(100):
        left = step

        def fail(name: str, real: object) -> object:
            def call(*arguments: object, **options: object) -> object:
                nonlocal left
                left -= 1
                if left < 0:
                    raise OSError(28, "No space left on device")
                return real(*arguments, **options)  # type: ignore[operator]

            return call

        data = DATA + str(step).encode()
        with monkeypatch.context() as patch:
            for name in ("open", "write", "fsync", "rename"):
                patch.setattr(os, name, fail(name, getattr(os, name)))
            try:
                store_snapshot(tmp_path, make_snapshot(data), data)
                crashed = False
            except OSError:
                crashed = True
        recover(tmp_path)
        found = [each for each in list_snapshots(tmp_path, "a_page") if each.sha256 == make_snapshot(data).sha256]
        outcomes.add((crashed, len(found)))
        assert [*tmp_path.rglob(".*")] == []
        assert all(read_snapshot(each) for each in list_snapshots(tmp_path, "a_page"))
        if not crashed:
            break
    assert outcomes == {(True, 0), (True, 1), (False, 1)}
