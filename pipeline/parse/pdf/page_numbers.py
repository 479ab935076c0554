"""Sets page numbers apart that stand further in than usual: figures alone at the same height of page after page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.parse.pdf.layout import PAGE_NUMBER, PageLayout, TextLine

_MARGIN = 0.1
"""Which part of a page's height holds its number (the foot of a landscape page is as high as that of a portrait one)."""
_SAME_HEIGHT = 3.0


def without_page_numbers(pages: Sequence[PageLayout]) -> list[PageLayout]:
    """Laid-out pages → the same, with the page numbers left in their text among the marginal texts."""
    numbers = [_number(page) for page in pages]
    tops = [line.box[1] for line in numbers if line is not None]
    return [_without(page, line, tops) if line else page for page, line in zip(pages, numbers, strict=True)]


def _without(page: PageLayout, number: TextLine, tops: list[float]) -> PageLayout:
    if sum(abs(top - number.box[1]) <= _SAME_HEIGHT for top in tops) < 2:
        return page
    items = tuple(item for item in page.items if item is not number)
    return replace(page, items=items, margin=(*page.margin, number.line))


def _number(page: PageLayout) -> TextLine | None:
    """The one figure at the head or foot of a page; several are the figures of an axis."""
    height = page.frame.reading_size[1]
    found = [
        item
        for item in page.items
        if (item.box[3] <= _MARGIN * height or item.box[1] >= (1 - _MARGIN) * height)
        and isinstance(item, TextLine)
        and PAGE_NUMBER.fullmatch(item.line.text)
    ]
    return found[0] if len(found) == 1 else None
