"""Dress the facsimile page in layouts that name its programmes otherwise: in captions, first rows, tabs and roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lxml.html import HtmlElement, fragment_fromstring

from tests.clothes.page import Section, _close, _entries, _inner, _open, _printed, _replace, _sections, in_encoding


def _rendered(data: bytes, render: Callable[[str, Sequence[Section]], str]) -> bytes:
    """Each entry with its heading as one piece of markup."""
    root = _open(data)
    for heading, accordion, body in list(_entries(root)):
        _replace(accordion, render(_inner(heading), _sections(body)))
        heading.drop_tree()
    return _close(root)


def names_in_first_rows(data: bytes) -> bytes:
    """One table per entry, its name over both columns."""

    def render(name: str, sections: Sequence[Section]) -> str:
        rows = "".join(f"<tr><td>{s.label}</td><td>{''.join(s.blocks)}</td></tr>" for s in sections)
        return f'<table><tr><th colspan="2">{name}</th></tr>{rows}</table>'

    return _rendered(data, render)


def names_in_captions(data: bytes) -> bytes:
    def render(name: str, sections: Sequence[Section]) -> str:
        rows = "".join(f'<tr><th scope="row">{s.label}</th><td>{"".join(s.blocks)}</td></tr>' for s in sections)
        return f"<figure><table><caption>{name}</caption><tbody>{rows}</tbody></table></figure>"

    return _rendered(data, render)


def labels_over_one_row(data: bytes) -> bytes:
    """An entry's labels are the heads of columns."""

    def render(name: str, sections: Sequence[Section]) -> str:
        heads = "".join(f"<th>{s.label or '備考'}</th>" for s in sections)
        cells = "".join(f"<td>{''.join(s.blocks)}</td>" for s in sections)
        return f"<h4>{name}</h4><div><table><thead><tr>{heads}</tr></thead><tr>{cells}</tr></table></div>"

    return _rendered(data, render)


def labels_in_spans(data: bytes) -> bytes:
    """One list per entry, a label and its words two inline boxes of an item; headings hold the sign of their own address."""

    def render(name: str, sections: Sequence[Section]) -> str:
        items = "".join(
            f'<li><span class="t">{s.label or "備考"}</span><span class="d">{"<br>".join(_words(s))}</span></li>'
            for s in sections
        )
        return f'<h4><a class="anchor" href="#e">#</a> {name}</h4><ul class="spec">{items}</ul>'

    return _rendered(data, render)


def _words(section: Section) -> Iterator[str]:
    """The blocks of a section as printed lines."""
    for block in section.blocks:
        element = fragment_fromstring(block)
        if element.tag in ("ul", "ol"):
            yield from _printed(element, "")
        else:
            yield _inner(element)


def _chapters(root: HtmlElement) -> list[tuple[HtmlElement, list[HtmlElement]]]:
    chapters: list[tuple[HtmlElement, list[HtmlElement]]] = []
    for element in root.xpath("//h2[1]/..")[0]:
        if element.tag == "h2":
            chapters.append((element, []))
        elif chapters:
            chapters[-1][1].append(element)
    return chapters


def chapters_in_tabs(data: bytes) -> bytes:
    """A chapter is a panel that its tab alone names."""
    root = _open(data)
    tabs = []
    for number, (heading, body) in enumerate(_chapters(root)):
        tabs.append(
            f'<li><button role="tab" id="tab{number}" aria-controls="pane{number}">{_inner(heading)}</button></li>'
        )
        panel = heading.makeelement(
            "div", {"role": "tabpanel", "id": f"pane{number}", "aria-labelledby": f"tab{number}"}
        )
        if number:
            panel.set("hidden", "")
        heading.getparent().replace(heading, panel)
        panel.extend(body)
    _replace(root.xpath("//*[contains(@class, 'p-toc')]")[0], f'<ul role="tablist">{"".join(tabs)}</ul>')
    return _close(root)


def headings_by_role(data: bytes) -> bytes:
    """No heading element at all, in EUC-JP."""
    root = _open(data)
    for heading in root.xpath("//h1 | //h2 | //h3 | //h4"):
        heading.attrib.clear()
        heading.attrib.update({"role": "heading", "aria-level": heading.tag[1]})
        heading.tag = "div"
    return in_encoding("euc_jp", "EUC-JP")(_close(root))


LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "names-in-first-rows": names_in_first_rows,
    "names-in-captions": names_in_captions,
    "labels-over-one-row": labels_over_one_row,
    "chapters-in-tabs": chapters_in_tabs,
    "labels-in-spans": labels_in_spans,
    "headings-by-role": headings_by_role,
}
"""Name → the facsimile's bytes in that layout."""
