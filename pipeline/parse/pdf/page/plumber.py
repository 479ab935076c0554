"""The second engine: the same page content out of pdfplumber, whose geometry is the reference of the first one."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from pipeline.parse.pdf.content import Floats, Frame, Glyphs, PageContent, Style
from pipeline.parse.pdf.page.drawing import THIN
from pipeline.parse.pdf.text.characters import UNKNOWN, repair

_SMALLEST = 2.0


def read_with_pdfplumber(data: bytes, password: str | None, pages: range | None = None) -> Iterator[PageContent]:
    """PDF bytes → the content of page after page; memory is given back page by page."""
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # one line per flaw of each font otherwise

    with pdfplumber.open(io.BytesIO(data), password=password or "") as pdf:
        for page in pdf.pages if pages is None else pdf.pages[pages.start : pages.stop]:
            yield _content(page)
            page.close()


def _content(page: Any) -> PageContent:
    left, top = page.bbox[0], page.bbox[1]
    shift = np.array([left, top, left, top], np.float32)
    width, height = float(page.width), float(page.height)
    styles: dict[Style, int] = {}
    codes: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    style: list[int] = []
    unmapped: Counter[str] = Counter()
    for char in page.chars:
        a, b = char["matrix"][:2]
        turns = round(math.degrees(math.atan2(b, a)) / 90) % 4 if (a or b) else 0
        size = round(float(char["size"]), 1)
        x, y = (char["x0"] + char["x1"]) / 2 - left, (char["top"] + char["bottom"]) / 2 - top
        if size < _SMALLEST or not (0 <= x <= width and 0 <= y <= height):
            continue
        text = "".join(map(repair, map(ord, char["text"]))) if not char["text"].startswith("(cid:") else ""
        if not text:
            unmapped[char["fontname"]] += 1
            text = chr(UNKNOWN)
        bold = "bold" in char["fontname"].lower()
        key = Style(char["fontname"], size, bold, _color(char.get("non_stroking_color")), turns)
        codes += map(ord, text)
        share = (char["x1"] - char["x0"]) / len(text)  # ﬁ is two characters
        boxes += [
            (char["x0"] + k * share, char["top"], char["x0"] + (k + 1) * share, char["bottom"])
            for k in range(len(text))
        ]
        style += [styles.setdefault(key, len(styles))] * len(text)
    number = (
        np.array([s.turns for s in styles] or [0], np.int64)[np.array(style, np.int64)] if style else np.zeros(1, int)
    )
    frame = Frame(int(page.page_number), width, height, int(np.bincount(number, minlength=4).argmax()))

    def place(found: list[Any]) -> Floats:
        return frame.to_reading(np.array(found, np.float32).reshape(-1, 4) - shift)

    rules, fills, colors = _shapes(page)
    glyphs = Glyphs(
        np.array(codes, np.int64),
        place(boxes),
        np.array(style, np.int32),
        np.arange(len(codes), dtype=np.int32),
        tuple(Style(s.font, s.size, s.bold, s.color, (s.turns - frame.turns) % 4) for s in styles),
    )
    pictures = [(i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images]
    return PageContent(
        frame,
        glyphs,
        place(rules),
        place(fills),
        np.array(colors, np.int32),
        place(pictures),
        place([]),
        unmapped=tuple(unmapped.items()),
    )


def _shapes(page: Any) -> tuple[list[Any], list[Any], list[int]]:
    """Rules (slim boxes, lines, the sides of stroked boxes) and fills of a page, as `drawing` sorts them."""
    rules: list[Any] = []
    fills: list[Any] = []
    colors: list[int] = []
    for item in [*page.lines, *page.rects, *page.curves]:
        box = (item["x0"], item["top"], item["x1"], item["bottom"])
        if item["object_type"] == "curve" and len(item["pts"]) > 5:
            continue
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            rules.append(box)
            continue
        if item["object_type"] == "line":
            continue
        if item.get("stroke"):
            x0, y0, x1, y1 = box
            rules += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
        if item.get("fill"):
            fills.append(box)
            colors.append(_color(item.get("non_stroking_color")))
    return rules, fills, colors


def _color(value: Any) -> int:
    """pdfminer's colour (grey, RGB or CMYK, 0…1) → 0xRRGGBB; anything else counts as black."""
    parts = [value] if isinstance(value, int | float) else list(value or ())
    if not all(isinstance(part, int | float) for part in parts):
        return 0
    if len(parts) == 4:
        c, m, y, k = parts
        parts = [(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)]
    if len(parts) == 1:
        parts = parts * 3
    if len(parts) != 3:
        return 0
    red, green, blue = (min(255, max(0, round(255 * part))) for part in parts)
    return red << 16 | green << 8 | blue
