"""Elements that say what they are: headings and tables by role, panels by their tabs."""

from __future__ import annotations

import pytest

from tests.parse.html_helpers import shapes


@pytest.mark.parametrize(
    ("attributes", "level"),
    [
        ('role="heading" aria-level="4"', "h4"),
        ("role=heading aria-level=9", "h6"),
        ('role="heading"', "h2"),
        ('role="heading" aria-level="２"', "h2"),
    ],
)
def test_a_div_may_be_called_a_heading(attributes: str, level: str) -> None:
    body = f"<div {attributes}>甲補助金</div><p>補助率は2分の1です。</p>"
    assert shapes(body) == [(level, "甲補助金"), ("paragraph", "補助率は2分の1です。")]


@pytest.mark.parametrize("tag", ["div", "span"])
def test_elements_may_be_called_a_table(tag: str) -> None:
    rows = [("columnheader", "種類", "割合"), ("cell", "創業", "全額")]
    cells = [f"<div role=row>{''.join(f'<{tag} role={r}>{c}</{tag}>' for c in texts)}</div>" for r, *texts in rows]
    body = f"<div role=table>{cells[0]}<div role=rowgroup>{cells[1]}</div></div>"
    read = [(0, 0, 1, 1, "種類"), (0, 1, 1, 1, "割合"), (1, 0, 1, 1, "創業"), (1, 1, 1, 1, "全額")]
    assert shapes(body) == [("table", 2, 2, *read)]


TABS = '<h1>一覧</h1><ul role="tablist"><li><button role="tab" id="t1" aria-controls="p1">県全域</button></li><li><button role="tab" id="t2" aria-controls="p2"><span>市町村</span></button></li></ul>'


def test_a_tab_names_its_panel() -> None:
    panels = '<div role="tabpanel" id="p1"><h3>甲</h3><p>一</p></div><section id="x" aria-labelledby="t2" hidden role="tabpanel"><p>二</p></section>'
    named = [("h2", "県全域"), ("h3", "甲"), ("paragraph", "一"), ("h2", "市町村"), ("paragraph", "二")]
    assert shapes(TABS + panels) == [("h1", "一覧"), *named]


def test_tabs_in_a_list_called_tab_name_their_panels() -> None:
    tabs = "".join(
        f'<li role="presentation"><a href="#p{n}" role="tab" aria-controls="p{n}">{n}組</a></li>' for n in "12"
    )
    panels = '<div id="p1" role="tabpanel"><p>一</p></div><div id="p2" role="tabpanel" hidden><p>二</p></div>'
    named = [("h2", "1組"), ("paragraph", "一"), ("h2", "2組"), ("paragraph", "二")]
    assert shapes(f'<h1>一覧</h1><ul class="tab" role="tablist">{tabs}</ul>{panels}') == [("h1", "一覧"), *named]


def test_the_quotes_of_a_tab_say_nothing() -> None:
    panels = '<div role="tabpanel" id="p1"><p>一</p></div><div role="tabpanel" id="p2"><p>二</p></div>'
    assert shapes((TABS + panels).replace('"', "'")) == shapes(TABS + panels)


def test_a_tab_adds_nothing_to_a_heading_of_its_words() -> None:
    panels = '<div id="p1"><h2>1. 県全域</h2><p>一</p></div><div id="p2"><h2>市町村</h2><p>二</p></div>'
    named = [("h2", "1. 県全域"), ("paragraph", "一"), ("h2", "市町村"), ("paragraph", "二")]
    assert shapes(TABS + panels) == [("h1", "一覧"), *named]
