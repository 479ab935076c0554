"""A programme's passages → its rates and amounts, each with whom and what it speaks of, and what could not be read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from pipeline.extract.facts import Terms
from pipeline.extract.labels import bare_label, split_inline
from pipeline.extract.statements import Statement, statements
from pipeline.extract.terms.amounts import amount_fact, rounding_of, unlimited_fact
from pipeline.extract.terms.binder import Seen, readings, speaking
from pipeline.extract.terms.clauses import bind
from pipeline.extract.terms.help import is_raised
from pipeline.extract.terms.matrix import read_matrix
from pipeline.extract.terms.rates import rate_fact
from pipeline.extract.terms.references import bracket_meanings, numbered
from pipeline.extract.terms.repeats import (
    AT_MOST,
    Groups,
    Stated,
    beside_amounts,
    beside_rates,
    once,
    without_fuller,
    without_headlines,
)
from pipeline.extract.terms.units import unit_in, with_unit
from pipeline.extract.terms.words import DITTO
from pipeline.folding import single_spaced
from pipeline.normalize.money import unread_sums
from pipeline.normalize.rates import impossible_rates
from pipeline.records import Line, Notice, Passage, Programme, Rate
from pipeline.rows import AmountRow, RateRow

_Fact = TypeVar("_Fact", RateRow, AmountRow)
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
# 設備費の2分の1を補助：山田市支援情報2023年10月20日山田市は、…: the headline of a news item set in one line with its text
_DATELINE = re.compile(
    r"^[^。]{6,150}?(?:情報|ニュース|速報|トピックス)[^。]{0,12}?[2２][0０][0-9０-９]{2}年[0-9０-９]{1,2}月[0-9０-９]{1,2}日(?![\s　]*(?:から|まで|に|より|[（(～~〜、]))"
)
# 約５億円, 23,000千円: a sum alone on its line under 補助率; 4分の1, 年1.1％ under 補助上限額
_BARE_SUM = re.compile(r"[^0-9０-９。:：]{0,6}[0-9０-９][0-9０-９,，.．]*[\s　]*[億万千百]*円[^0-9０-９。]{0,6}")
# 電動フォークリフト　10万円/台, all there is on a line in running text; not 参加料 5,000円/人
_PRICE_ALONE = re.compile(
    r"[^。、:：料費代金価]{2,24}[\s　][0-9０-９][0-9０-９,，.．]*[万千]*円[/／][\s　]*[^\s　0-9０-９。、]{1,6}"
)
_BARE_SHARE = re.compile(
    r"[^0-9０-９。]{0,6}[0-9０-９.．]{1,5}[\s　]*(?:[％%割]|分の[\s　]*[0-9０-９]{1,3}|[/／][0-9０-９]{1,3})[^0-9０-９。]{0,6}"
)
# 補助率:保証料の一部(割合は個別に算定), 補助率:3/2以内 state a rate that is not read; 補助率:記載なし states none
_UNREAD_RATE = re.compile(
    r"(?:補助|助成)率[\s　]*[:：](?![^。]{0,6}(?:記載|なし|公募要領|別途|未定))|[%％割]の(?:税額控除|特別償却)"
)
# 最大出力×1万5千円, 20万円×2回 reckon the help
_RECKONED_BY = re.compile(
    r"[万千0-9０-９]円[\s　]*[×xX][\s　]*[0-9０-９]|[^\s0-9０-９][×xX][\s　]*[0-9０-９][0-9０-９,，.]*[万千百億]*[0-9０-９]*千?円"
)


def read_terms(programme: Programme) -> Terms:
    """Every rate and amount that the programme states, once each, at its fullest statement."""
    rates: list[Stated[RateRow]] = []
    amounts: list[Stated[AmountRow]] = []
    notices: list[Notice] = []
    said = list(statements(programme))
    numbers, costs, brackets = numbered(said), _costs_above(said), bracket_meanings(said)
    carried: AmountRow | None = None
    groups = Groups()
    for place, statement in enumerate(said):
        if place and said[place - 1].passage != statement.passage:
            carried = None
        found_rates, found_amounts = _read(statement, numbers, brackets.get(statement.passage, ""), carried)
        group, item = groups.of(statement, len(found_rates), [fact for _, fact in found_amounts]), costs.get(place, "")
        rates.extend(Stated(_of_item(fact, item), weight, group) for weight, fact in found_rates)
        amounts.extend(Stated(_of_item(fact, item), weight, group) for weight, fact in found_amounts)
        if found_amounts:
            carried = amounts[-1].fact
        if not found_rates and not found_amounts:
            notices.extend(_unread(statement))
        elif DITTO.search(statement.text):
            message = "「同上」で示された値は読み取っていません"
            check = "unread-amount" if found_rates else "unread-rate"
            notices.append(Notice("warning", check, message, statement.text, statement.locator))
    if not amounts:
        amounts.extend(_of_name(programme))
    for passage in programme.passages:
        table = read_matrix(passage)
        rates.extend(Stated(fact, 2) for fact in table.rates)
        amounts.extend(Stated(fact, 2) for fact in table.amounts)
        notices.extend(table.notices)
    kept = once(amounts, lambda fact: (fact.kind.replace("total_", ""), fact.yen), beside_amounts(rates, amounts))
    stated = once(rates, _share, beside_rates(rates, amounts, kept))
    return Terms(without_headlines(stated), _rounded(without_fuller(kept), said), tuple(notices))


def _share(fact: RateRow) -> tuple[object, ...]:
    """What makes two rates the same statement: half of the interest is another than half of the costs."""
    return fact.numerator, fact.denominator, fact.basis in ("interest", "tax")


def _of_name(programme: Programme) -> list[Stated[AmountRow]]:
    """見本助成制度（最大30万円）: the bound that the name states, where the text states no sum."""
    bound = _BOUND_IN_NAME.search(programme.name_text)
    if bound is None:
        return []
    alone = Passage("", "", (Line(bound.group(), programme.locator),))
    said = statements(replace(programme, name_text="", passages=(alone,)))
    return [Stated(fact, weight) for statement in said for weight, fact in _read(statement, {}, "", None)[1]]


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
    is_bare = item and not (fact.course or fact.applicant_text or fact.cost_item)
    return replace(fact, cost_item=item) if is_bare else fact


def _read(
    statement: Statement, numbers: dict[str, str], brackets: str, carried: AmountRow | None
) -> tuple[list[tuple[int, RateRow]], list[tuple[int, AmountRow]]]:
    """The facts of a statement, each with its weight: 1 under a label of terms, 0 in running text, -1 in a headline."""
    rates: list[tuple[int, RateRow]] = []
    amounts: list[tuple[int, AmountRow]] = []
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
                elif any(AT_MOST.match(aside) for aside in reading.bound.asides):
                    weight = min(weight, 0)
                amounts.append((weight, amount))
            before.append(Seen(reading, amount.kind if amount else None))
    if not amounts and (unlimited := unlimited_fact(statement)) is not None:
        amounts.append((standing, unlimited))
    return rates, amounts


def _rounded(amounts: tuple[AmountRow, ...], said: list[Statement]) -> tuple[AmountRow, ...]:
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
        is_price = statement.standing != "closed" and _PRICE_ALONE.fullmatch(text)
        return [Notice("warning", "unread-amount", "何の金額かを読み取れませんでした", text, place)] if is_price else []
    if impossible := impossible_rates(text):
        return [Notice("warning", "out-of-range", "1を超える補助率です", words, place) for words, _ in impossible]
    if sums := unread_sums(text):
        return [Notice("warning", "unread-amount", "金額を読み取れませんでした", words, place) for words, _ in sums]
    if _UNREAD_RATE.search(text):
        return [Notice("warning", "unread-rate", "補助率を読み取れませんでした", text[:120], place)]
    if _RECKONED_BY.search(text):
        return [Notice("warning", "unread-amount", "数量に掛ける金額です", text[:120], place)]
    if statement.kinds and _BARE_SUM.fullmatch(text) and not rounding_of(text):
        return [Notice("warning", "unread-amount", "何の金額かを読み取れませんでした", text, place)]
    if statement.kinds and _BARE_SHARE.fullmatch(text):
        return [Notice("warning", "unread-rate", "何の割合かを読み取れませんでした", text, place)]
    return []
