"""Invented releases for the tests: rows of pipeline.rows written as a published folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.publish.dataset import Dataset, load
from pipeline.publish.tables import write_tables
from pipeline.rows import (
    TABLES,
    AmountRow,
    ContactRow,
    FacilityRow,
    FindingRow,
    LinkRow,
    PeriodRow,
    ProgramRow,
    QuarantineRow,
    RateRow,
    RelationRow,
    Row,
    SourceRow,
)

AS_OF = date(2025, 11, 22)


def release(folder: Path, rows: Iterable[Row], *, as_of: date = AS_OF, version: str = "1.0.0") -> Dataset:
    """Write the rows as tables with datapackage.json and run.json, and load them back."""
    folder.mkdir(parents=True, exist_ok=True)
    dated = [replace(row, status_as_of=as_of) if isinstance(row, ProgramRow) else row for row in rows]
    write_tables({table: [row for row in dated if type(row) is record] for table, record in TABLES.items()}, folder)
    package = {
        "name": "test",
        "version": version,
        "resources": [],
    }
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (folder / "run.json").write_text(json.dumps({"as_of": as_of.isoformat()}), "utf-8")
    return load(folder)


def sources() -> list[SourceRow]:
    common = {
        "publisher": "試験市",
        "sha256": "0" * 64,
        "byte_size": 1,
        "licence": "CC-BY-4.0",
        "attribution": "試験市「支援ガイド」",
        "rights": "facts",
        "origin": "facsimile",
        "freshness": "unchanged",
        "parser_version": "1",
    }
    return [
        SourceRow(
            source_id="guide",
            title="支援ガイド",
            kind="guide_pdf",
            file_url="https://example.jp/guide.pdf",
            page_url="https://example.jp/",
            media_type="application/pdf",
            page_count=2,
            edition="令和7年度版",
            **common,
        ),
        SourceRow(
            source_id="page",
            title="補助金まとめ",
            kind="aggregator_html",
            page_url="https://example.com/hojokin",
            file_url="https://example.com/hojokin",
            media_type="text/html",
            **common,
        ),
    ]


def program(key: str, name: str, **more: object) -> ProgramRow:
    given = {
        "program_id": f"prg_{key}",
        "series_id": f"ser_{key}",
        "source_id": "guide",
        "name": name,
        "name_text": name,
        "fiscal_year": 2025,
        "area_level": "municipality",
        "area_codes": ("172014",),
        "area_names": ("金沢市",),
        "status": "open",
        "status_as_of": AS_OF,
        "locator": "p.1 50.0,60.0,300.0,80.0",
    }
    return ProgramRow(**(given | more))  # type: ignore[arg-type]


def rate(key: str, owner: str, numerator: int, denominator: int, **more: object) -> RateRow:
    given = {
        "rate_id": f"rat_{key}",
        "program_id": f"prg_{owner}",
        "numerator": numerator,
        "denominator": denominator,
        "percent": (Decimal(numerator * 100) / denominator).quantize(Decimal("0.01")),
        "qualifier": "up_to",
        "rate_text": f"{numerator}/{denominator}以内",
        "locator": "p.1 60.0,100.0,200.0,112.0",
    }
    return RateRow(**(given | more))  # type: ignore[arg-type]


def amount(key: str, owner: str, yen: int | None, kind: str = "cap", **more: object) -> AmountRow:
    given = {
        "amount_id": f"amt_{key}",
        "program_id": f"prg_{owner}",
        "kind": kind,
        "yen": yen,
        "amount_text": f"{'' if yen is None else yen // 10000}万円",
        "locator": "p.1 60.0,120.0,200.0,132.0",
    }
    return AmountRow(**(given | more))  # type: ignore[arg-type]


def period(key: str, owner: str, start: date | None, end: date | None, **more: object) -> PeriodRow:
    given = {
        "period_id": f"per_{key}",
        "program_id": f"prg_{owner}",
        "kind": "application",
        "start_date": start,
        "end_date": end,
        "period_text": f"{start or ''}～{end or ''}",
        "locator": "p.1 60.0,140.0,200.0,152.0",
    }
    return PeriodRow(**(given | more))  # type: ignore[arg-type]


def city() -> list[Row]:
    """A little release with every table filled; names and sentences are invented."""
    return [
        *sources(),
        program(
            "robot",
            "ロボット導入支援補助金",
            category="設備投資",
            summary="工場にロボットを入れる費用の一部を助成します。",
            eligibility="市内に本社を有する中小企業者",
            eligible_costs="機械装置費、設計費",
        ),
        rate("robot_any", "robot", 1, 2, applicant_class="sme", applicant_text="中小企業者"),
        rate("robot_small", "robot", 2, 3, applicant_class="small", applicant_text="小規模企業者"),
        amount("robot_cap", "robot", 500_000, rounding="千円未満切り捨て"),
        amount("robot_min", "robot", 300_000, "min_cost"),
        period("robot_app", "robot", date(2025, 4, 1), date(2025, 12, 5), end_time="17:00", deadline_rule="arrive"),
        program(
            "fair",
            "<script>alert(1)</script>見本市出展助成",
            source_id="page",
            category="販路開拓",
            area_level="prefecture",
            area_codes=("170003",),
            area_names=("石川県",),
            locator="/html/body/h4[1]",
        ),
        amount("fair_grant", "fair", 200_000, "grant", locator="/html/body/p[1]"),
        rate("fair_half", "fair", 1, 2, locator="/html/body/p[2]", rate_text="=1/2以内"),
        period("fair_app", "fair", None, date(2025, 12, 13), locator="/html/body/p[3]"),
        program("later", "先端材料の研究開発助成", status="upcoming", area_names=("七尾市",), area_codes=("172022",)),
        amount("later_cap", "later", None, is_unlimited=True, amount_text="上限なし"),
        ContactRow(contact_id="con_1", program_id="prg_robot", organisation="試験市産業課", phone="+81762202205", phone_text="076-220-2205", locator="p.1 1.0,2.0,3.0,4.0"),
        ContactRow(contact_id="con_2", organisation="試験市総合窓口", phone="+81762200000", phone_text="076-220-0000", locator="p.2 1.0,2.0,3.0,4.0"),
        LinkRow(link_id="lnk_1", program_id="prg_fair", label="要領", url="https://example.jp/yoryo?a=1&b=2", locator="/html/body/a[1]"),
        FacilityRow(facility_id="fac_1", source_id="guide", name="試験工房", opens="09:00", closes="17:00", locator="p.2 50.0,50.0,300.0,80.0"),
        RelationRow(relation_id="rel_1", program_id="prg_robot", kind="excludes", target_text="国の補助金との併用不可", locator="p.1 9.0,9.0,99.0,19.0"),
        FindingRow(finding_id="fnd_1", severity="warning", check="weekday-mismatch", source_id="page", program_id="prg_fair", table="periods", row_id="per_fair_app", message="曜日が合いません", text="12月13日(金)", locator="/html/body/p[3]"),
        QuarantineRow(table="rates", row_id="rat_bad", column="denominator", check="greater_than(0)", value="0", program_id="prg_fair", locator="/html/body/p[9]"),
    ]  # fmt: skip


def edited(rows: Iterable[Row], row_id: str, **new: object) -> list[Row]:
    """The rows with one of them changed, found by its key (the first field)."""
    return [replace(row, **new) if getattr(row, fields(row)[0].name) == row_id else row for row in rows]  # type: ignore[arg-type]


def without(rows: Iterable[Row], *row_ids: str) -> list[Row]:
    """The rows less some, found by their key (the first field)."""
    return [row for row in rows if getattr(row, fields(row)[0].name) not in row_ids]
