"""Broken and hostile HTML: bounded in time and depth, never a traceback, the words kept where there are any."""

import contextlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.parse.html import LARGEST, parse_html
from pipeline.records import Document, DocumentRefused, Notice
from tests.parse.html_helpers import every_line, packed, page, words_at

BROKEN = {
    "unclosed": "<h1>甲<p>乙<ul><li>丙<li>丁</ul><table><tr><td>戊<td>己",
    "crossed": "<p><b>甲<i>乙</b>丙</i></p><div><span>丁</div></span>戊<p>己",
    "capitals": "<H1>甲</H1><P>乙<BR>丙</P><TABLE><TR><TD>丁</TD><TD>戊</TD></TR></TABLE><DIV>己</DIV>",
    "block in paragraph": "<p>甲<div>乙</div>丙</p><p>丁<ul><li>戊</li></ul>己</p>",
    "row without table": "<tr><td>甲</td></tr><li>乙</li><dd>丙</dd><dt>丁</dt>戊<p>己</p>",
    "quotes": "<p title='>'>甲</p><p title=\"<p>\">乙</p><p data-x=a>b>丙</p><a href=x'y>丁</a>戊<p>己</p>",
    "less than": "<p>甲 < 乙</p><p>丙<丁</p>戊 <p>己</p>",
    "stray ends": "</div></p>甲</b></ul><p>乙丙</p></section><p>丁</p></table>戊己",
    "comment open": "<p>甲乙丙丁戊己</p><!-- 終わらない",
    "two bodies": "<p>甲乙</p></body><body><p>丙丁</p></body><p>戊己</p>",
    "self closing": "<div/><p/>甲<span/>乙<li/><p>丙丁戊</p><td/>己",
    "foreign names": "<o:p>甲</o:p><my-card><p>乙</p></my-card><x:y><div>丙</div></x:y><font><center>丁</center></font>戊<p>己</p>",
    "nested lists without items": "<ul>甲<ul><li>乙</li></ul><p>丙</p></ul><ol><ol><li>丁</li></ol></ol><dl>戊<p>己</p></dl>",
    "inline around blocks": "<b><p>甲</p><a href=x><div>乙</div></a></b><span>丙<span><p>丁</p></span></span><p>戊</p><i>己",
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("wrap", [True, False])
def test_no_word_of_a_broken_page_is_lost(name: str, wrap: bool) -> None:
    data = page(BROKEN[name]) if wrap else BROKEN[name].encode()
    document = parse_html(data, name="t")
    repaired = parse_html(data, name="t", repair=True)
    assert repaired.blocks == document.blocks
    said = packed(
        "".join(line.text for line in every_line(document)) + "".join(block.label for block in document.blocks)
    )
    assert [word for word in "甲乙丙丁戊己" if word in said] == list("甲乙丙丁戊己")
    for line in every_line(document):
        found = words_at(data, line.locator)
        assert len(found) == 1
        assert packed(line.text).replace("<", "") in found[0].replace("<", "")


BOMBS = {
    "deep": "<div>" * 50_000 + "深い" + "</div>" * 50_000,
    "deep inline": "<b>" * 20_000 + "深い" + "</b>" * 20_000,
    "deep lists": "<ul><li>深い" * 5_000,
    "deep tables": "<table><tr><td>深い" * 3_000,
    "deep details": "<details><summary>題</summary>" * 3_000 + "深い",
    "many items": "<ul>" + "<li>深い項目" * 100_000 + "</ul>",
    "many closed items": "<ul>" + "<li>深い項目</li>" * 100_000 + "</ul>",
    "huge attribute": f"<p title='{'x' * 3_000_000}'>深い</p>",
    "huge word": "<p>" + "深い" * 1_000_000 + "</p>",
    "many attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">深い</p>",
    "span bomb": "<table>"
    + "<tr><td rowspan=65000 colspan=1000>深い</td><td colspan=1000>x</td></tr>" * 300
    + "</table>",
    "hole bomb": "<table><tr>" + "<td>x</td>" * 900 + "</tr>" + "<tr><td>深い</td></tr>" * 3_000 + "</table>",
    "open tags": "深い" + "<a" * 100_000,
    "open comments": "深い" + "<!--" * 100_000,
    "open scripts": "深い" + "<script>" * 50_000,
    "open styles": "深い" + "<style>" * 50_000,
    "open declarations": "深い" + "<!x" * 100_000,
    "one stray sign": "<p>" + "深い" * 500_000 + " < </p>",
    "a stray sign after many tags": "<p>深い</p>" + "<i>x</i>" * 50_000 + " < ",
    "words to the end": "<p>深い</p></body></html>" + "x" * 1_000_000,
    "style without rules": "<style>" + "a " * 200_000 + "/*" * 50_000 + "display:none</style><p>深い</p>",
    "media without end": "<style>" + "@media print {" * 50_000 + "display:none</style><p>深い</p>",
    "titles": "<p>深い</p>" + "<title>" * 20_000,
    "open quotes": "<p>深い</p>" + "<p title='" * 20_000,
    "entities": "<p>深い" + "&amp;" * 200_000 + "</p>",
    "entity expansion": '<!DOCTYPE html [<!ENTITY a "深い深い"><!ENTITY b "&a;&a;&a;">]><p>深い &b;&b;</p>',
    "many panels": "<div aria-hidden=true>深い</div>" * 20_000,
    "many buttons": "<button aria-controls=x>題</button><div hidden>深い</div>" * 10_000,
    "many rules": "<style>"
    + "".join(f".a{n}{{display:none}}" for n in range(3_000))
    + "</style>"
    + "<p class=b>深い</p>" * 3_000,
    "white space": "<p>" + " \u3000" * 500_000 + "深い</p>",
    "bold": "<p>" + "<b>深い</b>" * 50_000 + "</p>",
    "control characters": "<p>" + "\x01\x02\x03\x1e\x00" * 1000 + "深い</p>",
    "external": "<!DOCTYPE html SYSTEM 'http://127.0.0.1:9/x.dtd'><p>深い<img src='http://127.0.0.1:9/x'></p>",
}


def read_or_refused(data: bytes) -> Document:
    """A refusal counts as a notice."""
    try:
        return parse_html(data, name="bomb.html")
    except DocumentRefused as refusal:
        return Document((), "text/html", notices=(Notice("error", "refused", str(refusal)),))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_in_time(name: str) -> None:
    start = time.process_time()
    document = read_or_refused(page(BOMBS[name]))
    words = "".join(line.text for line in every_line(document)) + "".join(block.label for block in document.blocks)
    assert "深い" in words or document.notices
    assert time.process_time() - start < 8


def test_a_giant_is_refused() -> None:
    with pytest.raises(DocumentRefused, match=r"^t: HTML が大きすぎます"):
        parse_html(b" " * (LARGEST + 1), name="t")


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<ul>",
            "</ul>",
            "<li>",
            "</li>",
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</tr>",
            "</table>",
            "<b>",
            "</b>",
            "<br>",
            "<a",
            "href=x>",
            "</a>",
            "<h2>",
            "</h2>",
            "<dl>",
            "<dt>",
            "<dd>",
            "</dd>",
            "</dl>",
            "<details>",
            "<summary>",
            "</summary>",
            "</details>",
            "<span>",
            "</span>",
            "<!--",
            "-->",
            "<",
            ">",
            "&",
            "'",
            '"',
            "甲",
            "乙",
            "1/2",
            "<td",
            "colspan=3>",
            "<p",
            "style='display:none'>",
            "<hr/>",
            "<x:y>",
        ]
    ),
    max_size=30,
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(MARKUP)
def test_any_soup_is_read_alike_by_both_ways_and_located(parts: list[str]) -> None:
    data = page("".join(part.replace("\t", " ") for part in parts) + "<p>終</p>")
    try:
        document = parse_html(data, name="t")
    except DocumentRefused:
        return
    assert parse_html(data, name="t", repair=True).blocks == document.blocks
    for line in every_line(document):
        assert len(words_at(data, line.locator)) == 1


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(DocumentRefused):
        parse_html(data, name="t")


def test_control_characters_in_attribute_names_cost_the_attribute_only() -> None:
    page = b"<html><body><h1>\xe7\x94\xb2</h1><p \x01x\x02=1 id=a><b>\xe4\xb9\x99<div>\xe4\xb8\x99</b></div></p><p title='\x03y'>\xe4\xb8\x81</p>"
    words = "".join(block.text for block in parse_html(page, name="page").blocks)
    assert [word for word in "甲乙丙丁" if word in words] == list("甲乙丙丁")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("404 Not Found", "<h1>Not Found</h1><p>The requested URL was not found.</p>"),
        ("丘の市", "<h1>お探しのページは見つかりません</h1><p>移動したか、削除されました。</p>"),
        ("503 Service Unavailable", "<p>しばらくお待ちください</p>"),
    ],
)
def test_the_page_a_server_gives_instead_is_refused(head: str, body: str) -> None:
    data = f"<html><head><meta charset=utf-8><title>{head}</title></head><body>{body}</body></html>".encode()
    with pytest.raises(DocumentRefused, match=r"^t: 本文がありません\(エラーページ"):
        parse_html(data, name="t")
    longer = data.replace(b"</body>", "<p>補助率は2分の1です。</p>".encode() * 9 + b"</body>")
    assert len(parse_html(longer, name="t").blocks) > 9
