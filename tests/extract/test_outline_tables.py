"""Tables that name programmes, courses and places: first rows, captions, rows of a list, boxes."""

from __future__ import annotations

import pytest

from pipeline.extract.labels import label_kind
from pipeline.extract.outline import OutlinePlan, outline
from pipeline.extract.outline.generic import outline_generic
from pipeline.extract.outline.passages import passages_of
from pipeline.extract.terms import read_terms
from pipeline.records import Block, Cell, Document, Line, Programme

GUIDE = OutlinePlan(kind="guide", programme_mark="◇", sections=("製品開発",), facility_sections=("支援施設",))
LISTING = OutlinePlan(kind="listing", open_chapters=("県全域の補助金",))
SAID = [["概要", "試作を支援する。"], ["補助率", "1/2"]]
SAYS = [["対象者", "市内の法人"], ["補助率", "1/2"]]


def heading(text: str, level: int) -> Block:
    return Block("heading", f"/h{level}", (Line(text, f"/h{level}"),), level=level)


def table(rows: list[list[str]], place: str = "/table") -> Block:
    """A table of these rows; the cell of a row that has but one goes over all columns."""
    cols = max(len(row) for row in rows)
    cells = tuple(
        Cell(r, c, 1, cols if len(row) == 1 else 1, tuple(Line(line, place) for line in text.splitlines()), place)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Block("table", place, rows=len(rows), cols=cols, cells=cells)


def merged(rows: list[list[str]]) -> Block:
    """A table of these texts, `>` for a cell that goes on from the left and `<` for one that goes on from above."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in (">", "<"):
                wide = 1 + next((n for n, more in enumerate(row[c + 1 :]) if more != ">"), len(row) - c - 1)
                tall = 1 + next((n for n, more in enumerate(rows[r + 1 :]) if more[c] != "<"), len(rows) - r - 1)
                lines = tuple(Line(one, f"/table/{r}/{c}/{n}") for n, one in enumerate(text.split("\n")))
                cells.append(Cell(r, c, tall, wide, lines, f"/table/{r}/{c}"))
    return Block("table", "/table", rows=len(rows), cols=len(rows[0]), cells=tuple(cells))


def caption(text: str, place: str) -> Block:
    return Block("paragraph", f"{place}/caption[1]", (Line(text, place),))


NAMES = ("甲支援補助金", "乙奨励金")


@pytest.mark.parametrize(
    "blocks",
    [
        [table([[name], *SAID]) for name in NAMES],
        [part for n, name in enumerate(NAMES) for part in (caption(name, f"/table[{n}]"), table(SAID, f"/table[{n}]"))],
        [table([["制度名", "概要", "補助率", "備考欄"], *([name, "試作を支援する。", "1/2", ""] for name in NAMES)])],
    ],
    ids=["first-rows", "captions", "rows"],
)
def test_tables_name_programmes(blocks: list[Block]) -> None:
    group = heading("甲市の補助金", 3)
    found = outline(Document((heading("県全域の補助金", 2), group, *blocks), "text/html"), LISTING).programmes
    assert [one.name_text for one in found] == list(NAMES)
    assert all(one.headings == ("県全域の補助金", "甲市の補助金") for one in found)
    said = [[(p.label, line.text) for p in one.passages for line in p.lines] for one in found]
    assert said == [[("概要", "試作を支援する。"), ("補助率", "1/2")]] * 2


def test_the_head_of_a_table_below_a_programme_s_heading_names_none() -> None:
    blocks = [block for name in NAMES for block in (heading(name, 3), table([[f"{name}の概要"], *SAID]))]
    found = outline(Document((heading("県全域の補助金", 2), *blocks), "text/html"), LISTING).programmes
    assert [one.name_text for one in found] == list(NAMES)


def test_a_name_without_a_table_has_no_body() -> None:
    blocks = (*(table([[name], *SAID]) for name in NAMES), caption("丙補助金", "/table[9]"), table([["丁補助金"]]))
    found = outline(Document((heading("県全域の補助金", 2), *blocks), "text/html"), LISTING).programmes
    assert [one.name_text for one in found] == [*NAMES, "丙補助金", "丁補助金"]
    assert [notice.check for notice in found[3].notices] == ["empty-body"]


@pytest.mark.parametrize(
    ("heads", "labels"),
    [
        (["概要", "対象者", "補助率", "申請方法"], ["概要", "対象者", "補助率", "申請方法"]),
        (["対象者", "補助率", "補助限度額"], []),  # a matrix of terms with a single row
    ],
)
def test_labels_over_one_row_of_words(heads: list[str], labels: list[str]) -> None:
    found = passages_of([table([heads, ["甲"] * len(heads)])])
    assert [passage.label for passage in found if passage.lines] == labels


def test_a_row_over_all_columns_opens_a_course() -> None:
    rows = [["概要", "販路を支援"], ["＜見本市出展＞"], ["補助率", "1/2"], ["＜ＥＣ活用＞"], ["補助率", "1/3"]]
    found = passages_of([table(rows), Block("paragraph", "/p", (Line("以上", "/p"),))])
    assert [(p.label, p.course, line.text) for p in found for line in p.lines] == [
        ("概要", "", "販路を支援"),
        ("補助率", "見本市出展", "1/2"),
        ("補助率", "ＥＣ活用", "1/3"),
        ("", "", "以上"),
    ]


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("mark", ["◇", ""])
def test_a_guide_s_boxes_name_programmes_and_places(mark: str, beside: bool) -> None:
    boxes = [[f"{mark}{name}", "甲市本町1-1\n開館時間：9:00～21:00"] for name in ("研修会館", "工房")]
    places = [table([[cell] for cell in box]) for box in boxes]
    if beside:
        places = [table([["\n".join(box) for box in boxes]])]
    named = [heading(f"{mark}{name}", 3) for name in ("試作支援事業", "出展補助金")]
    last = table([[f"{mark}設備導入助成事業"], *SAID]) if mark else heading("設備導入助成事業", 3)
    blocks = (heading("製品開発", 2), *named, last, heading("支援施設", 2), *places)
    found = outline(Document(blocks, "application/pdf"), GUIDE)
    assert [one.name_text.removeprefix(mark) for one in found.programmes] == [
        "試作支援事業",
        "出展補助金",
        "設備導入助成事業",
    ]
    assert [section.title for section in found.facilities] == ["研修会館", "工房"]


@pytest.mark.parametrize("bold", [True, False])
def test_bold_or_marked_lines_name_programmes_where_no_heading_does(bold: bool) -> None:
    blocks = [heading("県全域の補助金", 2), heading("甲市の制度一覧", 3)]
    for name in NAMES:
        marked = Block("paragraph", "/p", (Line(f"◆{name}", "/p"),))
        blocks += [Block("field", "/p", label=name) if bold else marked, table(SAID)]
    found = outline(Document(tuple(blocks), "text/html"), LISTING).programmes
    assert [one.name_text.removeprefix("◆") for one in found] == list(NAMES)


def test_bold_names_stand_above_labels_that_are_headings() -> None:
    labels = [("概要", "試作を支援する。"), ("補助率", "1/2"), ("補助内容", "試作費")]
    blocks = [heading("県全域の補助金", 2), heading("3月終了予定", 3)]
    for name in NAMES:
        blocks.append(Block("field", "/p", (Line("【3月終了】", "/p"),), label=name))
        for label, text in labels:
            blocks += [heading(label, 4), Block("paragraph", "/p", (Line(text, "/p"),))]
    found = outline(Document(tuple(blocks), "text/html"), LISTING).programmes
    assert [one.name_text for one in found] == [f"{name} 【3月終了】" for name in NAMES]


def test_labels_before_a_gap_are_labels_where_several_stand_so() -> None:
    texts = [
        "概要 試作を支援します。",
        "対象者 市内の企業",
        "募集期間 ・受付開始:4月1日",
        "補助金 の使い道は自由です。",
    ]
    blocks = [Block("paragraph", "/p", (Line(text, "/p"),)) for text in texts]
    blocks[2] = blocks[2]._replace(lines=(*blocks[2].lines, Line("・締切:6月30日", "/p", 1)))
    said = [("概要", "試作を支援します。"), ("対象者", "市内の企業"), ("募集期間", "・受付開始:4月1日")]
    told = [(p.label, line.text) for p in passages_of(blocks) for line in p.lines]
    assert told[:4] == [*said, ("募集期間", "・締切:6月30日")]
    assert passages_of(blocks[:2])[0].label == ""


def test_a_mark_behind_a_label_s_gap_opens_nothing() -> None:
    texts = ["概要 試作を支援します。", "対象者 市内の企業", "助成額 ★市内を発地とするもの", "1台につき5万円"]
    blocks = [Block("paragraph", "/p", (Line(text, "/p"),)) for text in texts]
    told = [(p.label, line.text) for p in passages_of(blocks) for line in p.lines]
    assert told[2:] == [("助成額", "★市内を発地とするもの"), ("助成額", "1台につき5万円")]


def test_courses_side_by_side_below_an_empty_corner_part_the_rows_of_terms() -> None:
    rows = [
        ["", "Aコース", "Bコース"],
        ["対象", "初めての企業", "二度目の企業"],
        ["補助率", "2/3", "1/2"],
        ["上限額", "50万円", "100万円"],
    ]
    matrix, rest = passages_of([table(rows)])
    assert matrix.table is not None
    assert [cell.text for cell in matrix.table.cells if cell.col == 0] == ["", "Aコース", "Bコース"]
    assert (rest.label, [line.text for line in rest.lines]) == ("対象", ["初めての企業", "二度目の企業"])
    (matrix,) = passages_of([table([["従業員数", "5人以下", "6人以上"], ["支給額", "10万円", "20万円"]])])
    found = read_terms(Programme("見本支援金", "p.1", (matrix,)))
    assert [(a.condition_text, a.yen) for a in found.amounts] == [("5人以下", 100_000), ("6人以上", 200_000)]


def test_names_beside_their_values_without_a_header_are_said_of_the_values() -> None:
    rows = [
        ["診断", "無料"],
        ["設計", "費用の2/3（上限20万円）"],
        ["改修", "費用の4/5（上限150万円）\n高齢者世帯は上限180万円"],
    ]
    told = read_terms(Programme("見本助成", "p.1", passages_of([heading("見本助成", 1), table(rows)])))
    assert [(rate.condition_text, rate.numerator) for rate in told.rates] == [("設計", 2), ("改修", 4)]
    assert [(a.condition_text, a.yen) for a in told.amounts] == [
        ("設計", 200_000),
        ("改修", 1_500_000),
        ("改修 / 高齢者世帯", 1_800_000),
    ]


def test_a_document_may_be_a_list_of_programmes_in_a_table() -> None:
    rows = [["補助金名", "対象者", "補助内容"], ["改装補助金", "市内の者", "1/2"], ["雇用奨励金", "事業主", "10万円"]]
    found = outline_generic(Document((heading("補助金の一覧", 1), table(rows)), "text/html"))
    assert [programme.name_text for programme in found] == ["改装補助金", "雇用奨励金"]


def test_sums_outside_the_programmes_of_a_document_are_told() -> None:
    rows = [["補助金名", "対象者", "補助内容"], ["改装補助金", "市内の者", "1/2"], ["雇用奨励金", "事業主", "10万円"]]
    said = Block("paragraph", "/p", (Line("相談料は1回5,000円を市が負担します。", "/p"),))
    found = outline(
        Document((heading("一覧", 1), table(rows), heading("専門家の派遣", 2), said), "text/html"), OutlinePlan()
    )
    assert len(found.programmes) == 2
    assert [(notice.check, notice.text, notice.locator) for notice in found.notices] == [
        ("outside-programmes", "相談料は1回5,000円を市が負担します。", "/p")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["No.", "事業名", "対象者", "補助率"], *([str(n), name, "市内の法人", "1/2"] for n, name in enumerate(NAMES))],
        [["支援メニュー", "対象者", "補助率"], *([f"{name}\n試作を支援する。", "市内の法人", "1/2"] for name in NAMES)],
        [["", *NAMES], ["対象者", "市内の法人", "市内の法人"], ["補助率", "1/2", "1/2"]],
        [row for name in NAMES for row in ([name, *SAYS[0]], ["<", *SAYS[1]])],
        [row for name in NAMES for row in ([name, ">"], *SAYS)],
        [[f"{name}\n【対象者】市内の法人\n【補助率】1/2" for name in NAMES]],
        [["制度名", "内容"], *([name, "対象者：市内の法人\n補助率：1/2"] for name in NAMES)],
    ],
    ids=["numbered", "summaries-below-names", "columns", "beside-labels", "above-labels", "cards", "one-cell-each"],
)
def test_a_table_may_list_programmes(rows: list[list[str]]) -> None:
    found = outline(Document((heading("甲市の補助金", 1), merged(rows)), "text/html"), OutlinePlan()).programmes
    assert [one.name_text for one in found] == list(NAMES)
    for one in found:
        said = {p.label: line.text for p in one.passages for line in p.lines if label_kind(p.label)}
        assert said == dict(SAYS)


def test_columns_with_a_summary_and_someone_to_ask_each_are_programmes() -> None:
    rows = [
        ["", "甲支援事業", "乙派遣事業"],
        ["概要", "試作を支援する。", "専門家を派遣する。"],
        ["対象者", "法人", "個人"],
    ]
    rows += [["補助率", "1/2", "2/3"], ["問合せ先", "商工課", "産業課"]]
    found = outline(Document((heading("市の支援", 1), merged(rows)), "text/html"), OutlinePlan()).programmes
    assert [one.name_text for one in found] == ["甲支援事業", "乙派遣事業"]


@pytest.mark.parametrize("name", ["利子補給金", "出産祝金", "技能検定報奨金"])
def test_what_else_is_paid_names_programmes(name: str) -> None:
    fields = [Block("field", f"/{n}", (Line(text, "/l"),), label=label) for n, (label, text) in enumerate(SAYS)]
    blocks = (heading(name, 2), *fields, heading("丙補助金", 2), *fields)
    assert [one.name_text for one in outline(Document(blocks, "text/html"), OutlinePlan()).programmes] == [
        name,
        "丙補助金",
    ]


def test_labels_behind_marks_part_the_paragraphs_of_a_programme() -> None:
    lines = ("・概要：試作を支援する。", "・対象者：法人", "・限度額：特許　30万円", "・補助率：1/2")
    found = passages_of([Block("paragraph", f"/{n}", (Line(text, f"/{n}", 1),)) for n, text in enumerate(lines)])
    assert [passage.label for passage in found] == ["・概要", "・対象者", "・限度額", "・補助率"]


def test_labels_before_gaps_may_stand_in_one_paragraph() -> None:
    texts = ("概要　試作を支援する。", "対象者　法人", "補助率　1/2", "申請期間　雇用の日から", "6か月以内")
    lines = tuple(Line(text, f"/{n}") for n, text in enumerate(texts))
    found = passages_of([Block("paragraph", "/p", lines), table([["旅費", "1/2"], ["謝金", "1/3"]])])
    assert [passage.label for passage in found][:4] == ["概要", "対象者", "補助率", "申請期間"]
    assert [line.text for line in found[3].lines][:2] == ["雇用の日から", "6か月以内"]


def test_the_columns_of_courses_stay_those_of_one_programme() -> None:
    rows = [["区分", "販路開拓支援", "設備投資支援"], ["補助率", "1/2", "2/3"], ["対象者", "個人", "法人"]]
    found = outline(Document((heading("甲市の補助金", 1), merged(rows)), "text/html"), OutlinePlan()).programmes
    assert len(found) == 1


def test_a_name_over_several_rows_has_its_courses_as_a_table() -> None:
    rows = [["制度名", "対象者", "区分", "補助率", "期限"]]
    rows += [
        row for name in NAMES for row in ([name, "法人", "一般", "1/2", "5月29日"], ["<", "<", "特別", "2/3", "<"])
    ]
    found = outline(Document((heading("甲市の補助金", 1), merged(rows)), "text/html"), OutlinePlan()).programmes
    assert [one.name_text for one in found] == list(NAMES)
    matrix = found[0].passages[-1].table
    assert matrix is not None
    assert [cell.text for cell in matrix.cells] == ["区分", "補助率", "一般", "1/2", "特別", "2/3"]
