"""Choose the one row that holds for an applicant and a part of a programme, or say what has to be known first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.publish import words
from pipeline.publish.find import match_key

Row = dict[str, Any]

# Who an applicant also is, closest first: 小規模企業者 are 中小企業者 (中小企業基本法 第2条第5項)
ALSO = {
    "small": ("small", "sme", "any"),
    "sme": ("sme", "any"),
    "mid": ("mid", "any"),
    "large": ("large", "any"),
    "individual": ("individual", "any"),
    "group": ("group", "any"),
    "any": ("any",),
}


class UndecidedError(Exception):
    """The data does not decide it; the text says why and what would."""


def choose(
    rows: Sequence[Row], noun: str, value: Callable[[Row], object], applicant: str | None, part: str | None
) -> Row | None:
    """The row that applies; None where there is none at all; `UndecidedError` where several differ in value.

    `part` is matched with the course, the condition and the cost item; a row without any of them holds everywhere.
    """
    found = _for_part(list(rows), part)
    if applicant is not None:
        found = _for_applicant(found, noun, applicant)
    for label in ("condition_text", "cost_item", "course") if part is None else ():
        if len({value(row) for row in found}) > 1:
            found = [row for row in found if row[label] is None] or found
    if len({value(row) for row in found}) <= 1:
        return found[0] if found else None
    raise UndecidedError(_question(found, noun, applicant))


def _for_part(rows: list[Row], part: str | None) -> list[Row]:
    if part is None:
        return rows
    wanted = match_key(part)
    named = [row for row in rows if any(_names(wanted, label) for label in _labels(row))]
    return named or [row for row in rows if not _labels(row)]


def _names(wanted: str, label: str) -> bool:
    return wanted in match_key(label)


def _labels(row: Row) -> list[str]:
    return [row[name] for name in ("course", "condition_text", "cost_item") if row[name]]


def _for_applicant(rows: list[Row], noun: str, applicant: str) -> list[Row]:
    for name in ALSO[applicant]:
        mine = [row for row in rows if row["applicant_class"] == name]
        if mine:
            return mine
    if rows:
        told = "、".join(sorted({words.named(words.APPLICANT, row["applicant_class"]) for row in rows}))
        raise UndecidedError(f"{words.APPLICANT[applicant]}への{noun}は資料にありません（あるのは {told}）")
    return []


def _question(rows: Sequence[Row], noun: str, applicant: str | None) -> str:
    classes = sorted({row["applicant_class"] for row in rows})
    if applicant is None and len(classes) > 1:
        return f"{noun}が対象者で違います。--applicant に {'、'.join(classes)} のどれかを指定してください"
    labels = list(dict.fromkeys(label for row in rows for label in _labels(row)))
    if labels:
        return f"{noun}がコースや条件で違います。--course に次のどれかを指定してください: {'、'.join(labels)}"
    return f"{noun}が複数あり、どれが当てはまるか資料からは決まりません"
