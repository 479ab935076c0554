"""GIF DS-451-4 制度データモデル: one CSV row per programme, with 最大補助率 and 給付上限額 as the standard defines them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.publish import evidence
from pipeline.publish.dataset import Dataset, children
from pipeline.publish.loss import Loss
from pipeline.publish.overview import Overview, overviews

Row = dict[str, Any]

LIMITS = {"タイトル（制度名）": 40, "概要": 100, "内容": 500}
"""Letters that the standard allows."""
COLUMNS = (
    "制度所管組織", "タイトル（制度名）", "サブタイトル（通称）", "制度番号", "元制度番号", "制度変更区分", "根拠法令", "地域群", "地域",
    "概要", "内容", "対象者", "用途・対象物", "収入条件", "家族構成条件", "対象者条件", "従業員条件", "資本金条件", "創業年条件",
    "給付上限額", "最大金利", "借入限度額", "償還期限", "最大補助率", "費用", "予算枠の有無", "申請届出方法", "募集時期", "公募開始日",
    "公募終了日", "公募備考", "手続書類", "電子申請の有無", "添付ファイルの名称", "添付ファイル名", "詳細参照先", "詳細URL", "標準産業分類",
    "ステージとアクション", "事業ステージ", "お困りごと", "サービス種別", "災害名", "キーワード", "実施組織・支援機関", "お問い合わせ先",
    "お問合わせ先一覧", "連絡先情報", "公開開始日", "公開終了日", "最終更新日", "表示優先度", "制度集", "ガイドブックページNo",
)  # fmt: skip
CUT = "…"


def write_gif(dataset: Dataset, folder: Path) -> list[Loss]:
    """Write gif.csv (UTF-8, LF); items that the data does not hold are empty columns."""
    facts = {table: children(dataset.rows(table)) for table in ("rates", "amounts", "periods", "contacts", "relations")}
    sources = {row["source_id"]: row for row in dataset.rows("sources")}
    programs = dataset.rows("programs")
    numbers = {row["program_id"]: gif_number(row) for row in programs}
    tops = overviews(dataset)
    rows = []
    for program in programs:
        mine = {table: by.get(program["program_id"], []) for table, by in facts.items()}
        source = sources[program["source_id"]]
        rows.append(_row(program, mine, source, tops[program["program_id"]], numbers, dataset))
    with (folder / "gif.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows([{name: _cut(name, value) for name, value in row.items()} for row in rows])
    return _losses(rows, programs, facts)


def gif_number(program: Row) -> str:
    """制度番号: 地方公共団体コード + our own id (a national programme has 000000)."""
    return f"{(program['area_codes'] or ['000000'])[0]}-{program['program_id']}"


def _row(
    program: Row,
    mine: Mapping[str, list[Row]],
    source: Row,
    top: Overview,
    numbers: Mapping[str, str],
    dataset: Dataset,
) -> dict[str, Any]:
    window = top.deadline
    base = next((row for row in mine["relations"] if row["kind"] == "tops_up" and row["target_program_id"]), None)
    place = evidence.page_box(program["locator"])
    contacts = [
        "／".join(part for part in (row["organisation"], row["department"], gif_phone(row)) if part)
        for row in mine["contacts"]
    ]
    organisation = program["provider"] or "・".join(program["area_names"] or ()) or "不明"
    return {
        "制度所管組織": organisation,
        "タイトル（制度名）": program["name"],
        "制度番号": numbers[program["program_id"]],
        "元制度番号": numbers.get(base["target_program_id"], "") if base else "",
        "制度変更区分": "1" if base else "",  # 追記: a city adds to the prefecture's programme
        "地域": ";".join(program["area_codes"] or ()),
        "概要": program["summary"] or program["name"],
        "内容": _content(program, mine),
        "対象者": program["eligibility"] or "",
        "用途・対象物": program["eligible_costs"] or program["eligible_projects"] or "",
        "給付上限額": "" if top.yen is None else top.yen,
        "最大補助率": "" if top.percent is None else str(top.percent),
        "予算枠の有無": "有" if program["is_budget_limited"] else "",
        "申請届出方法": program["application_method"] or "",
        "募集時期": "随時" if program["is_rolling"] else "" if window else "未定",
        "公募開始日": window["start_date"].isoformat() if window and window["start_date"] else "",
        "公募終了日": window["end_date"].isoformat() if window else "",
        "公募備考": _remark(program, mine["periods"], window),
        "手続書類": program["required_documents"] or "",
        "詳細参照先": source["title"],
        "詳細URL": evidence.address(source, program["locator"], program["name_text"]) or "",
        "サービス種別": "助成・補助金",
        "キーワード": program["category"] or "",
        "実施組織・支援機関": program["provider"] or "",
        "お問い合わせ先": " / ".join(contacts),
        "連絡先情報": " / ".join(contacts) or organisation,
        "最終更新日": dataset.as_of.isoformat(),
        "制度集": source["title"] if place else "",
        "ガイドブックページNo": place[0] if place else "",
    }  # fmt: skip


def gif_phone(row: Row) -> str:
    """GIF DS-445: half-width, area code in brackets: +81762202205 → (076)220-2205; free dial 0120-999999."""
    import phonenumbers

    if not row["phone"]:
        return row["phone_text"] or ""
    number = phonenumbers.parse(row["phone"])
    parts = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL).split("-")
    area = phonenumbers.length_of_geographical_area_code(number)
    return f"({parts[0]}){'-'.join(parts[1:])}" if area and len(parts) == 3 else "-".join(parts)


def _content(program: Row, mine: Mapping[str, list[Row]]) -> str:
    """内容: the projects it helps, then every rate and sum in the source's words."""
    said = [row["rate_text"] for row in mine["rates"]] + [row["amount_text"] for row in mine["amounts"]]
    parts = [program["eligible_projects"] or program["summary"] or program["name"], *dict.fromkeys(said)]
    return "\n".join(parts)


def _remark(program: Row, periods: Sequence[Row], window: Row | None) -> str:
    remarks = [row["period_text"] for row in periods if row["kind"] == "application" and row is not window]
    if window is None and not program["is_rolling"]:
        remarks.insert(0, "募集期間は未定または記載なし")
    elif window is not None and window["start_date"] is None:
        remarks.insert(0, "公募開始日は記載なし")
    if window is not None and (window["end_time"] or window["deadline_rule"]):
        remarks.append(window["period_text"])
    return " / ".join(dict.fromkeys(remarks))


def _cut(name: str, value: Any) -> Any:
    limit = LIMITS.get(name)
    return value if limit is None or len(value) <= limit else value[: limit - 1] + CUT


def _losses(rows: Sequence[Row], programs: Sequence[Row], facts: Mapping[str, Mapping[Any, list[Row]]]) -> list[Loss]:
    rates = [row for mine in facts["rates"].values() for row in mine]
    amounts = [row for mine in facts["amounts"].values() for row in mine]
    deadlines = [
        [row for row in mine if row["kind"] == "application" and row["end_date"]] for mine in facts["periods"].values()
    ]
    other = [row for mine in facts["periods"].values() for row in mine if row["kind"] != "application"]
    shares = [
        {Fraction(row["numerator"], row["denominator"]) for row in mine if row["numerator"] is not None}
        for mine in facts["rates"].values()
    ]
    cut = {name: sum(len(row[name]) > limit for row in rows) for name, limit in LIMITS.items()}
    return [
        *(Loss(f"{name}の後ろ", count, f"{LIMITS[name]}字までのため切り詰めた") for name, count in cut.items()),
        Loss("補助率の内訳", sum(len(found) > 1 for found in shares), "最大補助率だけを持つ（対象者・コース・条件別の率は内容の文に残る）"),
        Loss("対象経費以外に対する率", sum(row["basis"] != "cost" for row in rates), "最大補助率は対象経費に対する率"),
        Loss("数のない率（定額）", sum(row["numerator"] is None for row in rates), "最大補助率は百分率"),
        Loss("上限額以外の金額", sum(row["kind"] not in {"cap", "total_cap"} for row in amounts), "給付上限額だけを持つ（下限・加算・基準額は内容の文に残る）"),
        Loss("上限なし", sum(row["is_unlimited"] for row in amounts), "給付上限額は円の数"),
        Loss("金額の単位（1人・1台・年度あたり）", sum(row["per"] is not None for row in amounts), "給付上限額に単位がない"),
        Loss("二つ目からの締切", sum(len(found) - 1 for found in deadlines if found), "公募終了日は一つ（ほかは公募備考）"),
        Loss("申請以外の期間", len(other), "事業期間・報告期限などの項目がない"),
        Loss("締切の時刻と必着・消印", sum(bool(row["end_time"] or row["deadline_rule"]) for found in deadlines for row in found), "日付だけ（公募備考に文で残る）"),
        Loss("値ごとの根拠の場所", len(rates) + len(amounts) + len(other), "制度単位のページ番号だけを持つ"),
        Loss("公募回", sum(row["call_round"] is not None for row in programs), "項目がない"),
    ]  # fmt: skip
