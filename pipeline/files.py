"""Durable files: bytes that are on the disk whole, or not there at all."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_new(path: Path, data: bytes) -> None:
    """Write a file that nobody reads yet (staging) and force it to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        _write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file in place of another: readers see the old bytes or the new ones, also after a crash."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write_new(part, data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def append_line(path: Path, line: str) -> None:
    """Add one line to a log in a single write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        _write_all(handle, line.encode("utf-8") + b"\n")
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Force the names in a folder to the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(path: Path) -> None:
    """Force every file and name below `path` to the disk, also those that other libraries wrote."""
    for folder, _, names in os.walk(path):
        for name in names:
            handle = os.open(os.path.join(folder, name), os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        sync_folder(Path(folder))


def exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step (Linux renameat2); False where the system or the file system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(second))


@contextmanager
def hold_folder(path: Path) -> Iterator[Path]:
    """A path to the folder that `path` names now, good for the block even if another folder takes its name meanwhile.

    Reading several files of one release goes through this, so that all of them are of the same release. Where the system
    has no /proc the path itself is given.
    """
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        held = Path(f"/proc/self/fd/{handle}")
        yield held if held.exists() else path
    finally:
        os.close(handle)


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size of a file."""
    with path.open("rb") as handle:
        value = hashlib.file_digest(handle, "sha256").hexdigest()
        return value, handle.tell()


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
