"""Dress the facsimile page in other themes: the same words, another make of accordion, label, list, level or encoding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from lxml import html
from lxml.html import HtmlElement

# <strong>補助率</strong>:1/2以内(通常枠)
_LABEL = re.compile(r"\s*<strong>(?P<label>.*?)</strong>\s*[::]?\s*(?P<rest>.*)", re.S)
_BREAK = re.compile(r"<br\s*/?>")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass
class Section:
    """A label of an entry and the blocks of HTML below it."""

    label: str
    blocks: list[str] = field(default_factory=list)


# ---- taking the page apart


def _open(data: bytes) -> HtmlElement:
    return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))


def _close(root: HtmlElement) -> bytes:
    return html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")


def _inner(element: HtmlElement) -> str:
    return escape(element.text or "", quote=False) + "".join(
        html.tostring(child, encoding="unicode") for child in element
    )


def _entries(root: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement, HtmlElement]]:
    """Each entry's heading, its accordion and the accordion's body."""
    for heading in root.xpath("//h4"):
        accordion = heading.getnext()
        yield heading, accordion, accordion.xpath(".//details/div")[0]


def _sections(body: HtmlElement) -> list[Section]:
    """An accordion's body cut at its strong labels; what stands before the first has the label ""."""
    sections = [Section("")]
    for child in body:
        if child.tag != "p":
            child.tail = None
            sections[-1].blocks.append(html.tostring(child, encoding="unicode"))
            continue
        lines: list[str] = []
        for line in _BREAK.split(_inner(child)):
            if found := _LABEL.fullmatch(line):
                _add_paragraph(sections[-1], lines)
                sections.append(Section(found["label"]))
                lines = [found["rest"]] if found["rest"].strip() else []
            else:
                lines.append(line)
        _add_paragraph(sections[-1], lines)
    return [section for section in sections if section.label or section.blocks]


def _add_paragraph(section: Section, lines: list[str]) -> None:
    if any(line.strip() for line in lines):
        section.blocks.append(f"<p>{'<br>'.join(lines)}</p>")


def _replace(element: HtmlElement, markup: str) -> None:
    """Put markup where an element was."""
    parent = element.getparent()
    at = parent.index(element)
    parent.remove(element)
    for new in reversed(html.fragments_fromstring(markup)):
        parent.insert(at, new)


def _set_inner(element: HtmlElement, markup: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None
    for new in html.fragments_fromstring(markup):
        element.append(new)


# ---- other accordions


def details_of_another_theme(data: bytes) -> bytes:
    """Bare `details` with another theme's class names, and headings of other classes."""
    root = _open(data)
    for number, (heading, accordion, body) in enumerate(_entries(root)):
        heading.set("class", "entry-ttl")
        markup = f'<summary class="tgl">詳しく見る</summary><div class="tgl-in">{_inner(body)}</div>'
        _replace(accordion, f'<details class="tgl-box" id="t{number}">{markup}</details>')
    for element in root.xpath("//*[starts-with(@class, 'wp-block') or starts-with(@class, 'swell')]"):
        element.set("class", "b-" + str(len(element.get("class"))))
    return _close(root)


def names_in_summaries(data: bytes) -> bytes:
    """The programme's name is the summary itself; no heading stands above it."""
    root = _open(data)
    for heading, accordion, body in list(_entries(root)):
        _replace(
            accordion, f'<details class="faq"><summary>{_inner(heading)}</summary><div>{_inner(body)}</div></details>'
        )
        heading.drop_tree()
    return _close(root)


def checkboxes(data: bytes) -> bytes:
    """Accordions that a hidden checkbox opens."""
    root = _open(data)
    for number, (_, accordion, body) in enumerate(_entries(root)):
        toggle = (
            f'<input id="acd{number}" class="acd-check" type="checkbox"><label for="acd{number}">制度詳細を開く</label>'
        )
        _replace(accordion, f'<div class="acd">{toggle}<div class="acd-content">{_inner(body)}</div></div>')
    return _close(root)


def buttons(data: bytes) -> bytes:
    """The heading holds a button, the panel it controls is hidden."""
    root = _open(data)
    for number, (heading, accordion, body) in enumerate(_entries(root)):
        _replace(accordion, f'<div id="panel-{number}" role="region" hidden>{_inner(body)}</div>')
        _set_inner(
            heading,
            f'<button type="button" aria-expanded="false" aria-controls="panel-{number}">{_inner(heading)}</button>',
        )
    return _close(root)


def panels_hidden_by_style(data: bytes) -> bytes:
    """Toggles made of `div`s; a script shows the panel that the style hides."""
    root = _open(data)
    for _, accordion, body in _entries(root):
        toggle = '<div class="toggle" role="button" tabindex="0">制度の詳細<span class="ico">+</span></div>'
        _replace(
            accordion, f'<div class="box">{toggle}<div class="panel" style="display: none">{_inner(body)}</div></div>'
        )
    return _close(root)


def no_accordions(data: bytes) -> bytes:
    """A flat page: what the accordion held follows its heading."""
    root = _open(data)
    for _, accordion, body in _entries(root):
        _replace(accordion, _inner(body) or "<p></p>")
    return _close(root)


def bare_divs(data: bytes) -> bytes:
    """A theme of the old days: no header, nav, main, article, aside or footer, only `div`s, and no class of the first."""
    root = _open(data)
    for element in root.xpath("//header | //nav | //main | //article | //aside | //footer"):
        element.set("id", "box-" + element.tag)
        element.tag = "div"
    for element in root.xpath("//*[@class]"):
        del element.attrib["class"]
    return _close(root)


# ---- other labels and lists


def _relabelled(data: bytes, render: Callable[[list[Section]], str]) -> bytes:
    root = _open(data)
    for _, _, body in _entries(root):
        sections = _sections(body)
        _set_inner(body, render(sections) if sections else "")
    return _close(root)


def labels_as_headings(data: bytes, level: int = 5) -> bytes:
    """Labels are headings one level below the entry's."""
    return _relabelled(
        data,
        lambda sections: "".join(
            f"<h{level}>{s.label}</h{level}>" * bool(s.label) + "".join(s.blocks) for s in sections
        ),
    )


def labels_as_terms(data: bytes) -> bytes:
    """One definition list per entry; a label that only groups others has no definition."""
    return _relabelled(
        data,
        lambda sections: (
            "<dl>"
            + "".join(f"<dt>{s.label}</dt>" + f"<dd>{''.join(s.blocks)}</dd>" * bool(s.blocks) for s in sections)
            + "</dl>"
        ),
    )


def labels_in_cells(data: bytes) -> bytes:
    """One table of two columns per entry."""
    return _relabelled(
        data,
        lambda sections: (
            "<table>"
            + "".join(f"<tr><th>{s.label}</th><td>{''.join(s.blocks)}</td></tr>" for s in sections)
            + "</table>"
        ),
    )


def labels_in_brackets(data: bytes) -> bytes:
    """No markup at all: 【概要】 on a line of its own, or before its words."""
    return _relabelled(
        data, lambda sections: "".join(f"<p>【{s.label}】</p>" * bool(s.label) + "".join(s.blocks) for s in sections)
    )


def labels_as_bold_paragraphs(data: bytes) -> bytes:
    """The page builder's way: a paragraph whose span is bold by style."""
    bold = '<p><span style="font-weight:bold">{}</span></p>'
    return _relabelled(
        data, lambda sections: "".join(bold.format(s.label) * bool(s.label) + "".join(s.blocks) for s in sections)
    )


def labels_as_divs(data: bytes) -> bytes:
    """Rows of two `div`s, as grid layouts have them."""
    row = '<div class="row"><div class="c1">{}</div><div class="c2">{}</div></div>'
    return _relabelled(data, lambda sections: "".join(row.format(s.label, "".join(s.blocks)) for s in sections))


def labels_in_items(data: bytes) -> bytes:
    """One list per entry, each item a label and what belongs to it."""
    return _relabelled(
        data,
        lambda sections: (
            "<ul>" + "".join(f"<li><strong>{s.label}</strong>{''.join(s.blocks)}</li>" for s in sections) + "</ul>"
        ),
    )


def lists_as_paragraphs(data: bytes) -> bytes:
    """Items are lines of one paragraph with a printed mark."""
    root = _open(data)
    for items in root.xpath("//details//*[self::ul or self::ol][not(ancestor::ul or ancestor::ol)]"):
        _replace(items, f"<p>{'<br>'.join(_printed(items, ''))}</p>")
    return _close(root)


def _printed(items: HtmlElement, indent: str) -> Iterator[str]:
    """The lines of a list, nested ones indented: ・…, 1. …"""
    for number, item in enumerate(items, 1):
        nested = [child for child in item if child.tag in ("ul", "ol")]
        for child in nested:
            item.remove(child)
        yield f"{indent}{f'{number}. ' if items.tag == 'ol' else '・'}{_inner(item).strip()}"
        for child in nested:
            yield from _printed(child, indent + "　")


# ---- other levels, digits and bytes


def levels_shifted(data: bytes) -> bytes:
    """Every heading below the title one level deeper."""
    root = _open(data)
    for heading in root.xpath("//h2 | //h3 | //h4"):
        heading.tag = f"h{int(heading.tag[1]) + 1}"
    return _close(root)


def wide_digits(data: bytes) -> bytes:
    """Digits of the text in full width (addresses stay)."""
    root = _open(data)
    for element in root.xpath("//body//*[not(self::script or self::style)]"):
        if element.text and not element.text.startswith("http"):
            element.text = element.text.translate(_WIDE)
        if element.tail:
            element.tail = element.tail.translate(_WIDE)
    return _close(root)


def in_encoding(encoding: str, declared: str | None) -> Callable[[bytes], bytes]:
    """The page in other bytes, with what its `meta` declares (None: nothing)."""

    def dress(data: bytes) -> bytes:
        meta = f'<meta charset="{declared}">' if declared else ""
        return data.decode("utf-8").replace('<meta charset="utf-8">', meta, 1).encode(encoding, "xmlcharrefreplace")

    return dress


DRESSES: dict[str, Callable[[bytes], bytes]] = {
    "details-of-another-theme": details_of_another_theme,
    "names-in-summaries": names_in_summaries,
    "checkboxes": checkboxes,
    "buttons": buttons,
    "panels-hidden-by-style": panels_hidden_by_style,
    "no-accordions": no_accordions,
    "bare-divs": bare_divs,
    "labels-as-h5": labels_as_headings,
    "labels-as-h6": lambda data: labels_as_headings(data, 6),
    "labels-as-terms": labels_as_terms,
    "labels-in-cells": labels_in_cells,
    "labels-in-brackets": labels_in_brackets,
    "labels-as-bold-paragraphs": labels_as_bold_paragraphs,
    "labels-as-divs": labels_as_divs,
    "labels-in-items": labels_in_items,
    "lists-as-paragraphs": lists_as_paragraphs,
    "levels-shifted": levels_shifted,
    "wide-digits": wide_digits,
    "shift-jis": in_encoding("cp932", "Shift_JIS"),
    "euc-jp": in_encoding("euc_jp", "EUC-JP"),
    "euc-jp-undeclared": in_encoding("euc_jp", None),
    "utf-8-called-shift-jis": in_encoding("utf-8", "shift_jis"),
    "flat-terms-of-printed-lists": lambda data: no_accordions(labels_as_terms(lists_as_paragraphs(data))),
    "checkboxes-over-cells": lambda data: levels_shifted(checkboxes(labels_in_cells(data))),
    "buttons-over-headings": lambda data: wide_digits(buttons(labels_as_headings(data))),
}
"""Name → the facsimile's bytes in that dress."""
