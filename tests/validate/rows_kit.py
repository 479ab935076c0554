"""Rows that keep every rule of the contract, to be broken one rule at a time."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.rows import (
    AmountRow,
    ContactRow,
    FacilityRow,
    FindingRow,
    LinkRow,
    PeriodRow,
    ProgramRow,
    RateRow,
    RelationRow,
    Row,
    SourceRow,
)  # fmt: skip

GOOD: dict[str, Row] = {
    "sources": SourceRow(
        source_id="a_page", title="一覧", kind="text", retrieved_at=datetime(2025, 12, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo")),
        sha256="0" * 64, media_type="text/plain", byte_size=9, rights="facts", origin="local", freshness="updated",
        parser_version="1.0.0",
    ),
    "programs": ProgramRow(
        program_id="p1", series_id="s1", source_id="a_page", name="設備の補助", name_text="◇設備の補助", call_round=2,
        fiscal_year=2025, area_level="municipality", area_codes=("172014", "170003"), area_names=("金沢市", "石川県"),
        listed_end_month="2026-03", status="open", status_as_of=date(2025, 12, 1), locator="p.3 1.0,2.0,3.0,4.0",
    ),
    "rates": RateRow(
        rate_id="r1", program_id="p1", numerator=2, denominator=3, percent=Decimal("66.67"), rate_text="2/3以内",
        qualifier="up_to", locator="/html/body/p[2]",
    ),
    "amounts": AmountRow(amount_id="a1", program_id="p1", kind="cap", yen=500_000, amount_text="50万円", locator="L3"),
    "periods": PeriodRow(
        period_id="t1", program_id="p1", kind="application", start_date=date(2025, 6, 2), end_date=date(2025, 8, 29),
        end_time="17:00", period_text="6月2日から8月29日17時", is_inferred=True, inference="year from heading", locator="L4",
    ),
    "contacts": ContactRow(contact_id="c1", phone="+81762202205", email="a@example.jp", postal_code="920-8577", locator="L5"),
    "links": LinkRow(link_id="l1", program_id="p1", url="https://example.jp/", locator="(/html/body/p//a)[1]"),
    "facilities": FacilityRow(facility_id="f1", source_id="a_page", name="館", opens="09:00", closes="21:00", locator="L6"),
    "relations": RelationRow(relation_id="e1", program_id="p1", kind="tops_up", target_text="県の補助", locator="L7"),
    "findings": FindingRow(
        finding_id="n1", severity="info", check="relisted", source_id="a_page", program_id="gone", message="再掲"
    ),
}  # fmt: skip


def good_rows(**more: Any) -> dict[str, tuple[Row, ...]]:
    """One good row of every table; `more` replaces the rows of a table."""
    return {**{table: (row,) for table, row in GOOD.items()}, **more}
