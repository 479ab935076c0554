"""All sources' readings together as the rows of one release, with the findings that only the whole can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipeline.fetch.archive import Snapshot
from pipeline.publish.series import relate
from pipeline.rows import TABLES, Row, SourceRow
from pipeline.sources.profile import Profile
from pipeline.validate.checks import check_rows
from pipeline.validate.decisions import apply_decisions
from pipeline.validate.drift import compare_layouts

if TYPE_CHECKING:
    from pipeline.rows import Reading

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
    tables: dict[str, list[Any]] = {table: [] for table in TABLES if table != "quarantine"}
    for each in inputs:
        reading = readings[each.profile.source_id]
        tables["sources"].append(make_source_row(each, reading))
        for table, rows in reading.tables.items():
            tables[table].extend(rows)
        if each.profile.source_id in before:
            layouts = before[each.profile.source_id].fingerprint, reading.fingerprint
            tables["findings"].extend(compare_layouts(each.profile.source_id, *layouts))
    tables = {table: list(rows) for table, rows in relate(tables).items()}
    tables["findings"].extend(check_rows(tables))
    decided: list[Row] = []
    for each in inputs:
        own = [row for row in tables["findings"] if row.source_id == each.profile.source_id]
        decided.extend(apply_decisions(each.profile.source_id, own, each.profile.decisions, as_of))
    return {**{table: tuple(rows) for table, rows in tables.items()}, "findings": tuple(decided)}


def make_source_row(each: Input, reading: Reading) -> SourceRow:
    """The row of `sources` for one input."""
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
