"""Find which row of the last release a row of this one used to be, when a key changed with its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Pair = tuple[Row | None, Row | None]

IDENTITY: Mapping[str, Mapping[str, int]] = {
    "rates": {"applicant_class": 2, "course": 3, "condition_text": 1, "cost_item": 1, "basis": 2, "numerator": 1},
    "amounts": {"kind": 3, "applicant_class": 2, "course": 3, "condition_text": 1, "cost_item": 1, "per": 1, "yen": 2},
    "periods": {"kind": 3, "call_round": 2, "label": 2, "end_date": 2, "start_date": 1},
    "contacts": {"organisation": 2, "department": 2, "phone": 2, "email": 1},
    "links": {"label": 3, "url": 2},
    "relations": {"kind": 2, "target_text": 3},
    "facilities": {"name": 4, "address": 2, "phone": 1},
}
"""What tells one fact of a programme from another, and how strongly; half of it must agree for a pair."""
ANCHORS: Mapping[str, tuple[str, ...]] = {
    "rates": ("basis",),
    "amounts": ("kind", "yen"),
    "periods": ("kind", "end_date"),
    "contacts": ("organisation", "department", "phone", "email"),
    "links": ("label", "url"),
    "relations": ("kind",),
    "facilities": ("name",),
}
"""One of these must agree and be said, or two facts have nothing to do with each other."""

VALUE: Mapping[str, tuple[str, ...]] = {"rates": ("numerator", "denominator"), "amounts": ("yen",)}
"""What a fact says: one of another course that says something else too is another fact."""

SAME_NAME = 0.85
SAME_BODY = 0.8
SAME_COURSE = 0.5


def pair_rows(
    table: str, old: Sequence[Row], new: Sequence[Row], key: str, renamed: Mapping[str, str] | None = None
) -> list[Pair]:
    """Rows of one programme before and after: by key, then by equal content, then by what identifies them.

    `renamed` tells which course is now called what (see `renamed_courses`).
    """
    names = renamed or {}
    pairs, old, new = _take(old, new, lambda row: row[key])
    content = _content_of(key)
    same, old, new = _take(old, new, content)
    near, old, new = _nearest(old, new, lambda one, other: _likeness(table, one, other, names), 0.5)
    return [*pairs, *same, *near, *((row, None) for row in old), *((None, row) for row in new)]


def pair_programs(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Programmes before and after: by id, then a renamed one by its name and the words of its terms.

    Another call (公募回), another source or another area is another programme, however alike.
    """
    pairs, old, new = _take(old, new, lambda row: row["program_id"])
    near, old, new = _nearest(old, new, _same_programme, 0.5)
    return [*pairs, *near, *((row, None) for row in old), *((None, row) for row in new)]


def renamed_courses(old: Sequence[Row], new: Sequence[Row]) -> dict[str, str]:
    """Facts of one programme before and after → the courses that are gone, each with the new one of the likest name."""
    from rapidfuzz import fuzz

    before, after = ({row["course"] for row in rows if row["course"]} for rows in (old, new))
    gone, come = ([{"course": name} for name in sorted(names)] for names in (before - after, after - before))
    pairs, _, _ = _nearest(gone, come, lambda one, other: fuzz.ratio(one["course"], other["course"]) / 100, SAME_COURSE)
    return {one["course"]: other["course"] for one, other in pairs if one and other}


def _take(
    old: Sequence[Row], new: Sequence[Row], key: Callable[[Row], object]
) -> tuple[list[Pair], list[Row], list[Row]]:
    waiting: dict[object, list[Row]] = {}
    for row in old:
        waiting.setdefault(key(row), []).append(row)
    pairs: list[Pair] = []
    left: list[Row] = []
    for row in new:
        same = waiting.get(key(row))
        if same:
            pairs.append((same.pop(0), row))
        else:
            left.append(row)
    rest = {id(row) for rows in waiting.values() for row in rows}
    return pairs, [row for row in old if id(row) in rest], left


def _nearest(
    old: Sequence[Row], new: Sequence[Row], score: Callable[[Row, Row], float], least: float
) -> tuple[list[Pair], list[Row], list[Row]]:
    scored = [(score(one, other), i, j) for i, one in enumerate(old) for j, other in enumerate(new)]
    pairs: list[Pair] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for value, i, j in sorted(scored, key=lambda found: (-found[0], found[1], found[2])):
        if value < least:
            break
        if i not in used_old and j not in used_new:
            pairs.append((old[i], new[j]))
            used_old.add(i)
            used_new.add(j)
    return (
        pairs,
        [row for i, row in enumerate(old) if i not in used_old],
        [row for j, row in enumerate(new) if j not in used_new],
    )


def _content_of(key: str) -> Callable[[Row], object]:
    skip = {key, "program_id", "locator"}
    return lambda row: repr(sorted((name, value) for name, value in row.items() if name not in skip))


def _likeness(table: str, one: Row, other: Row, renamed: Mapping[str, str]) -> float:
    if not any(one[name] == other[name] is not None for name in ANCHORS[table]):
        return 0.0
    if table in VALUE and one["course"] and other["course"]:
        one = one | {"course": renamed.get(one["course"], one["course"])}
        if one["course"] != other["course"] and any(one[name] != other[name] for name in VALUE[table]):
            return 0.0
    weights = IDENTITY[table]
    agreed = sum(weight for name, weight in weights.items() if one[name] == other[name])
    return agreed / sum(weights.values())


def _same_programme(one: Row, other: Row) -> float:
    from rapidfuzz import fuzz

    if any(one[name] != other[name] for name in ("source_id", "call_round", "area_codes")):
        return 0.0
    name = fuzz.ratio(one["name"], other["name"]) / 100
    if name >= SAME_NAME:
        return name
    words, others = _body(one), _body(other)
    body = fuzz.ratio(words, others) / 100 if min(len(words), len(others)) >= 20 else 0.0
    return body if body >= SAME_BODY else 0.0


def _body(row: Row) -> str:
    return " ".join(row[name] or "" for name in ("summary", "eligibility", "eligible_costs", "eligible_projects"))
