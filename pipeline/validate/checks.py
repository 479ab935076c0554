"""Checks across rows: what single rows cannot show, as findings for a maintainer."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.rows import FindingRow, PeriodRow, ProgramRow, Row


def check_rows(rows: Mapping[str, Sequence[Row]]) -> Iterator[FindingRow]:
    """Findings over all rows of all sources together."""
    programs = [row for row in rows.get("programs", ()) if isinstance(row, ProgramRow)]
    yield from _check_names(programs)
    yield from _check_years(programs, [row for row in rows.get("periods", ()) if isinstance(row, PeriodRow)])


def make_finding(
    source_id: str, severity: str, check: str, message: str, *, text: str = "", **place: Any
) -> FindingRow:
    """A finding whose key follows from what it is about; `place` fills program_id, table, row_id and locator."""
    about = "\0".join([source_id, check, place.get("program_id") or "", place.get("row_id") or "", text])
    return FindingRow(
        finding_id="f_" + hashlib.sha256(about.encode()).hexdigest()[:16],
        severity=severity,
        check=check,
        source_id=source_id,
        message=message,
        text=text or None,
        **place,
    )


def _check_names(programs: Sequence[ProgramRow]) -> Iterator[FindingRow]:
    """Two programmes of one source with the same clean name, call and year are one listed twice, or a misread name."""
    groups = defaultdict(list)
    for row in programs:
        groups[row.source_id, row.name, row.call_round, row.fiscal_year, row.provider, row.area_names].append(row)
    for first, *others in groups.values():
        for row in others:
            message = f"同じ名前・回・年度の制度がほかにもあります: {row.name}（{first.locator}）"
            yield make_finding(
                row.source_id,
                "warning",
                "duplicate-program",
                message,
                text=row.name_text,
                program_id=row.program_id,
                table="programs",
                row_id=row.program_id,
                locator=row.locator,
            )


def _check_years(programs: Sequence[ProgramRow], periods: Sequence[PeriodRow]) -> Iterator[FindingRow]:
    """An application opens within a year of its programme's fiscal year (April to March)."""
    owners = {row.program_id: row for row in programs}
    for period in periods:
        program, opens = owners.get(period.program_id), period.start_date
        if program is None or program.fiscal_year is None or opens is None or period.kind != "application":
            continue
        first, last = date(program.fiscal_year - 1, 4, 1), date(program.fiscal_year + 2, 3, 31)
        if not first <= opens <= last:
            yield make_finding(
                program.source_id,
                "warning",
                "far-from-fiscal-year",
                f"受付開始 {opens} が {program.fiscal_year} 年度から一年以上離れています",
                text=period.period_text,
                program_id=program.program_id,
                table="periods",
                row_id=period.period_id,
                locator=period.locator,
            )
