"""What a programme would pay for a cost: each step with its evidence, or why it cannot be said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pipeline.publish import evidence, words
from pipeline.publish.choose import ALSO, UndecidedError, choose
from pipeline.publish.dataset import Dataset
from pipeline.publish.find import find_program
from pipeline.publish.overview import WHOLE_BUDGET
from pipeline.records import PipelineError

Row = dict[str, Any]

# 千円未満切り捨て · 1,000円未満の端数は切捨て · 百円未満四捨五入 · 1万円未満切り捨て
ROUNDING = re.compile(r"(?P<unit>[一十百千万億\d,，]+)円?(?:未満|単位)(?P<how>.*)")
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "一万": 10_000, "十万": 100_000, "一": 1, "百万": 1_000_000}
COUNTED = {"person", "vehicle", "household", "case"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what was done, the sum after it (yen), and the words and place that say so."""

    what: str
    yen: int
    words: str = ""
    locator: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Calculation:
    """The answer: `yen` is the most the programme would pay, None where `reason` says why it cannot be said."""

    program_id: str
    program_name: str
    cost: int
    yen: int | None
    reason: str = ""
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = field(default=())


def calc(
    dataset: Dataset, program: str, cost: int, applicant: str | None = None, course: str | None = None
) -> Calculation:
    """The grant for an eligible cost in whole yen; `program` is an id or (a part of) a name.

    `applicant` is an applicant_class; `course` names a course, a condition or a cost item. An unknown programme,
    applicant or a cost below zero raises `PipelineError`.
    """
    if cost < 0:
        raise PipelineError(f"対象経費は 0 円以上です: {cost}")
    if applicant is not None and applicant not in ALSO:
        raise PipelineError(f"対象者の区分がありません: {applicant}（{'、'.join(ALSO)}）")
    row = find_program(dataset, program)
    rates, amounts = (
        [fact for fact in dataset.rows(table) if fact["program_id"] == row["program_id"]]
        for table in ("rates", "amounts")
    )
    sources = {source["source_id"]: source for source in dataset.rows("sources")}
    _known_part(course, [*rates, *amounts])
    steps: list[Step] = []
    notes: list[str] = []

    def say(what: str, yen: int, fact: Row, text: str) -> None:
        url = evidence.address(sources.get(row["source_id"]), fact["locator"], text)
        steps.append(Step(what, yen, text, fact["locator"], url))

    def pick(
        facts: Sequence[Row], noun: str, value: Any = lambda fact: (fact["yen"], fact["is_unlimited"])
    ) -> Row | None:
        return choose(facts, noun, value, applicant, course)

    def of(*kinds: str) -> list[Row]:
        return [fact for fact in amounts if fact["kind"] in kinds and not _is_budget(fact)]

    try:
        least = pick(of("min_cost"), "対象経費の下限")
        if least is not None and least["yen"] is not None and cost < least["yen"]:
            say(f"対象経費 {cost:,}円は下限 {words.yen(least['yen'])} に届かない", 0, least, least["amount_text"])
            return _answer(row, cost, 0, steps, notes, "対象経費の下限に届かないため対象になりません")
        paid = _share(pick, rates, cost, say, notes) if rates else _fixed(pick, of("grant"), say)
        paid = _capped(pick, of("cap"), "上限額", paid, say)
        paid = _capped(pick, of("total_cap"), "総額の上限", paid, say)
        paid = _rounded(amounts, paid, say, notes)
        floor = pick(of("floor"), "下限額")
        if floor is not None and floor["yen"] is not None and paid < floor["yen"]:
            say(f"下限額 {words.yen(floor['yen'])} に届かない", 0, floor, floor["amount_text"])
            return _answer(row, cost, 0, steps, notes, "補助の下限額に届かないため交付されません")
    except UndecidedError as why:
        return _answer(row, cost, None, steps, notes, str(why))
    extra = sorted({words.amount(fact) for fact in of("addon_cap")})
    if extra:
        notes.append(f"加算（上限 {'、'.join(extra)}）は含めていません")
    if row["is_budget_limited"]:
        notes.append("予算に達し次第終了します")
    return _answer(row, cost, paid, steps, notes, "")


def _answer(row: Row, cost: int, yen: int | None, steps: list[Step], notes: list[str], reason: str) -> Calculation:
    return Calculation(row["program_id"], row["name"], cost, yen, reason, tuple(steps), tuple(notes))


def _known_part(course: str | None, facts: Sequence[Row]) -> None:
    from pipeline.publish.find import fold

    labels = {fact[name] for fact in facts for name in ("course", "condition_text", "cost_item") if fact[name]}
    if course is not None and not any(fold(course) in fold(label) for label in labels):
        told = "、".join(sorted(labels)) or "この制度にコースや条件はありません"
        raise PipelineError(f"コースが見つかりません: {course}（{told}）")


def _is_budget(fact: Row) -> bool:
    return bool(WHOLE_BUDGET.search(f"{fact['condition_text'] or ''}{fact['amount_text']}"))


def _share(pick: Any, rates: Sequence[Row], cost: int, say: Any, notes: list[str]) -> int:
    chosen = pick(
        rates,
        "補助率",
        lambda rate: (rate["numerator"], rate["denominator"], rate["basis"], rate["qualifier"] == "full"),
    )
    if chosen is None:
        raise UndecidedError("この対象者やコースの補助率は資料にありません")
    if chosen["basis"] != "cost":
        basis = chosen["basis_text"] or words.named(words.BASIS, chosen["basis"])
        raise UndecidedError(
            f"補助率 {words.rate(chosen)} は対象経費ではなく「{basis}」に対するもので、その額が分かりません"
        )
    if chosen["numerator"] is None:
        if chosen["qualifier"] == "full" and "全額" not in chosen["rate_text"]:
            raise UndecidedError("定額の補助で、率から額は決まりません")
        raise UndecidedError(f"補助率が数で書かれていません: {chosen['rate_text']}")
    share = Fraction(chosen["numerator"], chosen["denominator"])
    paid = (cost * share).__floor__()
    scope = words.scope(chosen)
    say(f"対象経費 {cost:,}円 × {words.rate(chosen)}{scope}", paid, chosen, chosen["rate_text"])
    if chosen["qualifier"] == "up_to":
        notes.append("「以内」のため、これより少なくなることがあります")
    return paid


def _fixed(pick: Any, grants: Sequence[Row], say: Any) -> int:
    chosen = pick(grants, "交付額")
    if chosen is None or chosen["yen"] is None:
        raise UndecidedError("補助率も定額の交付額も資料にありません")
    if chosen["per"] in COUNTED:
        raise UndecidedError(f"交付額は {words.amount(chosen)} で、数が分からないと決まりません")
    say(f"定額 {words.amount(chosen)}{words.scope(chosen)}", chosen["yen"], chosen, chosen["amount_text"])
    return int(chosen["yen"])


def _capped(pick: Any, caps: Sequence[Row], noun: str, paid: int, say: Any) -> int:
    chosen = pick(caps, noun)
    if chosen is None:
        return paid
    if chosen["is_unlimited"]:
        say(f"{noun}なし", paid, chosen, chosen["amount_text"])
        return paid
    if chosen["yen"] is None:
        raise UndecidedError(f"{noun}の額が読めません: {chosen['amount_text']}")
    if chosen["per"] in COUNTED:
        raise UndecidedError(f"{noun}は {words.amount(chosen)} で、数が分からないと決まりません")
    after = min(paid, int(chosen["yen"]))
    verb = "を超えるので" if paid > after else "以下なので"
    shown = f"{noun} {words.amount(chosen)}{words.scope(chosen)} {verb} {after:,}円"
    say(shown, after, chosen, chosen["amount_text"])
    return after


def _rounded(amounts: Sequence[Row], paid: int, say: Any, notes: list[str]) -> int:
    """端数処理: the rule that the programme's sums state, applied to the sum that is paid."""
    ruled = [fact for fact in amounts if fact["rounding"]]
    rules = {fact["rounding"] for fact in ruled}
    if not rules:
        return paid
    rule = ROUNDING.search(ruled[0]["rounding"])
    unit = _unit(rule["unit"]) if rule else None
    if len(rules) > 1 or rule is None or unit is None or ("四捨五入" not in rule["how"] and "切" not in rule["how"]):
        notes.append(f"端数処理は含めていません: {'、'.join(sorted(rules))}")
        return paid
    if "四捨五入" in rule["how"]:
        after = (paid + unit // 2) // unit * unit
    elif "切上" in rule["how"].replace("り", "").replace("げ", ""):
        after = -(-paid // unit) * unit
    else:
        after = paid // unit * unit
    say(f"端数処理（{ruled[0]['rounding']}） {after:,}円", after, ruled[0], ruled[0]["rounding"])
    return after


def _unit(text: str) -> int | None:
    digits = text.replace(",", "").replace("，", "")
    if digits.isdecimal():
        return int(digits) or None
    if digits in UNITS:
        return UNITS[digits]
    number, scale = digits[:-1], digits[-1:]
    return int(number) * UNITS[scale] if number.isdecimal() and scale in UNITS else None


def in_words(found: Calculation) -> str:
    """A calculation as lines for a terminal: the answer first, then each step with its words and place."""
    head = f"{found.program_name}（{found.program_id}）\n対象経費 {found.cost:,}円 → "
    lines = [head + (f"{found.yen:,}円" if found.yen is not None else "計算できません")]
    if found.reason:
        lines.append(f"理由: {found.reason}")
    for number, step in enumerate(found.steps, 1):
        lines.append(f"{number}. {step.what} → {step.yen:,}円")
        if step.words:
            lines.append(f"   資料: 「{step.words}」 {step.url or step.locator}")
    return "\n".join([*lines, *(f"注: {note}" for note in found.notes)])
