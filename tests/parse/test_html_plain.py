"""Which pages are read straight from their source, and that lxml's tree gives the same: the quick way covers well-formed HTML."""

import random

import pytest

from pipeline.parse.html import parse_html
from pipeline.parse.html.pieces import NotPlain
from pipeline.parse.html.tree import Page, _plain_page, page_of
from pipeline.records import DocumentRefused
from tests.parse.html_helpers import page

STRAIGHT = {
    "cards that are links": "<ul><li><a href='/1'><img src=x><h3>甲</h3><p>乙</p></a></li><li><a href='/2'><h3>丙</h3></a></li></ul>",
    "links before and after": "<div><a href='/0'>甲</a><a href='/1'><p>乙</p></a>丙<a href='/2'>丁</a><a href='/3'><p>戊</p></a></div>",
    "spans in spans around blocks": "<div><span><span>甲<p>乙</p></span>丙</span></div>",
    "a label around a block": "<form><label><input type=checkbox>甲<div>乙</div></label></form>",
    "blocks in a term, a caption, an address": "<dl><dt><div>甲</div></dt><dd>乙</dd></dl><table><caption><p>丙</p></caption>"
    "<tr><td>丁</td></tr></table><address><p>戊</p></address>",
    "bold around blocks": "<strong><p>甲</p><div>乙</div></strong>",
}
REPAIRED = {
    "a table in a link": "<a href=x><table><tr><td>甲</td></tr></table></a>",
    "a link in a link": "<a href=x><p>甲</p><a href=y><p>乙</p></a></a>",
    "a link in a link, inline": "<a href=x><p>甲</p><a href=y>乙</a></a>",
    "elements that overlap": "<span><div>甲</span>乙</div>",
    "an inline end without a start": "<div>甲</span><p>乙</p></div>",
    "a paragraph in bold": "<b><p>甲</p></b>",
    "a form in a form": "<form><form><p>甲</p></form></form>",
    "a list in an address": "<address><ul><li>甲</li></ul></address>",
    "a rule in a paragraph": "<p>甲<hr></p>乙",
}


def straight(body: str) -> Page:
    return _plain_page(page(body).decode())


@pytest.mark.parametrize("name", STRAIGHT)
def test_valid_nesting_is_read_straight(name: str) -> None:
    body = STRAIGHT[name]
    repaired, _ = page_of(page(body).decode(), repair=True)
    assert [(node.path, node.tag) for node in straight(body).nodes] == [
        (node.path, node.tag) for node in repaired.nodes
    ]
    assert parse_html(page(body), name="t").blocks == parse_html(page(body), name="t", repair=True).blocks


@pytest.mark.parametrize("name", REPAIRED)
def test_what_lxml_would_move_is_left_to_lxml(name: str) -> None:
    with pytest.raises(NotPlain):
        straight(REPAIRED[name])
    assert parse_html(page(REPAIRED[name]), name="t").blocks


INLINE = ("a", "span", "font", "strong", "em", "label", "button", "ins", "del", "b", "i", "small")
BLOCK = ("p", "div", "h2", "section", "address", "dt", "li", "pre", "form", "fieldset", "legend", "caption", "summary")
LEAVES = (
    "甲",
    "乙 ",
    "\n",
    "<br>",
    "<strong>率</strong>:1/2",
    "<img alt=絵>",
    "・項<br>・目",
    "<a href='/q'>紙</a>",
    "<hr>",
)


def grown(chance: random.Random, depth: int = 0) -> str:
    """Well-formed markup, of which a parser of HTML 4 moves some."""
    draw = chance.random()
    if depth > 4 or draw < 0.3:
        return chance.choice(LEAVES)
    tag = chance.choice(INLINE if draw < 0.6 else BLOCK)
    attributes = chance.choice(("", "", "", " class=x", ' href="/a"', " hidden", ' aria-expanded="false"'))
    return f"<{tag}{attributes}>{''.join(grown(chance, depth + 1) for _ in range(chance.randrange(4)))}</{tag}>"


@pytest.mark.parametrize("seed", range(8))
def test_the_straight_way_agrees_with_lxml(seed: int) -> None:
    chance = random.Random(seed)
    plain = 0
    for _ in range(150):
        body = (
            "".join(grown(chance) for _ in range(chance.randrange(1, 6)))
            + "<p>終わりの言葉です。終わりの言葉です。</p>"
        )
        try:
            straight(body)
        except NotPlain:
            continue
        plain += 1
        try:
            read = parse_html(page(body), name="t").blocks
        except DocumentRefused:
            continue
        assert read == parse_html(page(body), name="t", repair=True).blocks, body
    assert plain > 20
