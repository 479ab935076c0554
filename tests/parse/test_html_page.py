"""What of a page is content: furniture and unseen text stay out, accordions of any make come in, nothing else is lost."""

import pytest

from tests.parse.html_helpers import shapes

MAIN = "<h1>県の補助金</h1><p>この章では、いま募集している制度を紹介します。期間や条件は変わることがあります。</p>"
READ = [
    ("h1", "県の補助金"),
    ("paragraph", "この章では、いま募集している制度を紹介します。期間や条件は変わることがあります。"),
]

FURNITURE = {
    "navigation": f"<nav><ul><li><a href=/a>ホーム</a></li><li><a href=/b>相談</a></li></ul></nav>{MAIN}",
    "role": f"<div role=navigation><a href=/a>ホーム</a></div>{MAIN}<div role=search>検索</div>",
    "header and footer": f"<header>市役所<p>代表電話</p></header>{MAIN}<footer><p>〒920 市役所</p></footer>",
    "main": f"<div><a href=/a>ホーム</a> 見出し</div><main>{MAIN}</main><div>広告</div>",
    "main by role": f"<div>ロゴ</div><div role=main>{MAIN}</div>",
    "aside": f"<article>{MAIN}</article><aside><h2>人気記事</h2><ul><li><a href=/1>一</a></li></ul></aside>",
    "aside of links in the main part": f"<article>{MAIN}<aside><a href=/1>関連記事の一覧</a></aside></article>",
    "breadcrumbs": f"<p><a href=/>ホーム</a> &gt; <a href=/s>産業</a> &gt; 県の補助金</p>{MAIN}",
    "breadcrumbs after words": f"<p>現在の位置：<a href=/>ホーム</a> &gt; <a href=/s>産業</a> &gt; 県の補助金</p>{MAIN}",
    "breadcrumb list": f"<ol><li><a href=/>ホーム</a></li><li><a href=/s>産業</a></li><li>県の補助金</li></ol>{MAIN}".replace(
        "<li>県の補助金</li>", ""
    ),
    "skip link": f"<div><a href='#main'>本文へ移動</a></div>{MAIN}",
    "site name as h1": f"<h1><a href=/index.html>金沢市</a></h1>{MAIN}",
    "menu without nav": f"<div><div><ul>{'<li><a href=/x>制度のご案内一覧</a></li>' * 9}</ul></div><div>{MAIN}</div></div>",
    "table of contents": f"{MAIN}<div><span>目次</span><ol><li><a href='#a'>一章</a></li><li><a href='#b'>二章</a></li></ol></div>",
    "nested table of contents": f"{MAIN}<div><p>目次</p><ul><li><a href='#a'>一章</a><ul><li><a href='#b'>一節</a></li></ul></li></ul></div>",
    "share buttons": f"{MAIN}<ul><li><a href='https://twitter.com/share?u=x'>ツイート</a></li><li><a href='https://b.hatena.ne.jp/add'>はてブ</a></li></ul>",
    "scripts and forms": f"<script>document.write('<p>x</p>')</script><noscript><p>JSを</p></noscript><template><p>型</p></template>{MAIN}"
    "<form><input name=q value=語><select><option>甲<option>乙</select><textarea>文</textarea><button>送信</button></form>",
    "comments": f"<!-- <p>古い</p> -->{MAIN}<!--[if IE]><p>IE</p><![endif]-->",
    "hidden attribute": f"<p hidden>秘</p>{MAIN}<div hidden><p>秘</p></div>",
    "inline style": f"<div style='display: none'><p>秘</p></div>{MAIN}<p style='visibility:hidden'>秘</p><p style='font-size:0'>秘</p>",
    "dialog and popover": f"{MAIN}<dialog><p>秘</p></dialog><dialog id=d><div>秘</div></dialog><div popover><p>秘</p></div>",
    "hidden break in a line": f"<style>.sp{{display:none}}</style>{MAIN}".replace("期間", "期<br class='sp'>間"),
    "hidden words in a line": MAIN.replace("期間", "<span style='display:none'>秘</span>期間"),
    "screen reader text": f"<style>.srt{{position:absolute;clip:rect(1px,1px,1px,1px)}}</style><p class='x srt'>秘</p>{MAIN}",
    "style sheet": f"<style>/* */ .gone, #off {{ display:none }}</style><div class=gone><p>秘</p></div><p id=off>秘</p>{MAIN}<span class=gone>秘</span>",
    "hidden on a wide screen": f"<style>@media screen and (min-width:48em){{.sp{{display:none}}}}</style>{MAIN}<p class=sp>狭い画面の写し</p>",
    "menu of a page in a table": f"<table><tr><td><a href=/a>ホーム</a><br><a href=/b>相談</a></td><td>{MAIN}</td></tr></table>",
    "questionnaire": f"{MAIN}<form><p>役に立ちましたか</p><p><input type=radio>はい</p></form>",
    "icons": MAIN.replace("<p>", "<p><i aria-hidden='true'>✓</i>"),
}


@pytest.mark.parametrize("name", FURNITURE)
def test_only_the_content_is_read(name: str) -> None:
    assert shapes(FURNITURE[name]) == READ


KEPT = {
    "header of an article": (
        "<main><article><header><h1>甲</h1><p>更新日 4月1日</p></header><p>本文</p></article></main>",
        "更新日 4月1日",
    ),
    "footer of an article": (
        "<main><article><h1>甲</h1><p>本文</p><footer><p>問合せ 商工課</p></footer></article></main>",
        "問合せ 商工課",
    ),
    "aside with words": (
        "<main><h1>甲</h1><p>本文</p><aside><p>補足: 予算に達し次第終わります。</p></aside></main>",
        "補足: 予算に達し次第終わります。",
    ),
    "list of documents": (
        "<h1>甲</h1><p>本文です。</p><ul><li><a href=a.pdf>要綱</a></li><li><a href=b.pdf>様式</a></li></ul>",
        "様式",
    ),
    "list of anchors with words": (
        "<h1>甲</h1><p>本文</p><ul><li><a href='#a'>枠</a>: 上限100万円の制度です</li><li><a href='#b'>型</a></li></ul>",
        "枠: 上限100万円の制度です",
    ),
    "everything in nav": ("<nav><h1>甲</h1><p>本文はここにあります。</p></nav>", "本文はここにあります。"),
    "hidden before a button": (
        "<h1>甲</h1><h2>乙</h2><div><p>初め</p></div><div style='display:none'><p>残り</p></div><p><button>もっと読む</button></p>",
        "残り",
    ),
    "hidden items before a button": (
        "<style>.h{display:none}</style><h1>甲</h1><ul><li><p>一</p></li><li class=h><p>二</p></li><li class=h><p>三</p></li></ul><button>すべて表示</button>",
        "三",
    ),
    "hidden after a link to nowhere": (
        "<h1>甲</h1><p>初めの文です。</p><p><a href='#'>続きを読む</a></p><div style='display:none'>残り</div>",
        "残り",
    ),
    "hidden until found": ("<h1>甲</h1><h2>乙</h2><div hidden='until-found'><p>折りたたみ</p></div>", "折りたたみ"),
    "print style": (
        "<style>@media print { .np { display:none } }</style><h1>甲</h1><p class=np>印刷しない注意</p>",
        "印刷しない注意",
    ),
    "hidden on a narrow screen": (
        "<style>.sp{display:none}@media (max-width:600px){.sp{display:block}.pc{display:none}}</style><h1>甲</h1><p class=pc>表</p>",
        "表",
    ),
    "hidden in the dark": (
        "<style>@media (prefers-color-scheme: dark){.lt{display:none}}</style><h1>甲</h1><p class=lt>昼の図</p>",
        "昼の図",
    ),
    "shown by a later rule": (
        "<style>.pc{display:none}@media (min-width:768px){.pc{display:block}}</style><h1>甲</h1><p class=pc>表</p>",
        "表",
    ),
    "address in a form": (
        "<h1>甲</h1><p>本文です。</p><form><p>商工課 商業係</p><input type=submit value=問合せ></form>",
        "商工課 商業係",
    ),
    "outside a small main": (
        f"<div><h1>甲</h1><p>{'長い本文です。' * 30}</p></div><main><p>短い</p></main>",
        "長い本文です。" * 30,
    ),
    "whole page in a form": ("<form><input name=q><h1>甲</h1><p>本文</p><input type=hidden name=s></form>", "本文"),
}


@pytest.mark.parametrize("name", KEPT)
def test_content_in_odd_places_is_kept(name: str) -> None:
    body, words = KEPT[name]
    assert words in [
        line
        for _, *lines in shapes(body)
        for line in (entry[1] if isinstance(entry, tuple) else entry for entry in lines)
    ]


PANEL = "<p><strong>概要</strong><br>支援</p><p>補助率:1/2</p>"
ACCORDIONS = {
    "details": "<details><summary>{title}</summary>{panel}</details>",
    "details with markup": "<details><summary><span><b>{title}</b></span><span aria-hidden=true>＋</span></summary><div>{panel}</div></details>",
    "details with blocks in its summary": "<details><summary><span><div>{title}</div></span><span><svg></svg></span></summary><div>{panel}</div></details>",
    "details with a sign to open": "<details><summary>{title}<span>＋</span></summary>{panel}</details>",
    "details with a heading": "<details><summary><h3>{title}</h3></summary>{panel}</details>",
    "check box": "<div><input type=checkbox id={n}><label for={n}>{title}</label><div>{panel}</div></div>",
    "check box, hidden by a sheet": "<style>.pn{{display:none}} :checked~.pn{{display:block}}</style><div><input type=checkbox id={n}><label for={n}>{title}</label><div class=pn>{panel}</div></div>",
    "button and hidden panel": "<div><button aria-expanded=false aria-controls={n}>{title}</button><div id={n} hidden>{panel}</div></div>",
    "button in a heading": "<h3><button aria-controls={n}>{title}</button></h3><div id={n} style='display:none'>{panel}</div>",
    "plain button": "<button class=acc>{title}</button><div class=panel>{panel}</div>",
    "role": "<div><div role=button tabindex=0>{title}</div><div aria-hidden=true>{panel}</div></div>",
    "click": "<div aria-expanded=false><div onclick='t()'><span><strong>{title}</strong></span></div><div aria-hidden=true>{panel}</div></div>",
    "wrapper": "<section><header class=t onclick='t()'><p>{title}</p></header><div hidden>{panel}</div></section>".replace(
        "header", "div"
    ),
    "definition list": "<dl><dt>{title}</dt><dd>{panel}</dd></dl>",
    "paragraph before a hidden panel": "<style>.b{{display:none}}</style><div><p class=t>{title}</p><div class=b>{panel}</div></div>",
    "title and body": "<div class=item><div class=t>{title}</div><div class=b>{panel}</div></div>",
    "title with an arrow": "<div class='item item-{n}'><div class=h><div class=t>{title}</div><span class=arrow></span></div><div class=b>{panel}</div></div>",
    "title and body in a part": "<section class=item><p class=t>{title}</p><div class=b>{panel}</div></section>",
    "titles and bodies in one box": "<p class=t>{title}</p><div class=b>{panel}</div>",
    "check box alone": "<div><input type='checkbox' class=c /><div class=t><span>{title}</span><div><i class=down></i></div></div><div class=b>{panel}</div></div>",
    "scripts of a theme": "<div><p data-x-toggle=''><i class=plus></i>{title}</p><div data-x-content=''>{panel}</div></div>",
    "button in a box": "<div class='pane pane{n}'><div class=h><button type=button><span>{title}</span></button></div><div class=b>{panel}</div></div>",
    "link to nowhere": "<div><a href='#' class=t id={n}>{title}</a><div>{panel}</div></div>",
    "label around all": "<label><input type=checkbox><span>{title}</span><div>{panel}</div></label>",
    "items of a list": "<ul><li><a href='#' role=button aria-expanded=false>{title}</a><div hidden>{panel}</div></li></ul>",
    "term with a button": "<dl><div><dt><button aria-expanded=false>{title}</button></dt><dd>{panel}</dd></div></dl>",
    "heading of the section's level": "<div><h2><button aria-expanded=false>{title}</button></h2><div>{panel}</div></div>",
    "tab of a script": "<h2 role=tab aria-controls={n} aria-selected=false>{title}</h2><div id={n} role=tabpanel hidden>{panel}</div>",
    "tab around a button": "<div><div role=tab aria-controls={n}><div role=button tabindex=0>{title}<i></i></div></div><div role=tabpanel id={n} hidden>{panel}</div></div>",
    "heading in a box with an arrow": "<div><div class=h onclick='t(this)'><h3>{title}</h3><span class=arrow></span></div><div style='display:none'>{panel}</div></div>",
    "control in a box, closed above its panel": "<div><div role=button aria-expanded=false><div><p>{title}</p></div><div><svg></svg></div></div><div style='visibility:hidden'><div><div role=region>{panel}</div></div></div></div>",
}


@pytest.mark.parametrize("make", ACCORDIONS)
def test_an_accordion_of_any_make_is_a_heading_and_its_panel(make: str) -> None:
    items = "".join(
        ACCORDIONS[make].format(title=f"{name}補助金", panel=PANEL, n=f"p{n}") for n, name in enumerate("甲乙丙")
    )
    expected: list[tuple[object, ...]] = [("h2", "県全域")]
    for name in "甲乙丙":
        expected += [("h3", f"{name}補助金"), ("field", "概要", "支援"), ("paragraph", "補助率:1/2")]
    assert shapes(f"<h2>県全域</h2>{items}") == expected


@pytest.mark.parametrize(
    "body",
    [
        "<h3>甲補助金</h3><div><span onclick='o(1)'>続きを読む</span></div><div id=m style='display:none'>{panel}</div>",
        "<h3><button aria-expanded=false>甲補助金</button></h3><div style='visibility:hidden'><div>{panel}</div></div>",
        "<div><div><button aria-expanded=false>甲補助金</button></div><div>{panel}</div></div>",
        "<h3>甲補助金</h3><p><a href='#' onclick='o(1)'>詳細を表示</a></p><div id=o1 style='display:none'>{panel}</div><p><a href='#' onclick='o(2)'>詳細を表示</a></p><div id=o2 style='display:none'></div>",
    ],
)
def test_one_accordion_alone_says_all_that_it_holds(body: str) -> None:
    assert shapes(f"<h2>県全域</h2>{body.format(panel=PANEL)}") == [
        ("h2", "県全域"),
        ("h3", "甲補助金"),
        ("field", "概要", "支援"),
        ("paragraph", "補助率:1/2"),
    ]


def test_an_accordion_without_words_keeps_its_title() -> None:
    items = [
        ACCORDIONS["title and body"].format(title=f"{name}補助金", panel=panel)
        for name, panel in zip("甲乙丙", (PANEL, "", PANEL), strict=True)
    ]
    assert [words for kind, words, *_ in shapes("".join(items)) if kind == "h2"] == ["甲補助金", "乙補助金", "丙補助金"]


def test_lines_make_a_panel_as_paragraphs_do() -> None:
    items = "".join(f"<p class=t>{name}補助金</p><div class=b><p>概要<br>支援</p></div>" for name in "甲乙")
    assert [kind for kind, *_ in shapes(items)] == ["h2", "paragraph", "h2", "paragraph"]


def test_a_short_block_before_another_titles_nothing() -> None:
    counted = "<div><a href='/form' onclick='count()'>申請フォーム</a></div><div><p>一</p><p>二</p></div>"
    found = shapes(f"<main><h1>甲補助金</h1><p>支援</p>{counted}</main>")
    assert found[2:4] == [("paragraph", "申請フォーム"), ("link", "申請フォーム", "/form")]
    sentences = "<p class=t>設備の更新を支援します。</p><div class=b><p>一</p><p>二</p></div>" * 2
    assert {kind for kind, *_ in shapes(sentences)} == {"paragraph"}
    assert shapes("<button>スキ</button><p>支援</p>") == [("paragraph", "支援")]
    other = "<div><div id=a>お知らせ</div><div id=b><p>一</p><p>二</p></div></div><div><div id=c>電話</div><div id=d><p>三</p></div></div>"
    assert {kind for kind, *_ in shapes(other)} == {"paragraph"}


@pytest.mark.parametrize(
    "make",
    [
        "details",
        "check box",
        "button and hidden panel",
        "plain button",
        "role",
        "term with a button",
        "heading of the section's level",
    ],
)
@pytest.mark.parametrize("caption", ["制度詳細と専門家の話を見る", "詳細を見る ▼", "開く", "＋", "本制度の案内"])
def test_a_caption_that_only_asks_for_a_click_is_no_heading(make: str, caption: str) -> None:
    items = "".join(
        f"<h3>{name}補助金</h3>" + ACCORDIONS[make].format(title=caption, panel=PANEL, n=f"p{name}")
        for name in "甲乙丙"
    )
    expected: list[tuple[object, ...]] = []
    for name in "甲乙丙":
        expected += [("h3", f"{name}補助金"), ("field", "概要", "支援"), ("paragraph", "補助率:1/2")]
    assert shapes(items) == expected


@pytest.mark.parametrize("caption", ["申請手続き", "販路開拓・海外展開", "食品表示"])
def test_a_caption_that_ends_like_a_request_is_a_heading(caption: str) -> None:
    assert ("h3", caption) in shapes(f"<h2>甲補助金</h2><details><summary>{caption}</summary>{PANEL}</details>")


def test_a_sign_asks_for_nothing() -> None:
    read = shapes("<h1>甲</h1><p>本文</p><p style='display:none'>秘</p><div><p>★</p></div>")
    assert read == [("h1", "甲"), ("paragraph", "本文"), ("paragraph", "★")]


def test_tabs_that_only_a_style_sheet_knows_are_read() -> None:
    sheet = "<style>.tab{display:none} #t1:checked~.c1,#t2:checked~.c2{display:block} .gone{display:none}</style>"
    labels = "".join(f"<input type=radio name=t id=t{n}><label for=t{n}>{n}</label>" for n in "12")
    panels = "<div class='tab c1'><p>目標</p></div><div class='tab c2'><p>助成額</p></div><div class='tab gone'><p>なし</p></div>"
    read = shapes(f"<h2>甲</h2><div>{labels}{panels}</div>", sheet)
    assert ("paragraph", "目標") in read
    assert ("paragraph", "助成額") in read
    assert ("paragraph", "なし") not in read


def test_labels_as_accordions_stay_though_they_repeat() -> None:
    one = (
        "<details><summary>対象者</summary><p>企業</p></details><details><summary>補助率</summary><p>1/2</p></details>"
    )
    read = shapes("".join(f"<h2>{name}補助金</h2>{one}" for name in "甲乙丙"))
    assert read.count(("h3", "対象者")) == 3
    assert read.count(("h3", "補助率")) == 3


def test_titles_of_boxes_in_one_dress_are_alike() -> None:
    box = "<div class=box><div class=ttl><span>{}</span></div><div class=txt>{}</div></div>"
    boxes = box.format("助成額", "<p>3万円</p><p>上限30万円</p>") + box.format(
        "対象", "<ul><li>企業</li><li>団体</li></ul>"
    )
    lines = [("paragraph", "3万円"), ("paragraph", "上限30万円")]
    items = [("list_item", (1, "企業")), ("list_item", (1, "団体"))]
    assert shapes(f"<h2>甲</h2>{boxes}") == [("h2", "甲"), ("h3", "助成額"), *lines, ("h3", "対象"), *items]


def test_a_caption_above_cards_of_which_others_have_none_titles_none_of_them() -> None:
    card = "<div class=card><h3>{}補助金</h3><div><p>支援</p><p>1/2</p></div></div>"
    months = "".join(
        f"<div class=month>{n}月終了</div>" + "".join(map(card.format, names)) for n, names in ((1, "甲乙"), (2, "丙"))
    )
    heads = [("h3", f"{name}補助金") for name in "甲乙丙"]
    assert [block for block in shapes(f"<h2>県</h2>{months}") if str(block[0]).startswith("h")] == [
        ("h2", "県"),
        *heads,
    ]


def test_headings_in_a_panel_stay_below_its_title_and_end_with_it() -> None:
    item = "<details><summary>{}補助金</summary><h2>概要</h2><p>支援</p></details>"
    assert shapes("<h2>県</h2>" + item.format("甲") + item.format("乙") + "<h2>市</h2><p>なし</p>") == [
        ("h2", "県"),
        ("h3", "甲補助金"),
        ("h4", "概要"),
        ("paragraph", "支援"),
        ("h3", "乙補助金"),
        ("h4", "概要"),
        ("paragraph", "支援"),
        ("h2", "市"),
        ("paragraph", "なし"),
    ]
