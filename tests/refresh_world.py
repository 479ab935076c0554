"""A tiny world for tests of the flow: two sources of plain lines, an archive, and a reader that needs no parser."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from pipeline.assemble import Input
from pipeline.engine import Failure
from pipeline.fetch.archive import Snapshot, store_snapshot
from pipeline.publish.run import Run
from pipeline.publish.tables import write_tables
from pipeline.records import PipelineError
from pipeline.refresh import Fetcher, Job, Settings, fetch_all, refresh
from pipeline.rows import AmountRow, FindingRow, ProgramRow, Reading, Row
from pipeline.sources.profile import Expect, Profile

DAY = date(2025, 12, 1)
LINES = {
    "a_page": ["設備の補助 500000", "展示会の補助 200000", "研修の補助 30000"],
    "b_page": ["省エネの補助 1000000", "創業の補助 300000"],
}
TROUBLE = {"?": ("unread-amount", "金額が読めません"), "!cut": ("truncated", "途中で切れています")}
"""What may stand in the place of a sum: the finding that a line gives."""


def make_profile(source_id: str, expect: Expect | None = None) -> Profile:
    return Profile(
        source_id=source_id, title=f"{source_id} の一覧", publisher="ある市", kind="text", edition="令和7年度版",
        page_url="https://nowhere.invalid/", file_url="https://nowhere.invalid/x", link_text=None,
        media_type="text/plain", words=(), ends_with=None, licence="明示なし", attribution="ある市", rights="facts",
        expect=expect or Expect(ids_kept=0.5, change=0.5, share_read=0.5),
    )  # fmt: skip


def put(raw: Path, source_id: str, lines: Sequence[str], at: str = "2025-12-01T09:00:00.000+09:00") -> Snapshot:
    """Archive a document of lines."""
    data = "\n".join(lines).encode()
    snapshot = Snapshot(
        source_id=source_id, retrieved_at=at, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data),
        media_type="text/plain", origin="live", rights="facts", licence="明示なし", attribution="ある市",
    )  # fmt: skip
    return store_snapshot(raw, snapshot, data)


def make_world(folder: Path, **changes: object) -> Settings:
    """An archive with one snapshot of each source, and settings for an offline run."""
    for source_id, lines in LINES.items():
        put(folder / "raw", source_id, lines)
    settings = {
        "profiles": tuple(make_profile(source_id) for source_id in LINES),
        "raw": folder / "raw",
        "out": folder / "normalized",
        "as_of": DAY,
        "offline": True,
    }
    return Settings(**{**settings, **changes})  # type: ignore[arg-type]


def read_lines(jobs: Sequence[Job]) -> Iterator[tuple[int, Reading | Failure]]:
    """A reader in this process: each line is a programme and its cap; a line that starts with ! is trouble."""
    for index, (file, _, source_id, as_of) in enumerate(jobs):
        try:
            yield index, _read(file.data.decode(), source_id, as_of)
        except PipelineError as error:
            yield index, Failure("refused", f"{file.name}: {error}")


def write_tables_only(
    staging: Path, tables: Mapping[str, Sequence[Row]], inputs: Sequence[Input], last: Path | None, as_of: date
) -> str:
    """A release of tables alone, which is what most of these tests are about."""
    write_tables(tables, staging)
    return "1.0.0"


def run_refresh(settings: Settings, fetcher: Fetcher = fetch_all) -> Run:
    """One refresh of the tiny world, in this process."""
    return refresh(settings, fetcher=fetcher, reader=read_lines, writer=write_tables_only)


def _read(text: str, source_id: str, as_of: date) -> Reading:
    programs, amounts, findings = [], [], []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("!refuse"):
            raise PipelineError("読めない文書です")
        name, yen = line.split()
        key, place = f"p_{source_id}_{name}", f"L{number}"
        programs.append(
            ProgramRow(
                program_id=key, series_id=key, source_id=source_id, name=name, name_text=name, status_as_of=as_of,
                locator=place,
            )
        )  # fmt: skip
        if yen in TROUBLE:
            check, message = TROUBLE[yen]
            findings.append(
                FindingRow(
                    finding_id=f"f_{key}", severity="warning", check=check, source_id=source_id,
                    program_id=key, message=f"{source_id}: {message}", text=line, locator=place,
                )
            )  # fmt: skip
            continue
        amounts.append(
            AmountRow(
                amount_id=f"a_{key}", program_id=key, kind="cap", yen=int(yen), amount_text=f"{yen}円", locator=place
            )
        )
    tables = {"programs": tuple(programs), "amounts": tuple(amounts), "findings": tuple(findings)}
    labels = tuple(sorted({line.split()[0][-2:] for line in text.splitlines()}))
    return Reading(source_id, f"{source_id} の一覧", "text/plain", None, tables, {"labels": labels}, text)
