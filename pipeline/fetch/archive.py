"""The archive `raw/`: every document as it was fetched, append-only, checked by hash at every read.

This is the only module that touches `raw/`. A snapshot is two files, `<date>-<sha8>.<ext>` and the sidecar
`<date>-<sha8>.json`; it exists once its sidecar does. Both are written whole under hidden names first, so that after a
crash `recover` can finish the pair or remove it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.files import sync_folder, write_new
from pipeline.records import JAPAN, PipelineError

EXTENSIONS = {"application/pdf": "pdf", "text/html": "html", "text/plain": "txt"}

# 2025-12-01-6f60ee00.html, and 2025-12-01-6f60ee00-2.html where the same bytes came back on one day
NAME = re.compile(r"(\d{4}-\d\d-\d\d)-([0-9a-f]{8})(-\d+)?\.(pdf|html|txt)")
PART = ".part"


class ArchiveDamagedError(PipelineError):
    """A snapshot whose bytes or sidecar are not what was stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One stored document: its sidecar's fields (`bytes` is the size) and where the bytes are."""

    source_id: str
    page_url: str | None = None
    url: str | None = None
    retrieved_at: str
    sha256: str
    bytes: int
    media_type: str
    edition: str | None = None
    published_date: str | None = None
    origin: str
    licence: str | None = None
    attribution: str | None = None
    rights: str
    headers: dict[str, str] = field(default_factory=dict)
    redirects: list[str] = field(default_factory=list)
    path: Path = field(default=Path(), compare=False)

    @property
    def day(self) -> str:
        """The day of retrieval in Japan, 2025-12-01."""
        return datetime.fromisoformat(self.retrieved_at).astimezone(JAPAN).date().isoformat()


def store_snapshot(raw: Path, snapshot: Snapshot, data: bytes) -> Snapshot:
    """Add a document to the archive and return it with its path; nothing that is there is ever changed."""
    folder = raw / snapshot.source_id
    folder.mkdir(parents=True, exist_ok=True)
    path = _free_path(folder, f"{snapshot.day}-{snapshot.sha256[:8]}", EXTENSIONS[snapshot.media_type])
    sidecar = path.with_suffix(".json")
    write_new(_part(path), data)
    write_new(_part(sidecar), sidecar_bytes(snapshot))
    os.rename(_part(path), path)
    os.rename(_part(sidecar), sidecar)
    sync_folder(folder)
    return _with_path(snapshot, path)


def recover(raw: Path) -> None:
    """Finish or remove what a crash left behind: a pair is completed where all of it is there."""
    for part in sorted(raw.glob(f"*/.*.json{PART}")):
        sidecar = part.with_name(part.name[1 : -len(PART)])
        content = _parse_sidecar(part)
        if content is not None:
            data = sidecar.with_suffix(f".{EXTENSIONS[content.media_type]}")
            if _part(data).exists() and _digest(_part(data)) == content.sha256:
                os.rename(_part(data), data)
            if data.exists() and not sidecar.exists() and _digest(data) == content.sha256:
                os.rename(part, sidecar)
    for part in sorted(raw.glob(f"*/.*{PART}")):
        part.unlink()


def list_snapshots(raw: Path, source_id: str) -> list[Snapshot]:
    """The snapshots of a source whose sidecars are whole, oldest first. The bytes are checked when they are read."""
    found = [_parse_sidecar(path) for path in sorted((raw / source_id).glob("*.json"))]
    return sorted((each for each in found if each is not None), key=lambda each: (each.retrieved_at, each.path.name))


def latest_snapshot(raw: Path, source_id: str) -> Snapshot | None:
    """The newest snapshot of a source, None where there is none."""
    found = list_snapshots(raw, source_id)
    return found[-1] if found else None


def read_snapshot(snapshot: Snapshot) -> bytes:
    """The document's bytes; raises ArchiveDamagedError where they are not the ones that were stored."""
    try:
        data = snapshot.path.read_bytes()
    except OSError as error:
        raise ArchiveDamagedError(f"{_name(snapshot.path)}: 読めません（{error.strerror}）") from None
    if hashlib.sha256(data).hexdigest() != snapshot.sha256:
        raise ArchiveDamagedError(f"{_name(snapshot.path)}: 中身が記録された SHA-256 と違います")
    return data


def check_archive(raw: Path) -> Iterator[str]:
    """What is damaged or foreign in the archive, one line each; every byte is read."""
    for folder in sorted(path for path in raw.iterdir() if path.is_dir()):
        yield from check_names(raw, folder.name)
        for snapshot in list_snapshots(raw, folder.name):
            try:
                read_snapshot(snapshot)
            except ArchiveDamagedError as error:
                yield str(error)


def check_names(raw: Path, source_id: str) -> Iterator[str]:
    """The files of a source that `list_snapshots` passes over, one line each."""
    for path in sorted(path for path in (raw / source_id).glob("*") if not path.name.startswith(".")):
        if path.suffix == ".json":
            if _parse_sidecar(path) is None:
                yield f"{_name(path)}: 付属の JSON が壊れているか、対の文書と合いません"
        elif not NAME.fullmatch(path.name):
            yield f"{_name(path)}: この保管庫のファイルではありません"
        elif not path.with_suffix(".json").exists():
            yield f"{_name(path)}: 付属の JSON がありません"


def prune_archive(raw: Path, source_id: str, keep: int) -> list[str]:
    """Remove all but the newest `keep` (at least 1) snapshots of a source; returns the names removed."""
    removed = []
    for snapshot in list_snapshots(raw, source_id)[: -max(keep, 1)]:
        snapshot.path.with_suffix(".json").unlink()  # first: without its sidecar the pair is gone for every reader
        snapshot.path.unlink(missing_ok=True)
        removed.append(_name(snapshot.path))
    return removed


def sidecar_bytes(snapshot: Snapshot) -> bytes:
    """The sidecar's one form: its fields and, in `check`, their hash, so that a flipped byte anywhere is found."""
    content = {name: value for name, value in asdict(snapshot).items() if name != "path"}
    check = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return (json.dumps({**content, "check": check}, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _parse_sidecar(path: Path) -> Snapshot | None:
    """The snapshot a sidecar describes; None where it is not exactly what `sidecar_bytes` writes under its name.

    One written by hand has no `check`, and may leave out all but `retrieved_at` and `sha256`.
    """
    try:
        written = path.read_bytes()
        content: dict[str, Any] = json.loads(written)
        name = path.name.removeprefix(".").removesuffix(PART)
        if "check" not in content:
            snapshot = Snapshot(**(_defaults(path.with_name(name)) | content))
            written = sidecar_bytes(snapshot)
        else:
            names = {each.name for each in fields(Snapshot)} - {"path"}
            snapshot = Snapshot(**{name: content[name] for name in names})
        data = path.with_name(name).with_suffix(f".{EXTENSIONS[snapshot.media_type]}")
        named = f"{snapshot.day}-{snapshot.sha256[:8]}"
        if written != sidecar_bytes(snapshot) or not data.name.startswith(named) or not NAME.fullmatch(data.name):
            return None
        if snapshot.source_id != path.parent.name:
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None
    return _with_path(snapshot, data)


def _defaults(sidecar: Path) -> dict[str, Any]:
    """What a sidecar written by hand need not say, as it follows from where the pair lies."""
    data = next(found for found in sidecar.parent.glob(f"{sidecar.stem}.*") if found.suffix != ".json")
    media_type = next(name for name, extension in EXTENSIONS.items() if f".{extension}" == data.suffix)
    known = {"source_id": sidecar.parent.name, "bytes": data.stat().st_size, "media_type": media_type}
    return {**known, "origin": "local", "rights": "facts"}


def _with_path(snapshot: Snapshot, path: Path) -> Snapshot:
    content = {each.name: getattr(snapshot, each.name) for each in fields(Snapshot)}
    return Snapshot(**{**content, "path": path})


def _free_path(folder: Path, stem: str, extension: str) -> Path:
    path, number = folder / f"{stem}.{extension}", 1
    while path.exists() or path.with_suffix(".json").exists():
        number += 1
        path = folder / f"{stem}-{number}.{extension}"
    return path


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}{PART}")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
