"""What a programme says again: the same row, a headline, a value of running text that is stated more fully below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pipeline.extract.statements import Statement
from pipeline.extract.statements.keywords import TOTAL_WORD
from pipeline.rows import AmountRow, RateRow

_Fact = TypeVar("_Fact", RateRow, AmountRow)
# 支給額 150万円（最大時）: what the help comes to at most, said again by the case that it holds for
AT_MOST = re.compile(r"最[大高](?:時|額)?$")
"""The aside of a sum that is no cap of its own."""
# （限度額 50 万円）, below the share that it bounds
_IN_BRACKET = re.compile(r"^[\s　]*[(（]")


@dataclass(frozen=True, slots=True)
class Stated(Generic[_Fact]):
    """A fact with its weight (2 in a table of terms, 1 under a label of terms, 0 in running text, -1 in a headline)."""

    fact: _Fact
    weight: int
    group: int = -1
    """The terms that are stated together, as Groups counts them; -1 for those that stand alone."""


class Groups:
    """Which terms are stated together: those of one statement, and 補助率 with the 限度額 that is labelled below or above it."""

    def __init__(self) -> None:
        self._number = -1
        self._given = ""  # what the last terms were: shares, caps or both
        self._lacking = ""  # what their group still lacks
        self._last: Statement | None = None

    def of(self, statement: Statement, rates: int, amounts: list[AmountRow]) -> int:
        """The group of the terms found in a statement: `rates` shares and these amounts."""
        shares, caps = rates or any(fact.kind == "grant" for fact in amounts), bool(_caps(amounts))
        if not shares and not caps:
            return self._number
        given = "both" if shares and caps else "shares" if shares else "caps"
        if not self._goes_on(statement, given):
            self._number += 1
            self._lacking = {"both": "", "shares": "caps", "caps": "shares"}[given]
        elif given == self._lacking:
            self._lacking = ""
        self._given, self._last = given, statement
        return self._number

    def _goes_on(self, statement: Statement, given: str) -> bool:
        last = self._last
        if last is None or given == "both" or last.course != statement.course:
            return False
        if given == self._given:  # 補助上限額 ⏎ (1)会員：15万円 ⏎ (2)その他：10万円
            return last.passage == statement.passage
        is_labelled = statement.standing == "terms" and bool(statement.kinds)
        return given == self._lacking and (is_labelled or _IN_BRACKET.match(statement.text) is not None)


def beside_rates(
    rates: list[Stated[RateRow]], amounts: list[Stated[AmountRow]], kept: tuple[AmountRow, ...]
) -> list[frozenset[object]]:
    """For each rate the caps that are stated with it and are kept."""
    are_kept = {id(fact) for fact in kept}
    groups: dict[int, list[AmountRow]] = {}
    for each in amounts:
        if id(each.fact) in are_kept:
            groups.setdefault(each.group, []).append(each.fact)
    caps = {group: frozenset[object](_caps(facts)) for group, facts in groups.items() if group >= 0}
    return [caps.get(rate.group, frozenset()) for rate in rates]


def beside_amounts(rates: list[Stated[RateRow]], amounts: list[Stated[AmountRow]]) -> list[frozenset[object]]:
    """For each amount the shares and the prices that are stated with it."""
    groups: dict[int, set[object]] = {}
    for rate in rates:
        groups.setdefault(rate.group, set()).add((rate.fact.numerator, rate.fact.denominator))
    for each in amounts:
        if each.fact.kind == "grant":
            groups.setdefault(each.group, set()).add(each.fact.yen)
    shares = {group: frozenset(found) for group, found in groups.items() if group >= 0}
    return [shares.get(amount.group, frozenset()) for amount in amounts]


def _caps(amounts: Iterable[AmountRow]) -> set[int]:
    """The sums that bound the help; 50万円（最大時） is what its parts come to at most."""
    caps = [fact for fact in amounts if fact.kind in ("cap", "total_cap")]
    is_said_again = any(AT_MOST.search(fact.amount_text.rstrip(")）")) for fact in caps)
    return {fact.yen for fact in caps if fact.yen and not is_said_again}


def once(
    stated: list[Stated[_Fact]], value: Callable[[_Fact], tuple[object, ...]], beside: list[frozenset[object]]
) -> tuple[_Fact, ...]:
    """Leave out what is said again: the same row, and a value of running text or of a headline that is stated more fully.

    費用の2分の1。限度額30万円 ⏎ 費用の2分の1。限度額15万円: a share whose own cap is another one is no repetition, nor is a
    cap whose own share is another one.
    """
    heaviest: dict[tuple[object, ...], tuple[int, int]] = {}
    for number, each in enumerate(stated):
        heaviest[value(each.fact)] = max(heaviest.get(value(each.fact), (-2, 0)), (each.weight, number))
    kept: list[_Fact] = []
    seen: dict[tuple[object, ...], list[frozenset[object]]] = {}
    for number, each in enumerate(stated):
        weight, best = heaviest[value(each.fact)]
        if (
            each.weight < weight
            and each.weight <= 0
            and not (each.weight == 0 and _is_apart(beside[number], [beside[best]]))
        ):
            continue
        if each.weight == -1 and best != number:
            continue
        others = seen.setdefault(_identity(each.fact), [])
        if not others or _is_apart(beside[number], others):
            kept.append(each.fact)
            others.append(beside[number])
    return tuple(kept)


def _is_apart(beside: frozenset[object], others: list[frozenset[object]]) -> bool:
    return bool(beside) and all(other and not other & beside for other in others)


def without_fuller(amounts: tuple[AmountRow, ...]) -> tuple[AmountRow, ...]:
    """Leave out the less full of two statements of one sum: 上限500万円 ⏎ ※1事業所当たり上限500万円です, 2回合計で限度額100万円."""
    return tuple(
        fact
        for number, fact in enumerate(amounts)
        if not any(
            _is_fuller(other, fact, is_below=place > number) for place, other in enumerate(amounts) if place != number
        )
    )


def without_headlines(rates: tuple[RateRow, ...]) -> tuple[RateRow, ...]:
    """Leave out a rate of nobody and nothing in particular that each part states for itself: 助成率10/10 ⏎ 国内10/10 ⏎ 国外10/10."""
    bare = (None, "any", None, None)
    kept = []
    is_one = len({fact.percent for fact in rates}) == 1
    for fact in rates:
        parts = [other for other in rates if _whose(other) != bare and other.percent == fact.percent]
        by_class = any(_whose(replace(other, applicant_class="any")) == bare for other in parts)
        if _whose(fact) != bare or not (by_class or (is_one and len(parts) > 1)):
            kept.append(fact)
    return tuple(kept)


def _whose(fact: RateRow) -> tuple[str | None, ...]:
    return (fact.course, fact.applicant_class, fact.condition_text, fact.cost_item)


def _is_fuller(other: AmountRow, fact: AmountRow, *, is_below: bool) -> bool:
    if fact.yen is None or fact.yen != other.yen or _of_whom(fact) != _of_whom(other):
        return False
    if fact.kind == other.kind:
        return fact.condition_text == other.condition_text and fact.per is None and other.per is not None
    is_sum = fact.condition_text is None or bool(TOTAL_WORD.search(fact.condition_text))
    is_of_all = other.kind == "cap" and (is_below or other.condition_text is None)  # not 海外展示会 上限50万円 above
    return fact.kind == "total_cap" and is_of_all and fact.max_years is None and is_sum


def _of_whom(fact: AmountRow) -> tuple[object, ...]:
    return (fact.course, fact.applicant_class, fact.cost_item)


def _identity(fact: RateRow | AmountRow) -> tuple[object, ...]:
    who = (fact.course, fact.applicant_class, fact.condition_text, fact.cost_item)
    if isinstance(fact, RateRow):
        return (*who, fact.numerator, fact.denominator)
    return (*who, fact.kind, fact.yen, fact.per)
