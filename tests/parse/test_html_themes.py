"""One document in many themes gives the same words in the same order under the same headings."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from pipeline.parse.html import parse_html
from tests.parse.html_helpers import every_line, packed, page, words_at

Programme = tuple[str, dict[str, list[str]]]
PROGRAMMES: list[Programme] = [
    (
        "販路開拓補助金(第3次)",
        {"概要": ["見本市への出展を支援する。"], "対象者": ["市内の中小企業者", "市内の団体"], "補助率": ["1/2以内"]},
    ),
    (
        "設備更新助成金",
        {
            "概要": ["省エネ設備への更新を支援する。"],
            "補助率": ["小規模事業者 2/3", "中小企業者 1/2"],
            "募集期間": ["4月1日～5月31日"],
        },
    ),
    ("人材育成奨励金", {"対象者": ["研修を受ける者を雇う企業"], "補助率": ["定額 10万円"], "募集期間": ["随時"]}),
]

DETAILS = "<details class='acc__item'><summary>{title}</summary><div>{body}</div></details>"
CHECKBOX = "<div class=tgl><input type=checkbox id='{n}'><label for='{n}'>{title}</label><div class=tgl-body>{body}</div></div>"
BUTTON = "<div><button aria-expanded=false aria-controls='{n}'>{title}</button><div id='{n}' hidden>{body}</div></div>"
DIVS = "<div class=box><div class=ttl>{title}</div><div class=txt>{body}</div></div>"
TERM = "<dl class=qa><dt>{title}</dt><dd>{body}</dd></dl>"
HEADING = "<h3>{title}</h3><details><summary>内容を見る</summary>{body}</details>"
FLAT = "<h3 class=entry>{title}</h3>{body}"


def strong(label: str, values: list[str]) -> str:
    return f"<p><strong>{label}</strong><br>\n{'<br>'.join(values)}</p>"


def strong_then_list(label: str, values: list[str]) -> str:
    return f"<p><b>{label}</b></p><ul>{''.join(f'<li>{value}</li>' for value in values)}</ul>"


def subheading(label: str, values: list[str]) -> str:
    return f"<h5>{label}</h5>" + "".join(f"<p>{value}</p>" for value in values)


def definition(label: str, values: list[str]) -> str:
    return f"<dl><dt>{label}</dt><dd>{'<br>'.join(values)}</dd></dl>"


def row(label: str, values: list[str]) -> str:
    return f"<table><tr><th>{label}</th><td>{''.join(f'<p>{value}</p>' for value in values)}</td></tr></table>"


def inline(label: str, values: list[str]) -> str:
    return f"<p>{label}</p>" + "".join(f"<p>・{value}</p>" for value in values)


THEMES: dict[str, tuple[str, Callable[[str, list[str]], str]]] = {
    "details, strong": (DETAILS, strong),
    "details, lists": (DETAILS, strong_then_list),
    "check box, headings": (CHECKBOX, subheading),
    "check box, rows": (CHECKBOX, row),
    "button, definitions": (BUTTON, definition),
    "button, lines": (BUTTON, inline),
    "title and body, strong": (DIVS, strong),
    "title and body, headings": (DIVS, subheading),
    "definition list, rows": (TERM, row),
    "definition list, strong": (TERM, strong),
    "heading and toggle, lists": (HEADING, strong_then_list),
    "flat, definitions": (FLAT, definition),
    "flat, lines": (FLAT, inline),
}


def dressed(theme: str) -> bytes:
    frame, label = THEMES[theme]
    entries = [
        frame.format(title=title, body="".join(label(name, values) for name, values in fields.items()), n=f"x{number}")
        for number, (title, fields) in enumerate(PROGRAMMES)
    ]
    return page(
        f"<header>サイト名</header><main><h1>補助金一覧</h1><h2>県全域</h2>{''.join(entries)}</main><footer>©</footer>"
    )


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_changes_nothing(theme: str) -> None:
    data = dressed(theme)
    document = parse_html(data, name="t")
    assert parse_html(data, name="t", repair=True).blocks == document.blocks
    said = []
    for block in document.blocks:
        cells = [line.text for cell in block.cells for line in cell.lines]
        said += [part.lstrip("・") for part in (block.label, *(line.text for line in block.lines), *cells) if part]
    words = ["補助金一覧", "県全域"]
    for title, fields in PROGRAMMES:
        words += [title, *(part for label, values in fields.items() for part in (label, *values))]
    assert said == words
    headings = {block.text: block.level for block in document.blocks if block.kind == "heading"}
    assert {headings[title] for title, _ in PROGRAMMES} == {3}
    assert all(level > 3 for text, level in headings.items() if text in ("概要", "対象者", "補助率", "募集期間"))


@pytest.mark.parametrize("theme", THEMES)
def test_every_locator_leads_to_its_words(theme: str) -> None:
    data = dressed(theme)
    for line in every_line(parse_html(data, name="t")):
        found = words_at(data, line.locator)
        assert len(found) == 1
        assert packed(line.text) in found[0]


def test_blocks_stand_in_reading_order() -> None:
    data = dressed("details, strong")
    text = packed(data.decode())
    places = [text.index(packed(line.text)) for line in every_line(parse_html(data, name="t")) if len(line.text) > 5]
    assert all(before < after for before, after in pairwise(places))
