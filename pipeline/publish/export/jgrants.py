"""jGrants' public API shape (v2 detail): one object per programme with its calls in `workflow`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pipeline.publish import evidence
from pipeline.publish.dataset import Dataset, children
from pipeline.publish.loss import Loss
from pipeline.publish.overview import overviews
from pipeline.records import JAPAN

Row = dict[str, Any]

PREFECTURES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都",
    "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府",
    "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県",
    "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip
"""JIS X 0401: the first two digits of a 全国地方公共団体コード, from 01."""


def write_jgrants(dataset: Dataset, folder: Path) -> list[Loss]:
    """Write jgrants.json: `{"metadata": …, "result": [...]}`, times in UTC as jGrants gives them."""
    rates, amounts, periods = (children(dataset.rows(table)) for table in ("rates", "amounts", "periods"))
    sources = {row["source_id"]: row for row in dataset.rows("sources")}
    tops = overviews(dataset)
    programs = dataset.rows("programs")
    result = []
    for program in programs:
        key = program["program_id"]
        mine = periods.get(key, [])
        result.append(
            {
                "id": key,
                "name": key,
                "title": program["name"],
                "subsidy_catch_phrase": None,
                "detail": program["summary"],
                "use_purpose": None,
                "industry": None,
                "target_area_search": target_area(program),
                "target_area_detail": "・".join(program["area_names"] or ()) or None,
                "target_number_of_employees": None,
                "subsidy_rate": " / ".join(dict.fromkeys(row["rate_text"] for row in rates.get(key, []))) or None,
                "subsidy_max_limit": tops[key].yen,
                "request_reception_presence": None,
                "is_enable_multiple_request": None,
                "front_subsidy_detail_page_url": evidence.address(
                    sources[program["source_id"]], program["locator"], program["name_text"]
                ),
                "workflow": _workflow(program, mine),
            }
        )
    content = {"metadata": {"type": "object", "resultset": {"count": len(result)}}, "result": result}
    (folder / "jgrants.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    facts = [row for by in (rates, amounts) for rows in by.values() for row in rows]
    return [
        Loss("対象者・コース・条件別の率と金額", len(facts), "率は文、上限額は一つの数だけ"),
        Loss("対象者・対象経費・条件の文", sum(bool(row["eligibility"] or row["eligible_costs"]) for row in programs), "項目がない（公募要領の添付に書く）"),
        Loss("市区町村", sum(row["area_level"] == "municipality" for row in programs), "地域の検索項目は都道府県まで（target_area_detail に文で残る）"),
        Loss("申請と事業期限以外の期間", sum(row["kind"] not in {"application", "project"} for rows in periods.values() for row in rows), "項目がない"),
        Loss("必着・消印", sum(row["deadline_rule"] is not None for rows in periods.values() for row in rows), "項目がない"),
        Loss("問い合わせ先", len(dataset.tables["contacts"]), "項目がない"),
        Loss("目的・業種・従業員数・電子申請", len(programs), "データにないため null"),
    ]  # fmt: skip


def target_area(program: Row) -> str | None:
    """target_area_search: 全国, else the prefectures of the area codes joined by ` / `."""
    if program["area_level"] == "national":
        return "全国"
    numbers = sorted({int(code[:2]) for code in program["area_codes"] or ()})
    return " / ".join(PREFECTURES[number - 1] for number in numbers if 1 <= number <= 47) or None


def in_utc(day: date | None, clock: str | None, otherwise: time) -> str | None:
    """A day and time in Japan as UTC: 2025-12-05 17:00 → 2025-12-05T08:00:00Z; without a time, `otherwise`."""
    if day is None:
        return None
    moment = otherwise
    if clock and clock != "24:00":
        hour, minute = (int(part) for part in clock.split(":"))
        moment = time(hour, minute)
    return datetime.combine(day, moment, JAPAN).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _workflow(program: Row, periods: list[Row]) -> list[Mapping[str, Any]]:
    project = max((row["end_date"] for row in periods if row["kind"] == "project" and row["end_date"]), default=None)
    calls = [row for row in periods if row["kind"] == "application" and (row["start_date"] or row["end_date"])]
    return [
        {
            "id": row["period_id"],
            "target_area_search": target_area(program),
            "target_area_detail": "・".join(program["area_names"] or ()) or None,
            "fiscal_year_round": f"第{row['call_round'] or program['call_round']}回" if row["call_round"] or program["call_round"] else None,
            "acceptance_start_datetime": in_utc(row["start_date"], None, time(0)),
            "acceptance_end_datetime": in_utc(row["end_date"], row["end_time"], time(23, 59, 59)),
            "project_end_deadline": in_utc(project, None, time(23, 59, 59)),
        }
        for row in calls
    ]  # fmt: skip
