"""Values in the words a person uses: 50万円, 2/3以内, 12月5日, 小規模."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

Row = Mapping[str, Any]

APPLICANT = {
    "any": "すべての対象者",
    "small": "小規模企業者",
    "sme": "中小企業者",
    "mid": "中堅企業",
    "large": "大企業",
    "individual": "個人",
    "group": "団体・組合",
}
AMOUNT = {
    "cap": "上限額",
    "total_cap": "総額の上限",
    "floor": "下限額",
    "grant": "交付額",
    "addon_cap": "加算の上限額",
    "min_cost": "対象経費の下限",
    "threshold": "基準額",
}
BASIS = {
    "cost": "対象経費",
    "prior": "先行補助の額",
    "self": "自己負担額",
    "fee": "保証料など",
    "interest": "利子",
    "tax": "課税標準",
    "other": "その他",
}
PERIOD = {
    "application": "申請",
    "consultation": "事前相談",
    "certificate": "確認書",
    "project": "事業期間",
    "report": "実績報告",
    "acquisition": "設備取得",
    "scheme": "制度",
    "announcement": "要領公開",
    "other": "その他の期間",
}
PER = {
    "fiscal_year": "年度",
    "applicant": "者",
    "person": "人",
    "vehicle": "台",
    "household": "世帯",
    "organisation": "団体",
    "case": "件",
}
STATUS = {"upcoming": "募集前", "open": "募集中", "closed": "募集終了", "rolling": "随時", "unknown": "不明"}
AREA_LEVEL = {"national": "国", "prefecture": "都道府県", "municipality": "市区町村"}
SEVERITY = {"error": "誤り", "warning": "注意", "info": "参考"}
RELATION = {"tops_up": "上乗せ", "relisted": "再掲", "excludes": "併用不可", "same_series": "同じ制度"}
DEADLINE_RULE = {"arrive": "必着", "postmark": "消印有効", "online": "電子申請"}
QUALIFIER = {"up_to": "以内", "exact": "", "full": ""}
QUALIFIER_TITLES = {"up_to": "以内", "exact": "ちょうど", "full": "全額・定額"}
INFERENCE = {
    "year from heading": "年は見出しから",
    "year from fiscal year": "年は年度から",
    "year from start": "年は始まりの日から",
    "year from end": "年は終わりの日から",
    "year from weekday": "年は曜日から",
    "year from dateline": "年は発表の日から",
    "year from today": "年は読んだ日から",
}
PRECISION = {
    "day": "日まで記載",
    "month": "月まで記載（日付は月の初日・末日）",
    "year": "年だけ記載（日付は年の初日・末日）",
    "fiscal_year": "年度だけ記載（日付は年度の初日・末日）",
}
LISTING = {"open": "募集中の欄に掲載", "closed": "終了した制度の欄に掲載"}
SOURCE_KIND = {"guide_pdf": "PDF のガイド", "aggregator_html": "まとめページ", "text": "テキスト"}
RIGHTS = {"facts": "事実だけを公開", "full": "全文を公開"}
ORIGIN = {"live": "公開元から取得", "facsimile": "模写（検証用）", "local": "手元のファイル"}
FRESHNESS = {"updated": "更新あり", "unchanged": "変わりなし", "unreachable": "取得できず（前回の資料）"}
TEXTS = {
    "summary": "概要",
    "eligibility": "対象者",
    "eligible_projects": "対象事業",
    "eligible_costs": "対象経費",
    "conditions": "条件",
    "application_method": "申請方法",
    "required_documents": "必要書類",
}
"""The texts of a programme, in reading order."""
WEEKDAYS = "月火水木金土日"


def named(names: Mapping[str, str], slug: str) -> str:
    """The word for a slug; a slug that is new to us stands for itself."""
    return names.get(slug, slug)


def yen(value: int | None) -> str:
    """500000 → 50万円, 120000000 → 1億2,000万円, 1234 → 1,234円; null → 未記載."""
    if value is None:
        return "未記載"
    if value == 0 or value % 10_000:
        return f"{value:,}円"
    hundred_millions, rest = divmod(value // 10_000, 10_000)
    return f"{f'{hundred_millions:,}億' if hundred_millions else ''}{f'{rest:,}万' if rest else ''}円"


def amount(row: Row) -> str:
    """The sum of an `amounts` row with what it is counted per: 20万円/人, 上限なし."""
    if row["is_unlimited"]:
        return "上限なし"
    return yen(row["yen"]) + (f"/{named(PER, row['per'])}" if row["per"] else "")


def rate(row: Row) -> str:
    """The share of a `rates` row: 2/3以内, 定額, 10/10; a percentage where the text has one (0.5%)."""
    if row["numerator"] is None or row["denominator"] is None:
        return "定額"
    share = f"{row['numerator']}/{row['denominator']}"
    if ("%" in row["rate_text"] or "％" in row["rate_text"]) and row["percent"] is not None:
        share = f"{row['percent'].normalize():f}%"
    elif row["qualifier"] == "full" and row["numerator"] == row["denominator"]:
        share = "全額"
    return share + QUALIFIER.get(row["qualifier"], "")


def day(value: date | None, *, year: bool = False) -> str:
    """2025-12-05 → 12月5日 (with the year: 2025年12月5日); null → 未定."""
    if value is None:
        return "未定"
    return (f"{value.year}年" if year else "") + f"{value.month}月{value.day}日"


def days(start: date | None, end: date | None) -> str:
    """2025年4月1日～12月5日, ～12月5日; an open end stays open, and nothing at all is 日付なし."""
    if start is None and end is None:
        return "日付なし"
    if start == end:
        return day(end, year=True)
    same = start is not None and end is not None and start.year == end.year
    return (day(start, year=True) if start else "") + "～" + (day(end, year=not same) if end else "")


def deadline(row: Row) -> str:
    """What the end of a `periods` row is called: 締切, 事前相談の締切, 事業期限 …"""
    kind = row["kind"]
    if kind == "application":
        return "締切"
    if kind in {"project", "scheme", "acquisition"}:
        return {"project": "事業期限", "scheme": "制度の期限", "acquisition": "設備取得の期限"}[kind]
    return f"{named(PERIOD, kind)}の締切"


def inference(row: Row) -> str:
    """How a `periods` row came by what its words leave out: 年は始まりの日から; nothing where nothing was supplied."""
    if not row["is_inferred"]:
        return ""
    return named(INFERENCE, row["inference"] or "推定")


def scope(row: Row) -> str:
    """For whom and what a fact holds, in brackets: （見本市等出展・小規模企業者）; nothing where it holds for all."""
    parts = [
        row.get("course"),
        APPLICANT.get(row["applicant_class"]) if row.get("applicant_class") not in {None, "any"} else None,
        row.get("condition_text"),
        row.get("cost_item"),
        row.get("label"),
        f"第{row['call_round']}回" if row.get("call_round") else None,
    ]
    said = [part for part in parts if part]
    return f"（{'・'.join(said)}）" if said else ""
