"""Tables that hold tables: each nested one is read where it stands, under the course of the row above it."""

from __future__ import annotations

from pipeline.extract.outline.passages import passages_of
from pipeline.records import Block, Cell, Line


def placed(rows: list[list[str]], top: float, bottom: float) -> Block:
    """A table on page 1; the cell of a row that has but one goes over all columns."""
    cols = max(len(row) for row in rows)
    cells = tuple(
        Cell(r, c, 1, cols if len(row) == 1 else 1, tuple(Line(line, "p.1") for line in text.splitlines()), "p.1")
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    box = (60.0 + 5 * (cols > 2), top, 540.0 - 5 * (cols > 2), bottom)
    pages = {"pages": (1,), "row_pages": (1,) * len(rows), "page_bboxes": ((1, box),)}
    return Block("table", "p.1", page=1, bbox=box, rows=len(rows), cols=cols, cells=cells, **pages)


OUTER = [["概要", "試作を支援"], ["1. 単独企業コース\n一社で行う開発"], [""], ["2. 連携コース"], [""], ["期間", "随時"]]
FIRST = [["対象者", "補助率", "限度額"], ["中小企業者", "1/2", "100万円"]]
SECOND = [["対象者", "補助率", "限度額"], ["小規模企業者", "2/3", "200万円"]]


def told(*blocks: Block) -> list[tuple[str, str, str]]:
    found = passages_of(blocks)
    return [(p.label, p.course, p.table.cells[-1].text if p.table else p.lines[0].text) for p in found]


def test_nested_tables_stand_under_the_courses_of_the_rows_above_them() -> None:
    assert told(placed(OUTER, 100, 500), placed(FIRST, 200, 250), placed(SECOND, 300, 350)) == [
        ("概要", "", "試作を支援"),
        ("", "単独企業コース", "一社で行う開発"),
        ("", "単独企業コース", "100万円"),
        ("", "連携コース", "200万円"),
        ("期間", "連携コース", "随時"),
    ]


def test_a_table_below_another_is_none_of_it() -> None:
    outer = placed([["概要", "試作を支援"], [""], ["期間", "随時"]], 100, 200)
    assert told(outer, placed(FIRST, 220, 270)) == [
        ("概要", "", "試作を支援"),
        ("期間", "", "随時"),
        ("", "", "100万円"),
    ]


def test_a_sentence_over_all_columns_is_no_label() -> None:
    rows = [
        ["概要", "試作を支援"],
        ["この制度を利用できるのは令和9年3月31日までに着手した方に限ります。"],
        ["期間", "随時"],
    ]
    assert told(placed(rows, 100, 200))[1] == ("", "", rows[1][0])


def test_brackets_that_hold_courses_keep_the_labels_they_share() -> None:
    def heading(text: str, level: int) -> Block:
        return Block("heading", "p.1", (Line(text, "p.1"),), level=level)

    blocks = []
    for course, rate in (("【見本市出展】", "1/2"), ("【設備整備】", "1/3")):
        blocks += [heading(course, 5), heading("対象経費", 6), Block("paragraph", "p.1", (Line("旅費", "p.1"),))]
        blocks += [heading("補助率等", 6), Block("paragraph", "p.1", (Line(rate, "p.1"),))]
    assert [(course, text) for label, course, text in told(*blocks) if label == "補助率等"] == [
        ("見本市出展", "1/2"),
        ("設備整備", "1/3"),
    ]
