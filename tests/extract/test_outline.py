"""Documents cut into programmes: by a guide's marks, by a page's chapters, and without a profile."""

from __future__ import annotations

import pytest

from pipeline.extract.outline import OutlinePlan, outline
from pipeline.extract.outline.passages import passages_of
from pipeline.records import Block, Cell, Document, LayoutChanged, Line

GUIDE = OutlinePlan(
    kind="guide",
    programme_mark="◇",
    sections=("製品開発", "基盤強化"),
    facility_sections=("支援施設",),
    other=("その他",),
)
LISTING = OutlinePlan(
    kind="listing", open_chapters=("県全域の補助金",), closed_chapters=("募集終了した補助金",), other=("免責",)
)


def heading(text: str, level: int = 2) -> Block:
    return Block("heading", f"/h{level}", (Line(text, f"/h{level}"),), level=level)


def paragraph(*lines: str) -> Block:
    return Block("paragraph", "/p", tuple(Line(line, "/p") for line in lines))


def item(text: str, depth: int = 1) -> Block:
    return Block("list_item", "/li", (Line(text, "/li", depth),))


def field_block(label: str) -> Block:
    return Block("field", "/", label=label)


def label_table(*rows: tuple[str, str]) -> Block:
    cells = [Cell(r, c, 1, 1, (Line(text, "/td"),), "/td") for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Block("table", "/table", rows=len(rows), cols=2, cells=tuple(cells))


def document(*blocks: Block, media_type: str = "text/html") -> Document:
    return Document(blocks, media_type)


def test_a_guide_is_cut_at_its_marks_and_bands() -> None:
    found = outline(
        document(
            paragraph("令和7年度版", "製品開発"),
            heading("製 品 開 発"),
            heading("◇試作支援事業", 3),
            label_table(("概 要", "試作を支援します。"), ("募集期間", "随時")),
            heading("＜試作コース＞", 4),
            label_table(("補助率", "対象経費の1/2"), ("限度額", "50万円")),
            heading("基盤強化"),
            heading("◇設備支援事業", 3),
            heading("支援施設"),
            heading("◇研修会館", 3),
            paragraph("金沢市打木町東1400"),
            heading("その他"),
            paragraph("お問い合わせください。"),
        ),
        GUIDE,
    )
    assert [(one.name_text, one.headings) for one in found.programmes] == [
        ("◇試作支援事業", ("製品開発",)),
        ("◇設備支援事業", ("基盤強化",)),
    ]
    assert [(p.label, p.course, p.lines[0].text) for p in found.programmes[0].passages] == [
        ("概要", "", "試作を支援します。"),
        ("募集期間", "", "随時"),
        ("補助率", "試作コース", "対象経費の1/2"),
        ("限度額", "試作コース", "50万円"),
    ]
    assert [section.title for section in found.facilities] == ["研修会館"]


def test_a_missing_band_is_another_document() -> None:
    with pytest.raises(LayoutChanged, match="基盤強化"):
        outline(document(heading("製品開発"), heading("◇試作支援事業", 3), heading("支援施設")), GUIDE)


def test_an_edition_may_have_bands_of_its_own() -> None:
    found = outline(
        document(
            paragraph("製品開発", "人材育成", "施設のご案内"),
            heading("甲市 商工労働課"),
            heading("製品開発"),
            heading("◇試作支援事業", 3),
            heading("人 材 育 成"),
            heading("◇研修支援事業", 3),
            heading("＜社内研修＞", 4),
            paragraph("補助率：1/2"),
            heading("施設のご案内"),
            heading("◇研修会館", 3),
        ),
        GUIDE,
    )
    assert [(one.name_text, one.headings) for one in found.programmes] == [
        ("◇試作支援事業", ("製品開発",)),
        ("◇研修支援事業", ("人材育成",)),
    ]
    assert [section.title for section in found.facilities] == ["研修会館"]
    assert [(n.check, n.text) for n in found.notices] == [
        ("missing-section", "基盤強化"),
        ("missing-section", "支援施設"),
        ("unknown-section", "人材育成"),
        ("unknown-section", "施設のご案内"),
    ]


def printed(block: Block, page: int, top: float) -> Block:
    return block._replace(page=page, bbox=(60.0, top, 500.0, top + 10))


def test_running_heads_and_index_tabs_part_nothing() -> None:
    blocks = [printed(heading("製品開発"), 1, 80), printed(heading("◇試作支援事業", 3), 1, 110)]
    for page in (1, 2, 3):
        blocks += [
            printed(paragraph(f"令和8年度版 支援ガイド {page}"), page, 20),
            printed(paragraph("製品開発"), page, 30),
            printed(paragraph(f"補助率：{page}/5"), page, 200 + 50 * page),
            printed(paragraph("金沢市 商工労働課"), page, 800),
        ]
    blocks += [printed(heading("基盤強化"), 4, 80), printed(heading("支援施設"), 5, 80)]
    (programme,) = outline(document(*blocks, media_type="application/pdf"), GUIDE).programmes
    assert [line.text for passage in programme.passages for line in passage.lines] == ["1/5", "2/5", "3/5"]


def box(*lines: str) -> Block:
    cells = tuple(Cell(r, 0, 1, 1, (Line(text, "/td"),), "/td") for r, text in enumerate(lines))
    return Block("table", "/table", rows=len(lines), cols=1, cells=cells)


@pytest.mark.parametrize("mark", ["◇", "■", "◆ ", ""])
def test_an_edition_may_mark_its_programmes_otherwise(mark: str) -> None:
    found = outline(
        document(
            heading("製品開発"),
            heading(f"{mark}試作支援事業", 3),
            heading("＜試作補助＞", 4 if mark else 3),
            heading("1. 単独企業コース", 5),
            heading(f"{mark}展示会出展補助金", 3),
            heading("基盤強化"),
            heading(f"{mark}設備導入助成金", 3),
            heading("支援施設"),
            box(f"{mark}研修会館", "甲市本町1-1") if mark else heading("研修会館", 3),
        ),
        GUIDE,
    )
    assert [one.name_text.removeprefix(mark) for one in found.programmes] == [
        "試作支援事業",
        "展示会出展補助金",
        "設備導入助成金",
    ]
    assert [section.title for section in found.facilities] == ["研修会館"]
    assert [notice.check for notice in found.notices] == ([] if mark == "◇" else ["other-mark"])


def cut(*blocks: Block) -> list[tuple[str, str, str]]:
    return [(p.label, p.course, line.text) for p in passages_of(blocks) for line in p.lines]


def test_a_further_table_below_a_title_is_the_next_programmes_in_a_guide_without_marks() -> None:
    rows = (("概要", "試作を支援します。"), ("補助率", "1/2"))
    plain = label_table(*rows)
    title = Cell(0, 0, 1, 2, (Line("中小企業設備投資促進助成金", "/td"),), "/td")
    titled = plain._replace(rows=3, cells=(title, *(cell._replace(row=cell.row + 1) for cell in plain.cells)))
    heads = [heading(name, 3) for name in ("試作支援事業", "販路支援事業", "人材育成事業")]
    bands = heading("製品開発", 2), heading("基盤強化", 2), heading("支援施設", 2)
    blocks = (bands[0], heads[0], plain, titled, heads[1], titled, bands[1], heads[2], plain, bands[2])
    names = [one.name_text for one in outline(document(*blocks), GUIDE).programmes]
    assert names == ["試作支援事業", "中小企業設備投資促進助成金", "販路支援事業", "人材育成事業"]


def test_words_about_the_call_in_brackets_are_no_course() -> None:
    assert cut(
        heading("【補助率】", 6),
        paragraph("1/3"),
        heading("＜今後の公募予定＞", 6),
        paragraph("秋に次の公募を予定しています。"),
        heading("【参考】", 6),
        paragraph("他の支援策の上限は50万円です。"),
        heading("＜海外出展＞", 6),
        paragraph("補助率：1/2"),
    ) == [
        ("補助率", "", "1/3"),
        ("＜今後の公募予定＞", "", "秋に次の公募を予定しています。"),
        ("参考", "", "他の支援策の上限は50万円です。"),
        ("補助率", "海外出展", "1/2"),
    ]


def test_labels_that_courses_share_stand_inside_them() -> None:
    assert cut(
        heading("【概要】", 6),
        paragraph("販路を支援"),
        heading("＜国内出展＞", 6),
        heading("【補助率】", 6),
        paragraph("1/3"),
        heading("【回数制限】", 6),
        paragraph("年1回"),
        heading("＜海外出展＞", 6),
        heading("【補助率】", 6),
        paragraph("1/2"),
        heading("【申請期間】", 6),
        paragraph("随時"),
    ) == [
        ("概要", "", "販路を支援"),
        ("補助率", "国内出展", "1/3"),
        ("回数制限", "国内出展", "年1回"),
        ("補助率", "海外出展", "1/2"),
        ("申請期間", "", "随時"),
    ]


def test_items_that_alone_are_labelled_open_passages() -> None:
    listed = [
        item("・対象者：市内の企業"),
        item("・補助率：機械は1/2"),
        paragraph("蓄電池は1/3"),
        item("・申請期間：随時"),
    ]
    labels = [label for label, _, _ in cut(*listed)]
    assert [label.lstrip("・") for label in labels] == ["対象者", "補助率", "補助率", "申請期間"]
    assert [label for label, _, _ in cut(heading("補助内容", 5), *listed)] == ["補助内容"] * 4


def test_a_label_and_its_value_in_one_cell_are_told_apart() -> None:
    table = label_table(("対象者", "市内の企業"), ("補助率・補助上限額 経費の2/3、50万円", ""), ("受付期間", "随時"))
    cells = (*table.cells[:2], table.cells[2]._replace(colspan=2), *table.cells[4:])
    assert cut(table._replace(cells=cells)) == [
        ("対象者", "", "市内の企業"),
        ("補助率・補助上限額", "", "経費の2/3、50万円"),
        ("受付期間", "", "随時"),
    ]


def test_a_listing_is_cut_at_chapters_groups_and_names() -> None:
    found = outline(
        document(
            heading("一覧", 1),
            heading("1. 県全域の補助金"),
            heading("2025年11月終了予定", 3),
            heading("甲支援補助金", 4),
            heading("概要", 5),
            paragraph("甲を支援する。"),
            heading("乙支援補助金【4次】", 4),
            heading("終了予定不明", 3),
            heading("丙奨励金", 4),
            paragraph("補助率:1/2"),
            heading("免責"),
            heading("免責"),
            heading("お知らせの章"),
            heading("３．募集終了した補助金"),
            heading("丁補助金", 4),
            paragraph("概要:丁"),
            heading("最近の投稿", 4),
        ),
        LISTING,
    )
    assert [(one.name_text, one.headings[-1], one.is_closed) for one in found.programmes] == [
        ("甲支援補助金", "2025年11月終了予定", False),
        ("乙支援補助金【4次】", "2025年11月終了予定", False),
        ("丙奨励金", "終了予定不明", False),
        ("丁補助金", "３．募集終了した補助金", True),
    ]
    checks = [notice.check for notice in found.notices]
    assert checks == ["duplicate-section", "unknown-section"]
    assert [notice.check for notice in found.programmes[1].notices] == ["empty-body"]


def test_a_lost_chapter_stops_the_reading() -> None:
    with pytest.raises(LayoutChanged, match="募集終了した補助金"):
        outline(document(heading("県全域の補助金"), heading("甲補助金", 4)), LISTING)


@pytest.mark.parametrize(
    ("chapter", "is_closed"),
    [("受付を終了した補助金", True), ("過去の補助金（参考）", True), ("近日公募開始の補助金", None)],
)
def test_a_renamed_chapter_that_says_what_it_lists_stands_in(chapter: str, is_closed: bool | None) -> None:
    page = document(
        heading("県全域の補助金"),
        heading("甲補助金", 4),
        paragraph("補助率:1/2"),
        heading(chapter),
        heading("乙補助金", 4),
        paragraph("補助率:1/3"),
    )
    if is_closed is None:
        with pytest.raises(LayoutChanged, match="募集終了した補助金"):
            outline(page, LISTING)
        return
    found = outline(page, LISTING)
    assert [(one.name_text, one.is_closed) for one in found.programmes] == [
        ("甲補助金", False),
        ("乙補助金", is_closed),
    ]
    assert [notice.check for notice in found.notices] == ["unknown-section"]


def test_a_text_is_one_programme_named_by_its_first_line() -> None:
    found = outline(
        document(
            Block("heading", "L1", (Line("【津市】設備補助金", "L1"),), level=4),
            heading("■補助率", 3),
            paragraph("３分の２以内"),
            paragraph("受付期間：令和8年4月1日から"),
            media_type="text/plain",
        ),
        OutlinePlan(),
    )
    assert [one.name_text for one in found.programmes] == ["【津市】設備補助金"]
    assert [(p.label, p.lines[0].text) for p in found.programmes[0].passages] == [
        ("補助率", "３分の２以内"),
        ("受付期間", "令和8年4月1日から"),
    ]


def test_a_fragment_without_a_heading_loses_none_of_its_first_words() -> None:
    field = Block("field", "/f", (Line("3分の1", "/f"), Line("上限60万円", "/f")), label="■補助率")
    (one,) = outline(document(field, paragraph("その他")), OutlinePlan()).programmes
    (first, *_) = one.passages
    assert (first.label, [line.text for line in first.lines]) == ("補助率", ["3分の1", "上限60万円", "その他"])
    label = Block("field", "/f", (), label="■補助上限額")
    (one,) = outline(document(label, paragraph("６０万円"), paragraph("その他")), OutlinePlan()).programmes
    assert [line.text for p in one.passages for line in p.lines] == ["６０万円", "その他"]
    (one,) = outline(
        document(paragraph("提出期限を令和8年8月3日まで延長しました。"), paragraph("公募")), OutlinePlan()
    ).programmes
    assert [line.text for p in one.passages for line in p.lines] == [
        "提出期限を令和8年8月3日まで延長しました。",
        "公募",
    ]


def test_several_programmes_are_found_without_a_profile() -> None:
    blocks = []
    for name in ("甲補助金", "乙助成金"):
        blocks += [heading(name, 3), label_table(("対象者", "中小企業者"), ("補助率", "1/2"))]
    found = outline(document(heading("支援制度", 1), *blocks), OutlinePlan())
    assert [one.name_text for one in found.programmes] == ["甲補助金", "乙助成金"]


def test_chapters_may_have_their_programmes_on_levels_of_their_own() -> None:
    def stated(name: str, level: int) -> tuple[Block, ...]:
        return (
            heading(name, level),
            field_block("補助率"),
            paragraph("2分の1以内"),
            field_block("対象者"),
            paragraph("中小企業者"),
        )

    found = outline(
        document(
            heading("例示県の補助金一覧", 1),
            heading("2026年3月終了予定", 2),
            *stated("例示県 設備補助金", 3),
            *stated("例示県 展示会補助金", 3),
            heading("若葉市の補助金", 3),
            *stated("若葉市 改装補助金", 4),
            heading("募集終了した補助金", 2),
            *stated("例示県 省エネ補助金", 3),
        ),
        OutlinePlan(),
    ).programmes
    assert [(one.name_text, one.headings[1:], one.is_closed) for one in found] == [
        ("例示県 設備補助金", ("2026年3月終了予定",), False),
        ("例示県 展示会補助金", ("2026年3月終了予定",), False),
        ("若葉市 改装補助金", ("2026年3月終了予定", "若葉市の補助金"), False),
        ("例示県 省エネ補助金", ("募集終了した補助金",), True),
    ]


def test_several_programmes_that_are_told_in_free_words_are_found() -> None:
    told = [
        (
            heading("空き店舗出店応援補助金", 3),
            paragraph("改装費の3分の1以内、50万円まで補助します。締切は令和9年1月29日です。"),
        ),
        (
            heading("デジタル化推進補助金(第2次公募)", 3),
            paragraph("対象:小規模事業者"),
            item("補助率:4分の3以内"),
            item("締切:8月31日"),
        ),
        (
            heading("展示会出展支援事業", 3),
            paragraph("小間料の半額を、25万円まで助けます。"),
            paragraph("受付は2月26日までです。"),
        ),
        (heading("若者雇用奨励金", 3), paragraph("1人につき10万円を交付します。")),
        (heading("窓口", 3), paragraph("商工課へ4月1日から、手数料は300円です。")),
    ]
    blocks = [heading("丘の市の補助金", 2), *(block for part in told for block in part)]
    names = [each.name_text for each in outline(document(*blocks), OutlinePlan()).programmes]
    assert names == [part[0].text for part in told[:4]]
    dated = [
        (heading(name), heading("申請期限", 3), paragraph("12月15日まで"))
        for name in ("【丘の市】一時支援金について", "月次支援金", "時短協力金")
    ]
    few = [heading("事業者向けの支援について", 1), *(block for part in dated for block in part)]
    assert [each.name_text for each in outline(document(*few), OutlinePlan()).programmes] == [
        part[0].text for part in dated
    ]
    two = [heading("丘の市の補助金", 1), *told[0], *told[3]]
    assert len(outline(document(*two), OutlinePlan()).programmes) == 1
    steps = [
        ("補助金の額", "50万円を1月29日に払います。"),
        ("補助対象事業", "100万円までの4月1日の工事"),
        ("実績の報告", "3月末に30万円"),
    ]
    one = [
        heading("設備更新補助金", 1),
        *(block for name, words in steps for block in (heading(name), paragraph(words))),
    ]
    assert [each.name_text for each in outline(document(*one), OutlinePlan()).programmes] == ["設備更新補助金"]


def test_names_in_bold_open_programmes_where_several_do() -> None:
    names = ("空き店舗出店応援補助金【市独自】", "飲食店宅配導入支援", "若者雇用奨励金")
    blocks = [
        [field_block(name), paragraph("店を助けます。"), paragraph("上限:25万円"), paragraph("8月31日まで")]
        for name in names
    ]
    pages = [heading("事業者のみなさまへ"), *(block for part in blocks for block in part)]
    found = outline(document(*pages), OutlinePlan()).programmes
    assert [one.name_text for one in found] == list(names)
    assert all("25万円" in str(one.passages) for one in found)
    kinds = [
        (heading(name), paragraph("50万円、8月31日まで"))
        for name in ("1-1 助成金について", "1-2 融資について", "1-3 補助制度")
    ]
    listed = [heading("事業者支援制度", 1), *(block for part in kinds for block in part)]
    assert len(outline(document(*listed), OutlinePlan()).programmes) == 1
    call = [heading("店舗支援補助金", 1), *blocks[0], *blocks[1]]
    assert [one.name_text for one in outline(document(*call), OutlinePlan()).programmes] == ["店舗支援補助金"]


def test_a_label_ends_the_courses_it_stands_above() -> None:
    passages = passages_of(
        [
            heading("■助成率及び限度額", 3),
            paragraph("【施設整備】"),
            item("・助成率：2/3"),
            paragraph("【備品購入】"),
            item("・助成率：1/2"),
            heading("■募集期間", 3),
            paragraph("随時"),
        ]
    )
    assert [(p.label, p.course, p.lines[0].text) for p in passages] == [
        ("助成率及び限度額", "施設整備", "・助成率：2/3"),
        ("助成率及び限度額", "備品購入", "・助成率：1/2"),
        ("募集期間", "", "随時"),
    ]


def test_items_stay_with_their_section() -> None:
    (passage,) = passages_of([heading("補助内容", 5), item("・補助率:1/2"), item("・上限:10万円")])
    assert passage.label == "補助内容"
    assert [line.text for line in passage.lines] == ["・補助率:1/2", "・上限:10万円"]


def test_a_head_that_is_no_label_divides_what_the_label_above_is_about() -> None:
    lines = ("【基準額】", "◆ソフト", "（300千円）", "◆ハード", "（500千円）")
    found = passages_of([heading("■補助額上限", 3), *(paragraph(line) for line in lines)])
    assert [(p.label, p.course, [line.text for line in p.lines]) for p in found] == [
        ("補助額上限", "基準額", ["◆ソフト", "（300千円）"]),
        ("補助額上限", "基準額", ["◆ハード", "（500千円）"]),
    ]


def test_a_label_without_words_is_that_of_the_courses_below_it() -> None:
    passages = passages_of(
        [
            heading("■補助金額", 3),
            paragraph("＜通常枠＞"),
            paragraph("100万円"),
            paragraph("＜特別枠＞"),
            paragraph("200万円"),
            heading("■募集期間", 3),
            paragraph("随時"),
        ]
    )
    assert [(p.label, p.course, p.lines[0].text) for p in passages] == [
        ("補助金額", "通常枠", "100万円"),
        ("補助金額", "特別枠", "200万円"),
        ("募集期間", "", "随時"),
    ]


def test_sections_set_in_one_line_are_told_by_their_marks() -> None:
    passages = passages_of(
        [paragraph("■事業概要 工場の屋根に庇を設けます。 ◆補助率 2分の1以内 ■公募期間 令和8年6月1日～令和8年6月30日")]
    )
    assert [(p.label, p.lines[0].text) for p in passages] == [
        ("事業概要", "工場の屋根に庇を設けます。"),
        ("補助率", "2分の1以内"),
        ("公募期間", "令和8年6月1日～令和8年6月30日"),
    ]
    (one,) = passages_of([paragraph("対象は ■印の品です")])
    assert one.lines[0].text == "対象は ■印の品です"


def test_a_period_named_in_a_cell_of_no_kind_opens_a_passage() -> None:
    lines = (Line("商店の改装を助けます。", "/td"), Line("申請受付：令和8年8月3日～8月28日", "/td"))
    (target, words) = label_table(("対象者", "商店"), ("概要", "")).cells[:2], Cell(1, 1, 1, 1, lines, "/td")
    label = Cell(1, 0, 1, 1, (Line("概要", "/td"),), "/td")
    passages = passages_of([Block("table", "/table", rows=2, cols=2, cells=(*target, label, words))])
    assert [(p.label, p.lines[0].text) for p in passages] == [
        ("対象者", "商店"),
        ("概要", "商店の改装を助けます。"),
        ("申請受付", "令和8年8月3日～8月28日"),
    ]


def test_a_text_in_one_line_is_named_by_what_stands_before_its_first_section() -> None:
    body = "■事業概要 " + "町内の旅館が客室の設えを改める費用を助けます。" * 5 + " ■補助率 2分の1以内"
    (one,) = outline(
        document(paragraph("乙町旅館改修補助金 " + body), media_type="text/plain"), OutlinePlan()
    ).programmes
    assert one.name_text == "乙町旅館改修補助金"
    assert [(p.label, p.lines[0].text) for p in one.passages][-1] == ("補助率", "2分の1以内")


def test_whom_a_leaflet_addresses_is_not_its_programme() -> None:
    found = outline(
        document(heading("事業主の皆さまへ", 4), heading("例示助成金", 1), paragraph("助成率：1/2")), OutlinePlan()
    )
    assert [programme.name_text for programme in found.programmes] == ["例示助成金"]


def test_rows_below_two_labels_are_labelled_by_their_first_cell() -> None:
    table = label_table(
        ("補助率", "2/3"),
        ("補助上限", "50万円"),
        ("新規枠", "30万円上乗せ"),
        ("若者枠", "20万円上乗せ"),
        ("両枠", "50万円上乗せ"),
    )
    found = passages_of([table])
    assert [(each.label, each.lines[0].text) for each in found][:3] == [
        ("補助率", "2/3"),
        ("補助上限", "50万円"),
        ("新規枠", "30万円上乗せ"),
    ]


def test_a_header_above_a_list_makes_no_label_table() -> None:
    (found,) = passages_of(
        [label_table(("対象経費", "活用事例"), ("広報費", "看板"), ("旅費", "視察"), ("借料", "機器"))]
    )
    assert found.table is not None


def test_a_cell_beside_all_rows_says_what_they_are_about() -> None:
    rows = (("申請締切", "令和8年6月1日"), ("実績報告期限", "令和9年3月1日"))
    cells = [
        Cell(r, c + 1, 1, 1, (Line(text, "/td"),), "/td") for r, row in enumerate(rows) for c, text in enumerate(row)
    ]
    caption = Cell(0, 0, 2, 1, (Line("第3回受付分", "/td"),), "/td")
    table = Block("table", "/table", rows=2, cols=3, cells=(caption, *cells))
    assert [(each.label, each.course, each.lines[0].text) for each in passages_of([table, paragraph("以上")])] == [
        ("申請締切", "第3回受付分", "令和8年6月1日"),
        ("実績報告期限", "第3回受付分", "令和9年3月1日"),
        ("", "", "以上"),
    ]


def test_a_title_over_two_lines_names_the_programme_whole() -> None:
    def line(text: str, top: float) -> Block:
        return heading(text, 1)._replace(page=1, bbox=(60.0, top, 300.0, top + 30.0))

    found = outline(
        document(line("例示市", 60), line("時間延長", 100), line("助成金", 140), line("案内", 400)), OutlinePlan()
    )
    assert found.programmes[0].name_text == "例示市時間延長助成金"
