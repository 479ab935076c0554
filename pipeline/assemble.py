"""All sources' readings together as the rows of one release, with the findings that only the whole can show, judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipeline.fetch.archive import Snapshot
from pipeline.publish.run import Run
from pipeline.publish.series import relate
from pipeline.rows import TABLES, FindingRow, Row, SourceRow
from pipeline.sources.profile import Profile
from pipeline.validate.checks import check_rows
from pipeline.validate.decisions import apply_decisions
from pipeline.validate.drift import compare_layouts

if TYPE_CHECKING:
    from pipeline.rows import Reading
    from pipeline.validate.contract import Judged

VERSION = "1.0.0"
"""`parser_version`: raised with the distribution's version."""


@dataclass(frozen=True, slots=True)
class Input:
    """A source's snapshot for this run, how fresh it is, and the snapshot before it."""

    profile: Profile
    snapshot: Snapshot
    freshness: str
    before: Snapshot | None = None


def assemble_rows(
    inputs: Sequence[Input], readings: Mapping[str, Reading], before: Mapping[str, Reading], as_of: date
) -> dict[str, tuple[Row, ...]]:
    """The rows of every table but `quarantine`; `before` holds the readings of the snapshots before, where there are any."""
    own = [(each, readings[each.profile.source_id]) for each in inputs]
    tables = gather_rows([(_source_row(each, reading), reading) for each, reading in own])
    decided: list[Row] = []
    for each, reading in own:
        source_id = each.profile.source_id
        findings = [row for row in tables["findings"] if row.source_id == source_id]
        if source_id in before:
            findings += compare_layouts(source_id, before[source_id].fingerprint, reading.fingerprint)
        decided += apply_decisions(source_id, findings, each.profile.decisions, as_of)
    return {**tables, "findings": tuple(decided)}


def gather_rows(read: Sequence[tuple[SourceRow, Reading]]) -> dict[str, tuple[Any, ...]]:
    """The rows of all documents by table, related to one another, with the findings over all of them."""
    tables: dict[str, list[Any]] = {table: [] for table in TABLES if table != "quarantine"}
    for source, reading in read:
        tables["sources"].append(source)
        for table, rows in reading.tables.items():
            tables[table].extend(rows)
    related = {table: tuple(rows) for table, rows in relate(tables).items()}
    return {**related, "findings": (*related["findings"], *check_rows(related))}


def judge_rows(rows: Mapping[str, Sequence[Row]], run: Run) -> Judged:
    """Publish or quarantine every row; the run is told how many of each, and the findings by kind."""
    from pipeline.validate.contract import judge

    judged = judge(rows)
    run.counts = {table: asdict(counts) for table, counts in judged.counts.items()}
    run.findings = dict(Counter(row.check for row in judged.tables["findings"] if isinstance(row, FindingRow)))
    return judged


def _source_row(each: Input, reading: Reading) -> SourceRow:
    profile, snapshot = each.profile, each.snapshot
    return SourceRow(
        source_id=profile.source_id,
        title=reading.title or profile.title,
        publisher=profile.publisher,
        kind=profile.kind,
        page_url=snapshot.page_url,
        file_url=snapshot.url,
        edition=snapshot.edition,
        published_date=date.fromisoformat(snapshot.published_date) if snapshot.published_date else None,
        retrieved_at=datetime.fromisoformat(snapshot.retrieved_at),
        sha256=snapshot.sha256,
        media_type=snapshot.media_type,
        byte_size=snapshot.bytes,
        page_count=reading.page_count,
        licence=snapshot.licence,
        attribution=snapshot.attribution,
        rights=snapshot.rights,
        origin=snapshot.origin,
        freshness=each.freshness,
        parser_version=VERSION,
    )
