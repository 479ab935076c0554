"""One run at a time: a lock that a dying process gives back, with the name of whoever holds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.records import PipelineError


class LockHeldError(PipelineError):
    """Another run is at work on the same folders."""


@contextmanager
def hold_locks(*folders: Path) -> Iterator[None]:
    """Hold `<folder>/.lock` for each folder while the block runs; LockHeldError at once where another process does."""
    with ExitStack() as stack:
        for folder in folders:
            stack.enter_context(_hold(folder))
        yield


@contextmanager
def _hold(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ".lock"
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LockHeldError(f"別の実行が動いています（{_read_holder(path)}）。終わってからやり直してください") from None
    try:
        # The lock is on the file, not in its words: these only say who holds it.
        path.write_text(f"PID {os.getpid()}、{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} 開始", encoding="utf-8")
        yield
    finally:
        lock.release()


def _read_holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") or "名乗りなし"
    except OSError:
        return "名乗りなし"
