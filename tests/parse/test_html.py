"""What HTML says as blocks: one table of small bodies and what is read from them."""

import lxml.html
import pytest

from pipeline.parse.html import parse_html
from pipeline.records import DocumentRefused
from tests.parse.html_helpers import every_line, page, read, shapes

CASES: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "heading and paragraph": ("<h1>一覧</h1><p>本文です。</p>", [("h1", "一覧"), ("paragraph", "本文です。")]),
    "white space is folded, a source line end between wide letters is none": (
        "<p>  対象\n  経費　から\t 3 日 </p>",
        [("paragraph", "対象経費 から 3 日")],
    ),
    "entities, blanks, zero width, soft hyphen": (
        "<p>A&amp;B&nbsp;&lt;枠&gt;&#8203;補&shy;助<wbr>金</p>",
        [("paragraph", "A&B <枠>補助金")],
    ),
    "radicals are ideographs": ("<p>⽉次⽀援⾦の⻑所</p>", [("paragraph", "月次支援金の長所")]),
    "ruby readings are dropped": (
        "<p><ruby>能<rt>のう</rt>登<rp>(</rp><rt>と</rt><rp>)</rp></ruby>半島</p>",
        [("paragraph", "能登半島")],
    ),
    "label and lines": (
        "<p><strong>募集期間</strong><br>4月1日～<br>※先着順</p>",
        [("field", "募集期間", "4月1日～", "※先着順")],
    ),
    "labels of a list whose items have several lines": (
        "<ul>\n<li><strong>募集期間</strong>: 4月1日～<br>※先着順</li>\n</ul>",
        [("field", "募集期間", "4月1日～", "※先着順")],
    ),
    "inline label": ("<p><strong>補助率</strong>:1/2以内</p>", [("field", "補助率", "1/2以内")]),
    "inline label, wide colon within": ("<p><b>補助率：</b>1/2以内</p>", [("field", "補助率", "1/2以内")]),
    "bracketed label": ("<p><strong>【補助率】</strong>1/2以内</p>", [("field", "【補助率】", "1/2以内")]),
    "marked label": ("<p><b>■期間</b> 7月1日から</p>", [("field", "■期間", "7月1日から")]),
    "bold by style": (
        '<p><span style="font-weight:bold">対象者</span><br>市内の企業</p>',
        [("field", "対象者", "市内の企業")],
    ),
    "two labels in a paragraph": (
        "<p>はじめに<br><strong>概要</strong><br>支援<br><strong>対象者</strong><br>企業</p>",
        [("paragraph", "はじめに"), ("field", "概要", "支援"), ("field", "対象者", "企業")],
    ),
    "a label alone labels what follows": (
        "<p><strong>対象者</strong></p><p>企業</p>",
        [("field", "対象者"), ("paragraph", "企業")],
    ),
    "emphasis is no label": (
        "<p><strong>最大200万円</strong>を補助</p><p><strong>必ず事前に相談してください。</strong></p>",
        [("paragraph", "最大200万円を補助"), ("paragraph", "必ず事前に相談してください。")],
    ),
    "a dated name is a label, a dated sentence none": (
        "<p><strong>令和7年8月大雨 再建支援補助金【2026年3月終了予定】</strong></p><p><strong>2026年3月2日から受付</strong></p>",
        [("field", "令和7年8月大雨 再建支援補助金【2026年3月終了予定】"), ("paragraph", "2026年3月2日から受付")],
    ),
    "nested list, the item's own words first": (
        "<ul><li>国<ul><li>補助金</li><li>税制</li></ul></li><li>県</li></ul>",
        [("list_item", (1, "国")), ("list_item", (2, "補助金")), ("list_item", (2, "税制")), ("list_item", (1, "県"))],
    ),
    "a link around blocks follows what it holds, named by its heading": (
        '<div>前<a href="/x"><p>受付中</p><h3>甲補助金</h3><p>中小企業向け</p></a>後</div>',
        [
            ("paragraph", "前"),
            ("paragraph", "受付中"),
            ("h3", "甲補助金"),
            ("paragraph", "中小企業向け"),
            ("link", "甲補助金", "https://www.example.jp/x"),
            ("paragraph", "後"),
        ],
    ),
    "a link around blocks without a heading is named by its first words": (
        '<a href="/x"><p>甲補助金<br>乙課</p><p>中小企業向け</p></a>',
        [
            ("paragraph", "甲補助金", "乙課"),
            ("paragraph", "中小企業向け"),
            ("link", "甲補助金", "https://www.example.jp/x"),
        ],
    ),
    "hidden words in bold take no others with them": (
        "<p><strong hidden>印</strong><strong>対象者</strong>は企業です</p>",
        [("paragraph", "対象者は企業です")],
    ),
    "an empty link, and a link in a link, hide none that follow": (
        '<p><a href="/a"></a><a href="/b"><a href="/c">要綱</a></p>',
        [
            ("paragraph", "要綱"),
            ("link", "https://www.example.jp/a"),
            ("link", "https://www.example.jp/b"),
            ("link", "要綱", "https://www.example.jp/c"),
        ],
    ),
    "words after a nested list": (
        "<ol><li>国<ol><li>甲</li></ol>以上</li></ol>",
        [("list_item", (1, "国")), ("list_item", (2, "甲")), ("list_item", (1, "以上"))],
    ),
    "list item of paragraphs": ("<ul><li><p>上</p><p>下</p></li></ul>", [("list_item", (1, "上"), (1, "下"))]),
    "list item that is a card": (
        "<ul><li><h3>甲事業</h3><p>内容</p></li></ul>",
        [("h3", "甲事業"), ("paragraph", "内容")],
    ),
    "list of breaks": (
        "<p>対象経費<br>・設備費<br>　・工具<br>　　・治具<br>①広告費<br>　（印刷を含む）</p>",
        [
            (
                "paragraph",
                "対象経費",
                (1, "・設備費"),
                (2, "・工具"),
                (3, "・治具"),
                (1, "①広告費"),
                (1, "（印刷を含む）"),
            )
        ],
    ),
    "a paragraph's own indent is no nesting": (
        "<p>　市内の企業を支援します。</p>",
        [("paragraph", "市内の企業を支援します。")],
    ),
    "a date opens no item": ("<p>1.1%以内<br>2025年4月1日</p>", [("paragraph", "1.1%以内", "2025年4月1日")]),
    "definition list": (
        "<dl><dt>対象者</dt><dd>企業</dd><dt>補助率</dt><dd><p>1/2</p><ul><li>上限あり</li></ul></dd></dl>",
        [("field", "対象者", "企業"), ("field", "補助率", "1/2", (1, "上限あり"))],
    ),
    "definition list in groups, two definitions": (
        "<dl><div><dt>対象者</dt><dd>企業</dd><dd>個人</dd></div></dl>",
        [("field", "対象者", "企業", "個人")],
    ),
    "loose words of a container": (
        "<div>前<p>中</p>後<b>太</b></div>",
        [("paragraph", "前"), ("paragraph", "中"), ("paragraph", "後太")],
    ),
    "an inline element around blocks": (
        "<div><span>前<p>中</p></span>後</div>",
        [("paragraph", "前"), ("paragraph", "中"), ("paragraph", "後")],
    ),
    "preformatted lines": ("<pre>一行\n二行</pre>", [("paragraph", "一行", "二行")]),
    "heading with markup": ("<h3><span>第</span>1<br>枠</h3>", [("h3", "第1 枠")]),
    "button in a heading": (
        "<h3><button aria-expanded=false>甲補助金</button></h3><p>内容</p>",
        [("h3", "甲補助金"), ("paragraph", "内容")],
    ),
    "a heading without the sign of its own address": (
        '<h2><a class="anchor" href="#a">#</a> 県全域</h2><h3>甲補助金<a href="#b">¶</a></h3><p>支援</p>',
        [("h2", "県全域"), ("h3", "甲補助金"), ("paragraph", "支援")],
    ),
    "labels and words that a style sheet sets apart in items": (
        '<ul><li><span class="t">補助率</span><span class="d">1/2</span></li>'
        '<li><span class="t">対象者</span><span class="d">企業<br>団体</span></li></ul>',
        [("list_item", (1, "補助率：1/2")), ("list_item", (1, "対象者：企業"), (1, "団体"))],
    ),
    "a term without words among parts of the page": (
        "<dl><dt>甲補助金</dt><dd><p><b>対象者</b></p><p>企業</p><p><b>補助率</b></p><p>1/2</p></dd><dt>乙補助金</dt><dd></dd></dl>",
        [
            ("h2", "甲補助金"),
            ("field", "対象者"),
            ("paragraph", "企業"),
            ("field", "補助率"),
            ("paragraph", "1/2"),
            ("h2", "乙補助金"),
        ],
    ),
    "links follow their block": (
        '<p>詳細は<a href="/a.pdf">要綱</a>と<a href="#x">下</a><a href="javascript:f()">印刷</a></p>',
        [("paragraph", "詳細は要綱と下印刷"), ("link", "要綱", "https://www.example.jp/a.pdf")],
    ),
    "a picture's words are its link's": (
        '<p>見る<a href="https://www.example.jp/b"><img src="b.png" alt="ちらし"></a></p>',
        [("paragraph", "見るちらし"), ("link", "ちらし", "https://www.example.jp/b")],
    ),
}
BASE = '<link rel="canonical" href="https://www.example.jp/list/">'


@pytest.mark.parametrize("name", CASES)
def test_blocks(name: str) -> None:
    body, expected = CASES[name]
    assert shapes(body, BASE) == expected


TABLES: dict[str, tuple[str, tuple[object, ...]]] = {
    "merged both ways": (
        "<table><tr><th rowspan=2>区分</th><th colspan=2>率</th></tr><tr><td>小</td><td>中</td></tr></table>",
        ("table", 2, 3, (0, 0, 2, 1, "区分"), (0, 1, 1, 2, "率"), (1, 1, 1, 1, "小"), (1, 2, 1, 1, "中")),
    ),
    "spans beyond the table": (
        "<table><tbody><tr><td rowspan=99>甲</td><td colspan=50>乙</td></tr><tr><td>丙</td></tr></tbody></table>",
        ("table", 2, 2, (0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙")),
    ),
    "rowspan ends with its group": (
        "<table><thead><tr><th rowspan=3>頭</th><th>率</th></tr></thead><tbody><tr><td>甲</td><td>1/2</td></tr></tbody></table>",
        ("table", 2, 2, (0, 0, 1, 1, "頭"), (0, 1, 1, 1, "率"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "1/2")),
    ),
    "missing cells": (
        "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
        ("table", 2, 2, (0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "")),
    ),
    "senseless spans": (
        '<table><tr><td colspan="x">甲</td><td colspan="-3">乙</td><td rowspan="0">丙</td></tr><tr><td>丁</td><td>戊</td></tr></table>',
        (
            "table",
            2,
            3,
            (0, 0, 1, 1, "甲"),
            (0, 1, 1, 1, "乙"),
            (0, 2, 2, 1, "丙"),
            (1, 0, 1, 1, "丁"),
            (1, 1, 1, 1, "戊"),
        ),
    ),
    "lists and breaks in a cell": (
        "<table><tr><th>対象</th><td>次の者<ul><li>企業<ul><li>小</li></ul></li></ul>ほか<br>団体</td></tr></table>",
        ("table", 1, 2, (0, 0, 1, 1, "対象"), (0, 1, 1, 1, "次の者\n企業\n小\nほか\n団体")),
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    body, expected = TABLES[name]
    blocks = shapes(body)
    assert blocks == [expected]
    _, rows, cols, *cells = blocks[0]
    covered = [
        (r, c)
        for row, col, height, width, _ in cells
        for r in range(row, row + height)
        for c in range(col, col + width)
    ]
    assert sorted(covered) == [(r, c) for r in range(rows) for c in range(cols)]


def test_a_nested_table_follows_its_table_and_header_cells_are_known() -> None:
    body = "<table><caption>表1</caption><tr><th>甲</th><td>前<table><tr><td>内</td><td>側</td></tr></table></td></tr></table>"
    document = read(body)
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "table"]
    assert [cell.text for cell in document.blocks[1].cells] == ["甲", "前"]
    assert [cell.is_header for cell in document.blocks[1].cells] == [True, False]
    assert [cell.text for cell in document.blocks[2].cells] == ["内", "側"]


def test_a_table_that_only_places_blocks_is_no_table() -> None:
    assert shapes("<table><tr><td><h2>甲</h2><p>内容</p></td><td><p>右</p></td></tr></table>") == [
        ("h2", "甲"),
        ("paragraph", "内容"),
        ("paragraph", "右"),
    ]


def test_a_table_that_places_a_page_may_hold_a_table_with_headers() -> None:
    inner = "<table><tr><th>区分</th><th>額</th></tr><tr><td>一般</td><td>5万円</td></tr></table>"
    page = f"<table><tr><td>案内</td><td><h2>甲</h2><p>内容</p>{inner}</td></tr></table>"
    assert [block.kind for block in read(page).blocks] == ["paragraph", "heading", "paragraph", "table"]


def test_title_and_address() -> None:
    assert parse_html(page("<p>あ</p>"), name="t").title == "題"
    assert parse_html(page("<h1>主題</h1><p>あ</p>"), name="t").title == "主題"
    assert shapes('<p><a href="b">乙</a></p>', '<base href="https://b.jp/x/">')[1] == ("link", "乙", "https://b.jp/x/b")
    assert shapes('<p><a href="b">乙</a></p>')[1] == ("link", "乙", "b")


@pytest.mark.parametrize("data", [b"<html></html>", page(""), page("<script>x</script>"), b"<!-- x -->"])
def test_a_page_without_words_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(DocumentRefused, match=r"^t\.html: ") as refusal:
        parse_html(data, name="t.html")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "body",
    [
        '<div>前<a href="https://e.jp/1">一</a><p>中<a href="https://e.jp/2">二</a></p>後<a href="https://e.jp/3">三</a></div>',
        '<ul><li><a href="https://e.jp/1">一</a><ul><li><a href="https://e.jp/2">二</a></li></ul><a href="https://e.jp/3">三</a></li></ul>',
        '<table><tr><td><a href="https://e.jp/1">一</a><p>と<a href="https://e.jp/2">二</a></p><a href="https://e.jp/3">三</a></td><td>右</td></tr></table>',
    ],
)
@pytest.mark.parametrize("repair", [False, True])
def test_the_place_of_a_link_is_its_own_however_many_stand_before_it(body: str, repair: bool) -> None:
    data = page(body)
    links = [block for block in parse_html(data, name="t", repair=repair).blocks if block.kind == "link"]
    tree = lxml.html.document_fromstring(data.decode())
    assert [each.get("href") for link in links for each in tree.xpath(link.locator)] == [link.url for link in links]
    assert sorted(link.text for link in links) == ["一", "三", "二"]


def test_a_page_whose_main_part_holds_only_pictures_is_read_around_it() -> None:
    body = f"<main><p>{'<img src=sign.png class=wide>' * 9}</p></main><p>受付は4月1日からです。</p>"
    assert shapes(body) == [("paragraph", "受付は4月1日からです。")]


def test_a_link_around_blocks_may_break_off_in_an_attribute() -> None:
    body = "<div><a href=><p>受付は4月1日からです。</p></a></div>"
    assert [block.text for block in parse_html(page(body), name="t").blocks] == ["受付は4月1日からです。"]


@pytest.mark.parametrize("tag", ["s", "del", "strike"])
def test_struck_words_are_not_read_and_the_maintainer_is_told(tag: str) -> None:
    document = read(f"<p>受付は4月1日から<{tag}>5月30日</{tag}>6月30日まで</p><p>対象：<b>市内</b>の事業者</p>")
    assert [line.text for line in every_line(document)] == ["受付は4月1日から6月30日まで", "対象：市内の事業者"]
    assert [notice.check for notice in document.notices] == ["struck-out"]
    assert not read("<p>対象は<small>市内</small>の事業者</p>").notices


@pytest.mark.parametrize(
    "markup",
    [
        "<del><p>旧</p></del>",
        "<s><ul><li>旧</li></ul></s>",
        "<p style='color:red; text-decoration: line-through'>旧</p>",
        "<p><span style='text-decoration:line-through'>旧</span></p>",
        "<details><summary>丙</summary><div class=line-through><p>旧</p></div></details>",
        "<table><tr><td>甲</td><td>乙</td></tr><tr style='text-decoration:line-through'><td>旧</td><td>旧</td></tr></table>",
        "<table><tbody style='text-decoration:line-through'><tr><td>旧</td><td>旧</td></tr></tbody><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>",
    ],
)
def test_whole_blocks_may_be_struck_out(markup: str) -> None:
    document = read(f"<p>新</p>{markup}")
    assert "旧" not in "".join(line.text for line in every_line(document))
    assert [notice.check for notice in document.notices] == ["struck-out"]


@pytest.mark.parametrize(("after", "told"), [("", ""), ("<button>すべて表示</button>", "丙")])
def test_hidden_rows_of_a_table_are_read_where_a_button_shows_them(after: str, told: str) -> None:
    rows = "<tr><td>甲</td><td>乙</td></tr><tr style='display:none'><td>丙</td><td>丙</td></tr>"
    (block,) = read(f"<table><tbody>{rows}</tbody></table>{after}").blocks
    assert [cell.text for cell in block.cells] == ["甲", "乙", told, told]
