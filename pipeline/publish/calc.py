"""What a programme would pay for a cost: each step with its evidence, or why it cannot be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Protocol

from pipeline.normalize.rounding import find_roundings
from pipeline.publish import evidence, words
from pipeline.publish.choose import ALSO, UndecidedError, choose
from pipeline.publish.dataset import Dataset
from pipeline.publish.find import find_program, match_key
from pipeline.publish.overview import WHOLE_BUDGET
from pipeline.records import PipelineError

Row = dict[str, Any]

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
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """A step with the fact behind it and the words quoted of that; `ends`: why nothing is paid and no step follows."""

    what: str
    yen: int
    fact: Row
    words: str
    ends: str = ""


class _Pick(Protocol):
    """Choose the fact that holds for the applicant and the part asked for; `UndecidedError` where several may."""

    def __call__(self, facts: Sequence[Row], noun: str, value: Callable[[Row], object]) -> Row | None: ...


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
    _check_part(course, [*rates, *amounts])
    done: list[_Reckoned] = []
    try:
        done.extend(_reckon(rates, amounts, cost, partial(choose, applicant=applicant, part=course)))
        yen, reason = done[-1].yen, done[-1].ends
    except UndecidedError as why:
        yen, reason = None, str(why)
    source = next((each for each in dataset.rows("sources") if each["source_id"] == row["source_id"]), None)
    steps = [
        Step(
            one.what, one.yen, one.words, one.fact["locator"], evidence.address(source, one.fact["locator"], one.words)
        )
        for one in done
    ]
    notes = _notes(row, amounts, done) if yen is not None else ()
    return Calculation(row["program_id"], row["name"], cost, yen, reason, tuple(steps), tuple(notes))


def _check_part(course: str | None, facts: Sequence[Row]) -> None:
    labels = {fact[name] for fact in facts for name in ("course", "condition_text", "cost_item") if fact[name]}
    if course is not None and not any(match_key(course) in match_key(label) for label in labels):
        told = "、".join(sorted(labels)) or "この制度にコースや条件はありません"
        raise PipelineError(f"コースが見つかりません: {course}（{told}）")


def _reckon(rates: Sequence[Row], amounts: Sequence[Row], cost: int, pick: _Pick) -> Iterator[_Reckoned]:
    """Least cost → rate or fixed sum → caps → rounding → least help, each a step where the programme says so."""
    least = pick(_of(amounts, "min_cost"), "対象経費の下限", _sum)
    if least is not None and least["yen"] is not None and cost < least["yen"]:
        what = f"対象経費 {cost:,}円は下限 {words.yen(least['yen'])} に届かない"
        yield _Reckoned(what, 0, least, least["amount_text"], "対象経費の下限に届かないため対象になりません")
        return
    step = _share(pick(rates, "補助率", _rate), cost) if rates else _fixed(pick(_of(amounts, "grant"), "交付額", _sum))
    yield step
    for kind, noun in (("cap", "上限額"), ("total_cap", "総額の上限")):
        if (cap := pick(_of(amounts, kind), noun, _sum)) is not None:
            step = _capped(cap, noun, step.yen)
            yield step
    if (rounded := _rounded(amounts, step.yen)) is not None:
        step = rounded
        yield step
    floor = pick(_of(amounts, "floor"), "下限額", _sum)
    if floor is not None and floor["yen"] is not None and step.yen < floor["yen"]:
        what = f"下限額 {words.yen(floor['yen'])} に届かない"
        yield _Reckoned(what, 0, floor, floor["amount_text"], "補助の下限額に届かないため交付されません")


def _of(amounts: Sequence[Row], kind: str) -> list[Row]:
    """The sums of a kind; the purse for all (上限15億円（県全体枠）) bounds nobody's help."""
    return [
        fact
        for fact in amounts
        if fact["kind"] == kind and not WHOLE_BUDGET.search(f"{fact['condition_text'] or ''}{fact['amount_text']}")
    ]


def _sum(amount: Row) -> object:
    return amount["yen"], amount["is_unlimited"]


def _rate(rate: Row) -> object:
    return rate["numerator"], rate["denominator"], rate["basis"], rate["qualifier"] == "full"


def _share(rate: Row | None, cost: int) -> _Reckoned:
    if rate is None:
        raise UndecidedError("この対象者やコースの補助率は資料にありません")
    if rate["basis"] != "cost":
        basis = rate["basis_text"] or words.named(words.BASIS, rate["basis"])
        raise UndecidedError(
            f"補助率 {words.rate(rate)} は対象経費ではなく「{basis}」に対するもので、その額が分かりません"
        )
    if rate["numerator"] is None:
        raise UndecidedError("定額の補助で、率から額は決まりません")
    paid = int(cost * Fraction(rate["numerator"], rate["denominator"]))
    return _Reckoned(f"対象経費 {cost:,}円 × {words.rate(rate)}{words.scope(rate)}", paid, rate, rate["rate_text"])


def _fixed(grant: Row | None) -> _Reckoned:
    if grant is None or grant["yen"] is None:
        raise UndecidedError("補助率も定額の交付額も資料にありません")
    _check_counted(grant, "交付額")
    return _Reckoned(f"定額 {words.amount(grant)}{words.scope(grant)}", grant["yen"], grant, grant["amount_text"])


def _capped(cap: Row, noun: str, paid: int) -> _Reckoned:
    if cap["is_unlimited"]:
        return _Reckoned(f"{noun}なし", paid, cap, cap["amount_text"])
    _check_counted(cap, noun)
    after = min(paid, cap["yen"])
    verb = "を超えるので" if paid > after else "以下なので"
    return _Reckoned(f"{noun} {words.amount(cap)}{words.scope(cap)} {verb} {after:,}円", after, cap, cap["amount_text"])


def _check_counted(amount: Row, noun: str) -> None:
    if amount["per"] in COUNTED:
        raise UndecidedError(f"{noun}は {words.amount(amount)} で、数が分からないと決まりません")


def _rounded(amounts: Sequence[Row], paid: int) -> _Reckoned | None:
    """端数処理: the one rule that the programme's sums state, applied to the sum that is paid; None where none can be."""
    rules = _roundings(amounts)
    read = [rule for text in rules for rule in find_roundings(text)]
    if len(rules) != 1 or len(read) != 1 or read[0].mode is None:
        return None
    unit = read[0].unit
    up = {"floor": 0, "half_up": unit // 2, "ceil": unit - 1}[read[0].mode]
    after = (paid + up) // unit * unit
    ((text, fact),) = rules.items()
    return _Reckoned(f"端数処理（{text}） {after:,}円", after, fact, text)


def _roundings(amounts: Sequence[Row]) -> dict[str, Row]:
    """Each rounding rule that the sums state, with the first that does."""
    return {fact["rounding"]: fact for fact in reversed(amounts) if fact["rounding"]}


def _notes(row: Row, amounts: Sequence[Row], done: Sequence[_Reckoned]) -> Iterator[str]:
    """What the sum leaves out, or depends on."""
    if any(one.fact.get("qualifier") == "up_to" for one in done):
        yield "「以内」のため、これより少なくなることがあります"
    rules = _roundings(amounts)
    if rules and not any(one.words in rules for one in done):
        yield f"端数処理は含めていません: {'、'.join(sorted(rules))}"
    if extra := sorted({words.amount(fact) for fact in _of(amounts, "addon_cap")}):
        yield f"加算（上限 {'、'.join(extra)}）は含めていません"
    if row["is_budget_limited"]:
        yield "予算に達し次第終了します"


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
