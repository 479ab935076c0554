"""Checks across rows: what single rows cannot show, as findings for a maintainer."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.rows import FindingRow, Row


def check_rows(rows: Mapping[str, Sequence[Any]]) -> Iterator[FindingRow]:
    """Findings over all rows of all sources together."""
    yield from _check_names(rows.get("programs", ()))
    yield from _check_years(rows.get("programs", ()), rows.get("periods", ()))


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


def _check_names(programs: Sequence[Any]) -> Iterator[FindingRow]:
    """Two programmes of one source with the same clean name, call and year are one listed twice, or a misread name."""
    groups = defaultdict(list)
    for row in programs:
        groups[row.source_id, row.name, row.call_round, row.fiscal_year, row.provider, row.area_names].append(row)
    for same in groups.values():
        for row in same[1:]:
            message = f"同じ名前・回・年度の制度がほかにもあります: {row.name}（{same[0].locator}）"
            place = {
                "program_id": row.program_id,
                "table": "programs",
                "row_id": row.program_id,
                "locator": row.locator,
            }
            yield make_finding(row.source_id, "warning", "duplicate-program", message, text=row.name_text, **place)


def _check_years(programs: Sequence[Any], periods: Sequence[Row]) -> Iterator[FindingRow]:
    """An application opens within a year of its programme's fiscal year (April to March)."""
    owners = {row.program_id: row for row in programs}
    for period in periods:
        program = owners.get(period.program_id)  # type: ignore[union-attr]
        opens = getattr(period, "start_date", None)
        if (
            program is None
            or program.fiscal_year is None
            or opens is None
            or getattr(period, "kind", "") != "application"
        ):
            continue
        first, last = date(program.fiscal_year - 1, 4, 1), date(program.fiscal_year + 2, 3, 31)
        if not first <= opens <= last:
            message = f"受付開始 {opens} が {program.fiscal_year} 年度から一年以上離れています"
            place = {"program_id": program.program_id, "table": "periods", "row_id": getattr(period, "period_id", "")}
            place["locator"] = getattr(period, "locator", None)
            yield make_finding(
                program.source_id,
                "warning",
                "far-from-fiscal-year",
                message,
                text=getattr(period, "period_text", ""),
                **place,
            )
