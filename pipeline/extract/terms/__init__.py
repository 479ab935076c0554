"""A programme's passages → its rates and amounts, each with whom and what it speaks of, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from pipeline.extract.facts import AmountFact, RateFact, Terms
from pipeline.extract.labels import bare_label, split_inline
from pipeline.extract.statements import Statement, statements
from pipeline.extract.statements.keywords import TOTAL_WORD
from pipeline.extract.terms.amounts import amount_fact, rounding_of, unlimited_fact
from pipeline.extract.terms.binder import Seen, bracket_meanings, numbered, readings, speaking
from pipeline.extract.terms.clauses import bind
from pipeline.extract.terms.help import is_raised
from pipeline.extract.terms.matrix import read_matrix
from pipeline.extract.terms.rates import rate_fact
from pipeline.extract.terms.units import unit_in, with_unit
from pipeline.folding import single_spaced
from pipeline.normalize.money import unread_sums
from pipeline.normalize.rates import impossible_rates
from pipeline.records import Line, Notice, Passage, Programme, Rate

_Fact = TypeVar("_Fact", RateFact, AmountFact)
# …に最大30万円補助, …に上限10万円: a headline's sum, said again where the terms are
_HEADLINE = re.compile(r"(?:(?:最大|最高)(?:で)?|[^、。]に上限)[\s　]*[0-9０-９一二三四五六七八九十][^限]*$")
# …に上限500万円の補助金, all there is on the line
_TITLE = re.compile(r"の(?:補助金?|助成金?|支援金?|給付金|奨励金)")
# 見本助成制度（最大30万円）
_BOUND_IN_NAME = re.compile(r"(?:最大|最高|上限)(?:で)?[\s　]*[0-9０-９][0-9０-９,，.．]*[億万千百]*円")
# 計算例（補助率1/2の場合）：, 【具体例1】
_RECKONED = re.compile(r"^[\s　・※]*(?:計算|具体|試算|算出)例")
# 助成率 3分の1以内（対象経費により異なります）: said again by what it depends on
_VARIES = re.compile(r"(?:により|によって)異な")
# 支給額 150万円（最大時）: what the help comes to at most, said again by the case that it holds for
_AT_MOST = re.compile(r"最[大高](?:時|額)?$")
# 設備費の2分の1を補助：山田市支援情報2023年10月20日山田市は、…: the headline of a news item set in one line with its text
_DATELINE = re.compile(
    r"^[^。]{6,150}?(?:情報|ニュース|速報|トピックス)[^。]{0,12}?[2２][0０][0-9０-９]{2}年[0-9０-９]{1,2}月[0-9０-９]{1,2}日(?![\s　]*(?:から|まで|に|より|[（(～~〜、]))"
)
# （限度額 50 万円）, below the share that it bounds
_IN_BRACKET = re.compile(r"^[\s　]*[(（]")
# 補助率:保証料の一部(割合は個別に算定), 補助率:3/2以内 state a rate that is not read; 補助率:記載なし states none
_UNREAD_RATE = re.compile(r"(?:補助|助成)率[\s　]*[:：](?![^。]{0,6}(?:記載|なし|公募要領|別途|未定))")


def read_terms(programme: Programme) -> Terms:
    """Every rate and amount that the programme states, once each, at its fullest statement."""
    rates: list[tuple[int, RateFact]] = []
    amounts: list[tuple[int, AmountFact]] = []
    notices: list[Notice] = []
    said = list(statements(programme))
    numbers, costs, brackets = numbered(said), _costs_above(said), bracket_meanings(said)
    carried: AmountFact | None = None
    bounds: dict[int, frozenset[int]] = {}  # the caps beside a rate, by the rate's place
    unbound = range(0)  # the places of the rates that a cap in brackets on the next line bounds
    for place, statement in enumerate(said):
        if place and said[place - 1].passage != statement.passage:
            carried = None
        found_rates, found_amounts = _read(statement, numbers, brackets.get(statement.passage, ""), carried)
        if item := costs.get(place):
            found_rates = [(weight, _of_item(fact, item)) for weight, fact in found_rates]
            found_amounts = [(weight, _of_item(fact, item)) for weight, fact in found_amounts]
        unbound = range(len(rates), len(rates) + len(found_rates)) if found_rates else unbound
        if caps := _caps(found_amounts):
            bounds |= dict.fromkeys(unbound, caps) if found_rates or _IN_BRACKET.match(statement.text) else {}
        if found_amounts or not found_rates:
            unbound = range(0)
        rates.extend(found_rates)
        amounts.extend(found_amounts)
        if found_amounts:
            carried = found_amounts[-1][1]
        if not found_rates and not found_amounts:
            notices.extend(_unread(statement))
    if not amounts:
        amounts.extend(_of_name(programme))
    for passage in programme.passages:
        table = read_matrix(passage)
        rates.extend((2, fact) for fact in table.rates)
        amounts.extend((2, fact) for fact in table.amounts)
        notices.extend(table.notices)
    kept = _without_repeats(_once(amounts, lambda fact: (fact.kind.replace("total_", ""), fact.yen)))
    stated = _once(rates, lambda fact: (fact.numerator, fact.denominator), bounds)
    return Terms(_without_headlines(stated), _rounded(kept, said), tuple(notices))


def _of_name(programme: Programme) -> list[tuple[int, AmountFact]]:
    """見本助成制度（最大30万円）: the bound that the name states, where the text states no sum."""
    bound = _BOUND_IN_NAME.search(programme.name_text)
    if bound is None:
        return []
    alone = Passage("", "", (Line(bound.group(), programme.locator),))
    said = statements(replace(programme, name_text="", passages=(alone,)))
    return [fact for statement in said for fact in _read(statement, {}, "", None)[1]]


def _costs_above(said: list[Statement]) -> dict[int, str]:
    """対象経費：家賃 ⏎ 補助率：1/2 ⏎ 対象経費：改修費 ⏎ 補助率：1/2: of which costs each statement of terms speaks, where several are named so."""
    above: dict[int, str] = {}
    labels: set[str] = set()
    cost = label = ""
    for place, statement in enumerate(said):
        if statement.label == "eligible_costs":
            own = split_inline(statement.text)
            is_first = not place or said[place - 1].label != "eligible_costs"
            cost = single_spaced(own[1] if own else statement.text) if own or is_first else ""
            label = bare_label(own[0] if own else statement.label_text)
        elif statement.standing != "terms":
            cost = ""
        elif cost:
            above[place] = cost
            labels.add(label)
    return above if len(set(above.values())) > 1 and len(labels) == 1 else {}


def _of_item(fact: _Fact, item: str) -> _Fact:
    is_bare = not (fact.course or fact.applicant_text or fact.cost_item)
    return replace(fact, cost_item=item) if is_bare else fact


def _read(
    statement: Statement, numbers: dict[str, str], brackets: str, carried: AmountFact | None
) -> tuple[list[tuple[int, RateFact]], list[tuple[int, AmountFact]]]:
    """The facts of a statement, each with its weight: 1 under a label of terms, 0 in running text, -1 in a headline."""
    rates: list[tuple[int, RateFact]] = []
    amounts: list[tuple[int, AmountFact]] = []
    before: list[Seen] = []
    standing = 1 if statement.standing == "terms" else 0
    if unit := unit_in(statement.text) or (unit_in(statement.label_text) if statement.kinds else ""):
        statement = replace(statement, text=with_unit(statement.text, unit))
    headline = _DATELINE.match(statement.text)
    if any(_RECKONED.match(said) for said in (statement.text, *statement.heads)):
        return rates, amounts
    is_varied = _VARIES.search(statement.text) is not None
    for reading in readings(statement.text, bind(statement.text)):
        who = speaking(reading, statement, numbers, brackets)
        is_headline = headline is not None and reading.bound.start < headline.end()
        weight = -1 if is_varied or is_headline else standing
        if isinstance(reading.bound.value, Rate):
            rate = rate_fact(reading, before, who, statement)
            if rate and is_raised(before):
                rate, weight = replace(rate, condition_text=None), 0
            rates.extend([(weight, rate)] if rate else [])
            before.append(Seen(reading, "rate" if rate else None))
        else:
            amount = amount_fact(reading, before, who, statement, carried)
            if amount is not None:
                if weight == 0 and (_HEADLINE.search(amount.amount_text) or _TITLE.fullmatch(reading.bound.rest)):
                    weight = -1
                elif any(_AT_MOST.match(aside) for aside in reading.bound.asides):
                    weight = min(weight, 0)
                amounts.append((weight, amount))
            before.append(Seen(reading, amount.kind if amount else None))
    if not amounts and (unlimited := unlimited_fact(statement)) is not None:
        amounts.append((standing, unlimited))
    return rates, amounts


def _caps(amounts: list[tuple[int, AmountFact]]) -> frozenset[int]:
    """The sums that bound the help in a statement; 50万円（最大時） is what its parts come to at most."""
    caps = [fact for _, fact in amounts if fact.kind == "cap"]
    is_said_again = any(_AT_MOST.search(fact.amount_text.rstrip(")）")) for fact in caps)
    return frozenset(fact.yen for fact in caps if fact.yen and not is_said_again)


def _once(
    facts: list[tuple[int, _Fact]],
    value: Callable[[_Fact], tuple[object, ...]],
    bounds: dict[int, frozenset[int]] | None = None,
) -> tuple[_Fact, ...]:
    """Leave out what is said again: the same row, and a value of running text or of a headline that is stated more fully.

    費用の2分の1。限度額30万円 ⏎ 費用の2分の1。限度額15万円: a share whose own cap is another one (`bounds`) is no repetition.
    """
    heaviest: dict[tuple[object, ...], tuple[int, int]] = {}
    for number, (weight, fact) in enumerate(facts):
        heaviest[value(fact)] = max(heaviest.get(value(fact), (-2, 0)), (weight, number))
    kept: list[_Fact] = []
    seen: dict[tuple[object, ...], list[frozenset[int]]] = {}
    for number, (weight, fact) in enumerate(facts):
        best = heaviest[value(fact)]
        if weight < best[0] and weight <= 0:
            continue
        if weight == -1 and best[1] != number:
            continue
        beside = bounds.get(number, frozenset()) if bounds else frozenset()
        others = seen.setdefault(_identity(fact), [])
        if not others or (beside and all(other and not other & beside for other in others)):
            kept.append(fact)
        others.append(beside)
    return tuple(kept)


def _without_repeats(amounts: tuple[AmountFact, ...]) -> tuple[AmountFact, ...]:
    """Leave out the less full of two statements of one sum: 上限500万円 ⏎ ※1事業所当たり上限500万円です, 2回合計で限度額100万円."""
    return tuple(fact for fact in amounts if not any(_is_fuller(other, fact) for other in amounts if other is not fact))


def _without_headlines(rates: tuple[RateFact, ...]) -> tuple[RateFact, ...]:
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


def _whose(fact: RateFact) -> tuple[str | None, ...]:
    return (fact.course, fact.applicant_class, fact.condition_text, fact.cost_item)


def _is_fuller(other: AmountFact, fact: AmountFact) -> bool:
    if fact.yen is None or fact.yen != other.yen or _of_whom(fact) != _of_whom(other):
        return False
    if fact.kind == other.kind:
        return fact.condition_text == other.condition_text and fact.per is None and other.per is not None
    is_sum = fact.condition_text is None or bool(TOTAL_WORD.search(fact.condition_text))
    return fact.kind == "total_cap" and other.kind == "cap" and fact.max_years is None and is_sum


def _of_whom(fact: AmountFact) -> tuple[object, ...]:
    return (fact.course, fact.applicant_class, fact.cost_item)


def _identity(fact: RateFact | AmountFact) -> tuple[object, ...]:
    who = (fact.course, fact.applicant_class, fact.condition_text, fact.cost_item)
    if isinstance(fact, RateFact):
        return (*who, fact.numerator, fact.denominator)
    return (*who, fact.kind, fact.yen, fact.per)


def _rounded(amounts: tuple[AmountFact, ...], said: list[Statement]) -> tuple[AmountFact, ...]:
    """補助金額は千円未満切り捨て on a line of its own among the terms holds for the caps of these terms."""
    rules = [rule for statement in said if statement.standing == "terms" and (rule := rounding_of(statement.text))]
    if not rules:
        return amounts
    return tuple(
        replace(fact, rounding=rules[0]) if fact.rounding is None and fact.kind in ("cap", "total_cap") else fact
        for fact in amounts
    )


def _unread(statement: Statement) -> list[Notice]:
    """What stands where a rate or a sum should and could not be read."""
    text, place = statement.text, statement.locator
    if statement.standing != "terms":
        return []
    if impossible := impossible_rates(text):
        return [Notice("warning", "out-of-range", "1を超える補助率です", words, place) for words, _ in impossible]
    if sums := unread_sums(text):
        return [Notice("warning", "unread-amount", "金額を読み取れませんでした", words, place) for words, _ in sums]
    if _UNREAD_RATE.search(text):
        return [Notice("warning", "unread-rate", "補助率を読み取れませんでした", text[:120], place)]
    return []
