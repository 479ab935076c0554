"""Puts the lines and tables of a page into reading order: bands from top to bottom, columns where a white corridor runs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from pipeline.records import Box


class Boxed(Protocol):
    """Anything with a place on the page."""

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom in points."""

    @property
    def bar(self) -> Box | None:
        """The frame or coloured ground of one line's height that it stands on, if any."""

    @property
    def vertical(self) -> bool:
        """Whether it is read downwards, its columns from right to left."""

    @property
    def size(self) -> float:
        """Type size in points, 0 where there is none."""

    @property
    def is_label(self) -> bool:
        """Whether it reads like a label (対象者), so that what stands beside it is its value."""

    @property
    def may_label(self) -> bool:
        """Whether it may be one among others (２ 補助率, ・申請期間)."""


_MIDDLE = (0.45, 0.55)
"""Where on a sheet two pages meet."""
_FEWEST_LINES = 6
_CORRIDOR, _BESIDE_BAR = 1.2, 0.6
"""So many em of white part two columns, or a label on coloured ground from what stands beside it."""
_HALFWAY = 0.3
"""A label halfway down beside its lines is no further (em) from their middle."""
_HEADING_GAP = 0.5
"""A heading over both columns stands so many em below their ends; one within a column may be level with a gap of the other."""
_FIRST_LINES, _NEXT_LINE = 3.0, 1.0
"""The first lines of a column stand no further apart (em), and those beside a label on coloured ground."""
Item = TypeVar("Item", bound=Boxed)


def reading_order(items: Sequence[Item], em: float, size: tuple[float, float]) -> list[Item]:
    """Items of one page → the order a reader takes them in; `em` is the body text's size in points, `size` the page's."""
    downwards = _runs_downwards(items)
    gutter = _gutter(items, em, *size)
    if gutter is None:
        return _ordered(items, em, downwards)
    left, right = ([item for item in items if (item.box[2] <= gutter) is is_left] for is_left in (True, False))
    return [item for half in ((right, left) if downwards else (left, right)) for item in _ordered(half, em, downwards)]


def _gutter(items: Sequence[Item], em: float, width: float, height: float) -> float | None:
    """Where two pages printed on one sheet part: the middle of a wide page, with text on both sides and across nowhere."""
    low, high = _MIDDLE[0] * width, _MIDDLE[1] * width
    if width < height or any(item.box[0] < low and item.box[2] > high for item in items):
        return None
    start = max((item.box[2] for item in items if item.box[0] < low), default=width)
    end = min((item.box[0] for item in items if item.box[0] >= low), default=0.0)
    halves = [[item for item in items if (item.box[0] >= end) is is_right] for is_right in (False, True)]
    is_last = all(item.box[3] < 0.5 * height for item in items)  # a document may end high on its last sheet
    is_full = all(len(half) >= _FEWEST_LINES and (is_last or _height(half) >= 0.5 * height) for half in halves)
    return min(max((start + end) / 2, low), high) if is_full and end - start >= 1.2 * em else None


def _height(items: Sequence[Item]) -> float:
    return max(item.box[3] for item in items) - min(item.box[1] for item in items)


def _ordered(items: Sequence[Item], em: float, downwards: bool) -> list[Item]:
    """Items of a page, or of a part of it, in order; `downwards`, on a page of vertical text, the right part comes first."""
    bands = _bands(items)
    ordered: list[Item] = []
    while bands:
        if len(bands[0]) == 1 and (len(bands) == 1 or len(bands[1]) == 1):  # the usual line: alone, as is the next
            ordered += bands.pop(0)
            continue
        group, corridor = (0, None) if _is_tier(bands[0], em) else _columns(bands, em)
        if corridor is None:
            first, *rest = sorted(bands.pop(0), key=lambda item: item.box[1] - item.box[3])
            nested = rest and all(_holds(first, item) for item in rest)  # tables in a frame, one below the other
            ordered += [first, *_ordered(rest, em, downwards)] if nested else _within([first, *rest], downwards)
            continue
        bands = bands[group:] if group else bands[1:]
        ordered = ordered[: len(ordered) - _first_lines(ordered, _taken(items, ordered, bands)[0], corridor, em)]
        members = [item for band in _taken(items, ordered, bands) for item in band]
        left = [item for item in members if item.box[2] <= corridor]
        right = [item for item in members if item.box[0] >= corridor]
        if rows := _labelled_rows(left, right):
            ordered.extend(rows)
            continue
        from_right = downwards or all(item.vertical for item in members)
        for side in (right, left) if from_right else (left, right):
            ordered.extend(_ordered(side, em, downwards))
    return ordered


def _first_lines(done: list[Item], members: list[Item], corridor: float, em: float) -> int:
    """How many of the last items read belong to the columns below: down from the first that the right column begins with."""
    count, top = 0, min(item.box[1] for item in members)
    apart = _NEXT_LINE if _begins_on_bar(members) else _FIRST_LINES
    left = min((item.box[0] for item in members if item.box[0] >= corridor), default=corridor)
    for number, item in enumerate(reversed(done), 1):
        if top - item.box[3] > apart * em or (item.box[0] < corridor < item.box[2]) or _is_on_bar(item, corridor):
            break
        top = item.box[1]
        if abs(item.box[0] - left) <= 1.5:
            count = number
    return count


def _is_on_bar(item: Item, corridor: float) -> bool:
    """Whether an item stands on a bar that runs over the gap between two columns: the heading of both."""
    return item.bar is not None and item.bar[0] < corridor < item.bar[2]


def _begins_on_bar(band: Sequence[Item]) -> bool:
    """Whether a label on a ground of its own stands before what has none, or lies on a larger one: 注意点 in a panel."""
    first, *rest = sorted(band, key=lambda item: item.box[0])
    ground = first.bar if first.is_label else None
    return ground is not None and all(item.bar is None or item.bar[0] < ground[2] for item in rest)


def _holds(outer: Item, item: Item) -> bool:
    """Whether an item lies in another one, of which it may share sides."""
    (x0, top, x1, bottom), box = outer.box, item.box
    return x0 - 1 <= box[0] and top - 1 <= box[1] and box[2] <= x1 + 1 and box[3] <= bottom + 1


def _runs_downwards(items: Sequence[Item]) -> bool:
    """Whether most of the ground is that of vertical text, whose columns and pages follow from right to left."""
    grounds = [(item.box[2] - item.box[0]) * (item.box[3] - item.box[1]) for item in items]
    return 2 * sum(ground for ground, item in zip(grounds, items, strict=True) if item.vertical) > sum(grounds)


def _within(band: list[Item], downwards: bool) -> list[Item]:
    """One band from left to right, or from right to left where it is set vertically, in part on a page that is."""
    if (any if downwards else all)(item.vertical for item in band):
        # by the left: horizontal lines keep their order
        return sorted(band, key=lambda item: (-item.box[0], item.box[1]))
    return sorted(band, key=lambda item: (item.box[0], item.box[1]))


def _is_tier(band: list[Item], em: float) -> bool:
    """Whether a band is one tier of vertical text, read to its end before the next: no gutter between pages runs through."""
    if len(band) < 2 or not all(item.vertical for item in band):
        return False
    edges = sorted((item.box[0], item.box[2]) for item in band)
    gaps = sorted(right[0] - left[1] for left, right in pairwise(edges))
    return gaps[-1] < max(6 * em, 3 * gaps[len(gaps) // 2])


def _taken(items: Sequence[Item], done: list[Item], rest: list[list[Item]]) -> list[list[Item]]:
    later = {id(item) for band in rest for item in band}
    earlier = {id(item) for item in done}
    return [[item for item in items if id(item) not in later and id(item) not in earlier]]


def _bands(items: Sequence[Item]) -> list[list[Item]]:
    """Items whose vertical extents overlap share a band."""
    bands: list[list[Item]] = []
    bottom = float("-inf")
    for item in sorted(items, key=lambda item: (item.box[1], item.box[0])):
        top, slack = item.box[1], min(0.25 * (item.box[3] - item.box[1]), 3.0)
        if bands and (top + slack < bottom or (top < bottom and _is_beside(item, bands[-1][-1]))):
            bands[-1].append(item)
            bottom = max(bottom, item.box[3])
        else:
            bands.append([item])
            bottom = item.box[3]
    return bands


def _is_beside(item: Item, last: Item) -> bool:
    """Whether of two items the left one is a label: it may stand halfway down beside two lines."""
    return (item.box[2] < last.box[0] and item.is_label) or (last.box[2] < item.box[0] and last.is_label)


def _columns(bands: list[list[Item]], em: float) -> tuple[int, float | None]:
    """How many bands from the first on share one white corridor, and its middle; (0, None) where they do not."""
    if len(bands) > 1 and len(bands[0]) == 1 and len(bands[1]) > 1 and _opens_column(bands[0][0], bands[1], em):
        bands = [bands[0] + bands[1], *bands[2:]]  # the first line of one column a little above that of the other
        count, corridor = _columns(bands, em)
        return (count + 1, corridor) if corridor is not None else (0, None)
    if len(bands[0]) < 2:
        return 0, None
    on_bar = _begins_on_bar(bands[0])
    least = (_BESIDE_BAR if on_bar else _CORRIDOR) * em
    corridors = _corridors(bands[0], least)
    count = 1
    largest = max(item.size for item in bands[0])
    for above, band in pairwise(bands):
        gap = band[0].box[1] - max(item.box[3] for item in above)
        if len(band) == 1 and band[0].size > 1.08 * largest > 0 and gap >= _HEADING_GAP * em:
            break  # a heading above those of the columns ends them
        if len(band) == 1 and all(_is_on_bar(band[0], (start + end) / 2) for start, end in corridors):
            break
        if on_bar and corridors and (gap > _NEXT_LINE * em or band[0].box[0] < corridors[0][0]):
            break  # of the next label
        across = sorted((item.box[0], item.box[2]) for item in band)
        narrowed = [c for old in corridors for c in _clear(old, across, least)]
        if not narrowed:
            break
        corridors = narrowed
        count += 1
    count = _without_tail(bands[:count], em)
    if not corridors:
        return 0, None
    widest = max(corridors, key=lambda c: c[1] - c[0])
    middle = (widest[0] + widest[1]) / 2
    members = [item for band in bands[:count] for item in band]
    left = [item for item in members if item.box[2] <= middle]
    right = [item for item in members if item.box[0] >= middle]
    tall = len(_bands(left)) >= 2 or len(_bands(right)) >= 2
    if _labelled(left, right) or _is_grid(bands[:count]):
        return 0, None
    return (count, middle) if left and right and tall else (0, None)


def _opens_column(line: Item, below: list[Item], em: float) -> bool:
    """Whether a line reaches down beside a band, or stands right above what is not the leftmost there, in line with it."""
    if line.box[3] > below[0].box[1]:
        return True
    if _begins_on_bar(below) and line.box[0] > min(item.bar[2] for item in below if item.bar):
        return line.box[3] > min(item.box[1] for item in below) - _NEXT_LINE * em
    leftmost = min(item.box[0] for item in below)
    inner = [item for item in below if item.box[0] > leftmost and item.size == line.size]
    close = line.box[3] > below[0].box[1] - 0.3 * em
    return close and any(abs(item.box[0] - line.box[0]) < 1.0 for item in inner)


def _without_tail(bands: list[list[Item]], em: float) -> int:
    """How many bands the columns hold: what stands alone below a gap after both have ended is no part of them."""
    for k in range(1, len(bands)):
        gap = min(item.box[1] for item in bands[k]) - max(item.box[3] for item in bands[k - 1])
        if gap >= 2.0 * em and all(len(band) == 1 for band in bands[k:]):
            return k
    return len(bands)


def _labelled(left: list[Item], right: list[Item]) -> bool:
    """Whether the left column holds labels and the right one their values, line by line: to be read across.

    What follows on the left below the last value is the next line of the text, not of the column.
    """
    foot = max((item.box[3] for item in right), default=0.0)
    left = [item for item in left if item.box[1] < foot]
    if not left or not all(item.may_label for item in left):
        return False
    if right and all(item.may_label and not item.is_label for item in right):  # two columns of list items
        return False
    tops = sorted(item.box[1] for item in right)
    if len(left) == 1 and left[0].bar and tops[0] < left[0].bar[1]:
        return False
    return all(_is_near(item.box[1], tops, 0.6 * (item.box[3] - item.box[1])) for item in left)


def _is_near(place: float, places: Sequence[float], reach: float) -> bool:
    """Whether one of `places`, in order, lies less than `reach` away."""
    k = bisect_left(places, place)
    return any(abs(place - other) < reach for other in places[max(0, k - 1) : k + 1])


def _is_grid(bands: list[list[Item]]) -> bool:
    """Whether every band is a line of as many words, three or more, that begins with a label: rows of a table without rules."""
    count = len(bands[0])
    return count > 2 and all(
        len(band) == count
        and min(band, key=lambda item: item.box[0]).may_label
        and max(item.box[1] for item in band) - min(item.box[1] for item in band) < 0.6 * band[0].size
        for band in bands
    )


def _labelled_rows(left: list[Item], right: list[Item]) -> list[Item]:
    """Labels set halfway down beside the lines of their values → each label with its lines below it; empty where any is left over."""
    labels, lines = (sorted(side, key=lambda item: item.box[1]) for side in (left, right))
    if len(labels) < 2 or not all(item.may_label for item in labels) or len(lines) <= len(labels):
        return []
    rows: list[Item] = []
    start = 0
    for label in labels:
        middle = (label.box[1] + label.box[3]) / 2
        found = range(start, len(lines))
        ends = [k for k in found if abs((lines[start].box[1] + lines[k].box[3]) / 2 - middle) <= _HALFWAY * label.size]
        if not ends:
            return []
        rows += [label, *lines[start : ends[0] + 1]]
        start = ends[0] + 1
    return rows if start == len(lines) else []


def _corridors(band: list[Item], least: float) -> list[tuple[float, float]]:
    spans = sorted((item.box[0], item.box[2]) for item in band)
    found: list[tuple[float, float]] = []
    right = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - right >= least:
            found.append((right, x0))
        right = max(right, x1)
    return found


def _clear(
    corridor: tuple[float, float], across: Sequence[tuple[float, float]], least: float
) -> list[tuple[float, float]]:
    """What is left of a corridor beside the items of one more band, which reach `across`, from left to right."""
    lo, hi = corridor
    for x0, x1 in across:
        if x1 <= lo or x0 >= hi:
            continue
        if x0 <= lo and x1 >= hi:
            return []
        if x0 > lo and x1 < hi:
            return []
        lo, hi = (max(lo, x1), hi) if x0 <= lo else (lo, min(hi, x0))
    return [(lo, hi)] if hi - lo >= least else []
