"""The release for people who live in Excel: hojokin.xlsx and excel/*.csv, which a spreadsheet leaves as they are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.files import write_new
from pipeline.publish import evidence, words
from pipeline.publish.changes import COLUMN_TITLES
from pipeline.publish.changes.change import Change
from pipeline.publish.dataset import TABLE_TITLES, Dataset, column_words
from pipeline.publish.overview import Overview, overviews
from pipeline.publish.tables import to_cell

Row = Mapping[str, Any]

SHEETS = (
    "programs", "rates", "amounts", "periods", "contacts", "links", "facilities", "relations", "findings", "quarantine",
    "sources",
)  # fmt: skip
EXTRA = {
    "owner": ("制度名", "この行の制度（program_id の制度の名前）"),
    "share": ("率", "補助率を文字で（1/2 など。表計算が日付に変えないよう文字列）"),
    "top_rate": ("最大補助率", "対象経費に対する補助率のうち最も高いもの"),
    "top_cap": ("最大の上限額（円）", "上限額のうち最も高いもの。なければ定額の交付額"),
    "next_deadline": ("次の締切", "基準日以降で最も近い申請の締切（なければ最後の締切）"),
    "evidence": ("根拠", "資料のその場所を開くリンク（PDF はページ、Web は文言の位置）"),
}
WIDE = re.compile(
    r"_text$|^(owner|name|summary|eligib|conditions|application_method|required|message|description|text|title)"
)
CODES: Mapping[str, Mapping[str, str]] = {
    "applicant_class": words.APPLICANT,
    "amounts.kind": words.AMOUNT,
    "amounts.per": words.PER,
    "periods.kind": words.PERIOD,
    "periods.deadline_rule": words.DEADLINE_RULE,
    "periods.precision": words.PRECISION,
    "periods.inference": words.INFERENCE,
    "rates.qualifier": words.QUALIFIER_TITLES,
    "rates.basis": words.BASIS,
    "programs.status": words.STATUS,
    "programs.listing_status": words.LISTING,
    "programs.area_level": words.AREA_LEVEL,
    "relations.kind": words.RELATION,
    "findings.severity": words.SEVERITY,
    "sources.kind": words.SOURCE_KIND,
    "sources.rights": words.RIGHTS,
    "sources.origin": words.ORIGIN,
    "sources.freshness": words.FRESHNESS,
}
"""Column → what its values mean, told on the first sheet."""
CELL_LIMIT = 32_767
"""Letters that Excel keeps in a cell."""
URL_LIMIT = 2_079
LINKS_PER_SHEET = 65_000
"""Excel refuses a sheet with more than 65,530 links; the rest stay plain text."""
CUT = "…（全文は CSV）"

# What a spreadsheet would compute, and what it would turn into a date or a number: =1+1 · +81… · 1/2 · 3-1 · 00123 · 1E5
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
CHANGEABLE = re.compile(r"\d+[/\-.:]\d+([/\-.:]\d+)?|0\d+|\d+[eE]\d+|\d{12,}")


def write_workbook(dataset: Dataset, folder: Path, changes: Sequence[Change] = ()) -> None:
    """Write hojokin.xlsx (a sheet per table) and excel/<table>.csv (BOM, CRLF, formulas made harmless) into `folder`."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "補助金データ", "created": datetime.combine(dataset.as_of, datetime.min.time())})
    styles = _styles(book)
    front = book.add_worksheet("はじめに")
    grids = {TABLE_TITLES[table]: _grid(dataset, table) for table in SHEETS}
    grids["変更"] = (dict(COLUMN_TITLES), [asdict(change) for change in changes])
    for title, (columns, rows) in grids.items():
        _sheet(book.add_worksheet(title), columns, rows, styles)
    _front(front, dataset, grids, styles)
    book.close()
    write_new(folder / "hojokin.xlsx", buffer.getvalue())
    for table in SHEETS:
        write_new(folder / "excel" / f"{table}.csv", excel_csv(dataset, table))


def excel_csv(dataset: Dataset, table: str) -> bytes:
    """A table as Excel opens it by double click: UTF-8 with BOM, CRLF, Japanese titles, no cell that it would change."""
    columns = column_words(dataset, table)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([title for title, _ in columns.values()])
    for row in dataset.rows(table):
        writer.writerow([_harmless(row[name]) for name in columns])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _harmless(value: Any) -> str:
    cell = to_cell(value)
    if isinstance(value, str | list) and (FORMULA.match(cell.lstrip(" ")) or CHANGEABLE.fullmatch(cell)):
        return f"'{cell}"
    return cell


def _grid(dataset: Dataset, table: str) -> tuple[dict[str, tuple[str, str]], list[dict[str, Any]]]:
    columns = column_words(dataset, table)
    programs = {row["program_id"]: row for row in dataset.rows("programs")}
    sources = {row["source_id"]: row for row in dataset.rows("sources")}
    tops = overviews(dataset) if table == "programs" else {}
    order = {program_id: at for at, program_id in enumerate(sorted(programs, key=lambda key: _place(programs[key])))}
    rows = []
    for row in sorted(dataset.rows(table), key=lambda row: (order.get(row.get("program_id") or "", -1), _place(row))):
        more: dict[str, Any] = {"owner": programs.get(row.get("program_id") or "", {}).get("name")}
        if table == "rates":
            more["share"] = f"{row['numerator']}/{row['denominator']}" if row["numerator"] is not None else "定額"
        if table == "programs":
            more |= _top(tops[row["program_id"]])
        if table in evidence.WORDS:
            source = sources.get(evidence.source_of(row, programs) or "")
            more["evidence"] = evidence.address(source, row["locator"], row[evidence.WORDS[table]])
        rows.append(row | more)
    # ids stand last: people read names
    ids = {name: text for name, text in columns.items() if name.endswith("_id") and table != "sources"}
    shown = {name: text for name, text in columns.items() if name not in ids}
    added = {name: EXTRA[name] for name in EXTRA if rows and name in rows[0]}
    lead = {"owner": added.pop("owner")} if table != "programs" and "program_id" in columns and "owner" in added else {}
    added.pop("owner", None)
    return {**lead, **shown, **added, **ids}, rows


def _place(row: Row) -> tuple[str, tuple[float, ...]]:
    """Where a row stands: people read a table in the order of the document."""
    return str(row.get("source_id") or ""), evidence.position(row.get("locator"))


def _top(top: Overview) -> dict[str, Any]:
    return {
        "top_rate": top.rate_words or None,
        "top_cap": top.yen if top.yen is not None else top.cap_words or None,
        "next_deadline": top.deadline["end_date"] if top.deadline else None,
    }


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": "Yu Gothic", "valign": "top"}
    return {
        "head": book.add_format(base | {"bold": True, "bg_color": "#1F4E79", "font_color": "white", "text_wrap": True}),
        "flag": book.add_format(base),
        "text": book.add_format(base | {"num_format": "@"}),
        "wrap": book.add_format(base | {"num_format": "@", "text_wrap": True}),
        "int": book.add_format(base | {"num_format": "0"}),
        "yen": book.add_format(base | {"num_format": "#,##0"}),
        "decimal": book.add_format(base | {"num_format": "0.00"}),
        "date": book.add_format(base | {"num_format": "yyyy-mm-dd"}),
        "time": book.add_format(base | {"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "link": book.add_format(base | {"font_color": "#0563C1", "underline": 1}),
        "title": book.add_format(base | {"bold": True, "font_size": 16}),
    }


def _sheet(sheet: Any, columns: Mapping[str, tuple[str, str]], rows: Sequence[Row], styles: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    _print_wide(sheet)
    sheet.repeat_rows(0)
    sheet.set_row(0, 32)
    for at, (name, (title, explained)) in enumerate(columns.items()):
        sheet.write_string(0, at, title, styles["head"])
        sheet.write_comment(0, at, f"{name}\n{explained}", {"x_scale": 2})
        sheet.set_column(at, at, 44 if WIDE.search(name) else 16)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    links = 0
    for down, row in enumerate(rows, 1):
        for at, name in enumerate(columns):
            value = row[name]
            if name == "evidence" and value and len(value) <= URL_LIMIT and links < LINKS_PER_SHEET:
                links += 1
                sheet.write_url(down, at, value, styles["link"], "資料を開く")
            else:
                _write(sheet, down, at, name, value, styles)


def _print_wide(sheet: Any) -> None:
    """A3 across, one page wide."""
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, down: int, at: int, name: str, value: Any, styles: dict[str, Any]) -> None:
    """One cell with the type it has: text stays text, whatever it looks like."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(down, at, value, styles["flag"])
    elif isinstance(value, int):
        sheet.write_number(down, at, value, styles["yen" if name in {"yen", "top_cap"} else "int"])
    elif isinstance(value, Decimal):
        sheet.write_number(down, at, float(value), styles["decimal"])
    elif isinstance(value, datetime):
        sheet.write_datetime(down, at, value.replace(tzinfo=None), styles["time"])
    elif isinstance(value, date):
        sheet.write_datetime(down, at, value, styles["date"])
    else:
        text = to_cell(value)
        if len(text) > CELL_LIMIT:
            text = text[: CELL_LIMIT - len(CUT)] + CUT
        sheet.write_string(down, at, text, styles["wrap" if WIDE.search(name) else "text"])


def _front(sheet: Any, dataset: Dataset, grids: Mapping[str, tuple[Any, Any]], styles: dict[str, Any]) -> None:
    _print_wide(sheet)
    for at, width in enumerate((18, 26, 24, 90)):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, "補助金データ", styles["title"])
    sources = [
        [row[name] for name in ("title", "edition", "licence", "attribution")] for row in dataset.rows("sources")
    ]
    columns = [
        [title, label, name, explained]
        for title, (columns, _) in grids.items()
        for name, (label, explained) in columns.items()
    ]
    facts: list[list[Any]] = [
        ["基準日", dataset.as_of],
        ["データの版", dataset.version],
        ["確認画面", "report/index.html"],
    ]
    down = _block(sheet, 2, ("項目", "内容"), facts, styles)
    for at, title in enumerate(grids, down + 1):
        sheet.write_url(at, 2, f"internal:'{title}'!A1", styles["link"], "開く")
    down = _block(sheet, down, ("表", "行数"), [[title, len(rows)] for title, (_, rows) in grids.items()], styles)
    down = _block(sheet, down, ("出典", "版", "利用条件", "出典の表示"), sources, styles)
    down = _block(sheet, down, ("表", "列の題名", "列名", "説明"), columns, styles)
    meanings = [[name, slug, meaning] for name, slugs in CODES.items() for slug, meaning in slugs.items()]
    _block(sheet, down, ("列名", "値", "意味"), meanings, styles)


def _block(sheet: Any, down: int, heads: Sequence[str], rows: Sequence[Sequence[Any]], styles: dict[str, Any]) -> int:
    """A little table from row `down` on; returns the row where the next may begin."""
    for at, head in enumerate(heads):
        sheet.write_string(down, at, head, styles["head"])
    for below, row in enumerate(rows, down + 1):
        for at, value in enumerate(row):
            _write(sheet, below, at, "description", value, styles)
    return down + len(rows) + 2
