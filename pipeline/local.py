"""Local files read into the same tables, without the archive: what `extract` does."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.assemble import VERSION, gather_rows, judge_rows
from pipeline.chunks import File, read_files, read_rows
from pipeline.engine import Failure
from pipeline.publish.package import write_package
from pipeline.publish.run import Run, environment, new_run_id, write_run
from pipeline.publish.tables import write_tables
from pipeline.rows import SourceRow
from pipeline.sources.profile import Profile

if TYPE_CHECKING:
    from pipeline.rows import Reading

KINDS = {"application/pdf": "guide_pdf", "text/html": "aggregator_html"}
LARGEST = 200 * 1024**2
"""Bytes of the largest file read; no guide or page is near it."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file that could be opened, and the source id its rows carry."""

    name: str
    source_id: str
    data: bytes


def extract_files(
    paths: Sequence[Path], profile: Profile | None, out: Path, as_of: date, password: str | None = None
) -> Run:
    """Read files into the tables of the contract in `out`; the run's messages hold a line per file that could not be read.

    `exit_code` is 1 where there is such a file; the tables then hold the others. Where none could be read `out` stays as
    it is. `password` opens locked PDFs.
    """
    now = datetime.now(UTC)
    run = Run(
        new_run_id(now), now.isoformat(timespec="seconds"), as_of.isoformat(), {"version": VERSION, **environment()}
    )
    run.command = "extract"
    files = _open_files(paths, profile, run)
    jobs = [(File(file.data, file.name, password), profile, file.source_id, as_of) for file in files]
    readings: dict[int, Reading] = {}
    for index, result in read_files(read_rows, jobs):
        if isinstance(result, Failure):
            run.messages.append(result.about(files[index].name))
        else:
            readings[index] = result
    if not readings:
        run.outcome, run.exit_code = "kept", 1
        return run
    read = [(_source_row(files[index], readings[index], profile), readings[index]) for index in sorted(readings)]
    judged = judge_rows(gather_rows(read), run)
    run.inputs = [
        {"source_id": file.source_id, "path": Path(file.name).name, "sha256": _sha256(file.data)} for file in files
    ]
    run.outcome, run.exit_code = "published", 1 if run.messages else 0
    run.finished_at = datetime.now(UTC).isoformat(timespec="seconds")
    _write(run, judged.tables, out, as_of)
    return run


def _open_files(paths: Sequence[Path], profile: Profile | None, run: Run) -> list[LocalFile]:
    files: dict[str, LocalFile] = {}
    for path in paths:
        name = _name_in_words(path)
        try:
            if path.stat().st_size > LARGEST:
                run.messages.append(f"{name}: 大きすぎます（{LARGEST // 1024**2} MB まで）")
                continue
            data = path.read_bytes()
        except OSError as error:
            run.messages.append(f"{name}: 開けません（{error.strerror}）")
            continue
        if same := next((file for file in files.values() if file.data == data), None):
            run.messages.append(f"{name}: {same.name} と同じ文書です")
            continue
        source_id = profile.source_id if profile and len(paths) == 1 else _make_source_id(Path(name).stem, profile)
        alike = sum(taken.startswith(source_id) for taken in files)
        source_id += f"_{alike + 1}" if alike else ""
        files[source_id] = LocalFile(name, source_id, data)
    return list(files.values())


def _name_in_words(path: Path) -> str:
    """A file's name as text that can be written, whatever the locale: names out of a ZIP made on Windows are in cp932."""
    name = os.fsencode(path)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp932", "backslashreplace")


def _make_source_id(stem: str, profile: Profile | None) -> str:
    """guide-R7 → guide_r7_1a2b3c4d: what can be said in a folder's name, and a hash of the file's; its next edition has the same."""
    words = profile.source_id if profile else re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")
    digest = _sha256(stem.encode("utf-8", "replace"))[:8]
    return f"{words[:40]}_{digest}" if words[:1].isalpha() else f"file_{digest}"


def _source_row(file: LocalFile, reading: Reading, profile: Profile | None) -> SourceRow:
    return SourceRow(
        source_id=file.source_id,
        title=reading.title or (profile.title if profile else "") or Path(file.name).name,
        publisher=profile.publisher if profile else None,
        kind=KINDS.get(reading.media_type, "text"),
        page_url=profile.page_url if profile else None,
        sha256=_sha256(file.data),
        media_type=reading.media_type,
        byte_size=len(file.data),
        page_count=reading.page_count,
        licence=profile.licence if profile else None,
        attribution=profile.attribution if profile else None,
        rights=profile.rights if profile else "facts",
        origin="local",
        freshness="updated",
        parser_version=VERSION,
    )


def _write(run: Run, tables: Any, out: Path, as_of: date) -> None:
    """Write beside, then put file for file in place: `out` may be any folder, and holds no half file."""
    part = out / f".{run.run_id}.part"
    try:
        write_tables(tables, part)
        write_package(part, as_of=as_of, version="1.0.0", sources=list(tables["sources"]))
        write_run(run, part)
        for path in sorted(part.iterdir()):
            os.replace(path, out / path.name)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
