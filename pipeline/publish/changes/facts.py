"""What changed in the facts of one programme (rates, sums, periods, contacts, links, relations), one change per edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.folding import squeeze
from pipeline.publish import words
from pipeline.publish.changes.change import Change, Weight
from pipeline.publish.changes.pairing import Pair
from pipeline.publish.dataset import KEYS

Row = dict[str, Any]

SCOPE = {"course": "コース", "applicant_class": "対象者", "condition_text": "条件", "cost_item": "費目"}
VALUES: Mapping[str, tuple[str, ...]] = {
    "rates": ("numerator", "denominator", "qualifier", "basis"),
    "amounts": ("kind", "yen", "is_unlimited", "per", "max_years", "rounding"),
    "periods": (
        "kind",
        "call_round",
        "start_date",
        "end_date",
        "precision",
        "end_time",
        "deadline_rule",
        "relative_text",
    ),
    "contacts": ("organisation", "department", "phone", "fax", "email", "postal_code", "address"),
    "links": ("url", "label"),
    "relations": ("kind", "target_text"),
}
WORDS: Mapping[str, tuple[str, ...]] = {
    "rates": ("rate_text", "applicant_text", "basis_text"),
    "amounts": ("amount_text", "applicant_text"),
    "periods": ("period_text", "label"),
    "contacts": ("phone_text",),
    "links": (),
    "relations": (),
}
DEADLINES = {"application", "consultation", "certificate", "project", "report", "acquisition", "scheme"}
NOUN = {"rates": "補助率", "contacts": "問い合わせ先", "links": "リンク", "relations": "関係"}


@dataclass(frozen=True, slots=True)
class _Edit:
    """A change with what it is of (補助率) and whom and what that holds for; `label`: a label alone differs (条件 甲→乙)."""

    change: Change
    noun: str
    scope: str
    label: str


def changed_facts(pairs: Mapping[str, Sequence[Pair]], program: Row | None) -> list[Change]:
    """The changes among paired rows by table.

    One change is what was edited once: a cell that states several rows, or a label that facts of several tables share.
    """
    alike: dict[tuple[object, ...], list[_Edit]] = {}
    for table, rows in pairs.items():
        for edit in _edits(table, rows, program):
            one = edit.change
            same = (one.op, one.kind, one.columns, one.old_value, one.new_value, one.message, one.locator)
            alike.setdefault((edit.label,) if edit.label else same, []).append(edit)
    return [_joined(edits) for edits in alike.values()]


def _joined(edits: Sequence[_Edit]) -> Change:
    first = edits[0]
    nouns = "・".join(dict.fromkeys(edit.noun for edit in edits))
    scopes = "、".join(dict.fromkeys(edit.scope for edit in edits if edit.scope))
    message = f"{nouns}の{first.label}" if first.label else first.change.message
    return replace(first.change, message=message + (f"（{scopes}）" if scopes else ""))


def _edits(table: str, pairs: Sequence[Pair], program: Row | None) -> Iterator[_Edit]:
    taken = {new["locator"] for old, new in pairs if old is None and new is not None}
    for old, new in pairs:
        change = _change(table, old, new, program)
        if change is None:
            continue
        if change.kind == "wording" and old is not None and old["locator"] in taken:
            continue  # the place where the value stood says another one now; the same value is quoted from elsewhere
        row = new or old or {}
        changed = change.columns.split(";")
        scope = words.scope(row | {column: None for column in SCOPE if column in changed})[1:-1]
        label = "、".join(_labels(old or {}, row, changed)) if change.kind == "eligibility" else ""
        yield _Edit(change, _noun(table, row), scope, label)


def changed_words(table: str, pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    """The words (old, new) of the rows that changed, came or went: what explains an edit of the text around them."""
    return [
        ((old or {}).get(column) or "", (new or {}).get(column) or "")
        for old, new in pairs
        if _differs(table, old, new)
        for column in (*WORDS[table], "phone", "email", "url", "label", "target_text", "condition_text", "rounding")
        if (old or {}).get(column) or (new or {}).get(column)
    ]


def _differs(table: str, old: Row | None, new: Row | None) -> tuple[str, ...]:
    columns = (*VALUES[table], *(SCOPE if table in {"rates", "amounts"} else ()), *WORDS[table])
    if old is None or new is None:
        return columns
    return tuple(column for column in columns if _bare(old[column]) != _bare(new[column]))


def _bare(value: object) -> object:
    """A value as it is compared: white space inside words says nothing (令和 9年 and 令和9 年)."""
    return squeeze(value) if isinstance(value, str) else value


def _change(table: str, old: Row | None, new: Row | None, program: Row | None) -> Change | None:
    row = new or old
    assert row is not None
    if table == "relations" and row["kind"] == "same_series":
        return None
    differing = _differs(table, old, new)
    if not differing:
        return None
    kind, weight = _kind(table, row, differing, whole=old is None or new is None)
    values = tuple(None if side is None else _value(table, side) for side in (old, new))
    return Change(
        weight=weight,
        kind=kind,
        op="added" if old is None else "removed" if new is None else "changed",
        program_id=program["program_id"] if program else None,
        program_name=program["name"] if program else "",
        message=_message(table, old, new, differing),
        old_value=values[0],
        new_value=values[1],
        table=table,
        row_id=row[KEYS[table]],
        columns="" if old is None or new is None else ";".join(differing),
        locator=row["locator"],
    )


def _kind(table: str, row: Row, differing: Sequence[str], *, whole: bool) -> tuple[str, Weight]:
    if table in {"contacts", "links", "relations"}:
        return table.rstrip("s"), "minor"
    if not whole and not any(column in (*VALUES[table], *SCOPE) for column in differing):
        return "wording", "minor"
    if not whole and not any(column in VALUES[table] for column in differing):
        return "eligibility", "major"
    if table == "periods":
        return ("deadline", "major") if row["kind"] in DEADLINES else ("period", "minor")
    return ("rate" if table == "rates" else "amount"), "major"


def _value(table: str, row: Row) -> str:
    if table == "rates":
        return words.rate(row)
    if table == "amounts":
        return words.amount(row)
    if table == "periods":
        return (
            words.days(row["start_date"], row["end_date"])
            if row["end_date"] or row["start_date"]
            else str(row["period_text"])
        )
    if table == "contacts":
        return " ".join(row[name] for name in ("organisation", "department", "phone", "email") if row[name])
    return str(row["url"] if table == "links" else row["target_text"])


def _noun(table: str, row: Row) -> str:
    if table == "amounts":
        return words.named(words.AMOUNT, row["kind"])
    if table == "periods":
        return words.deadline(row) if row["end_date"] else f"{words.named(words.PERIOD, row['kind'])}の期間"
    if table == "relations":
        return words.named(words.RELATION, row["kind"])
    if table == "rates" and row["basis"] != "cost":
        return f"{words.named(words.BASIS, row['basis'])}への補助率"
    return NOUN[table]


def _message(table: str, old: Row | None, new: Row | None, differing: Sequence[str]) -> str:
    if old is None or new is None:
        row = new or old or {}
        return f"{_noun(table, row)} {_value(table, row)} を{'削除' if new is None else '追加'}"
    parts = _period_parts(old, new, differing) if table == "periods" else _value_parts(table, old, new, differing)
    parts += [f"{_noun(table, new)}の{label}" for label in _labels(old, new, differing)]
    if parts:
        return "、".join(parts)
    column = differing[0]
    return f"{_noun(table, new)}の表記 「{old[column] or ''}」→「{new[column] or ''}」"


def _labels(old: Row, new: Row, differing: Sequence[str]) -> list[str]:
    """対象者 小規模企業者→中堅企業, 条件 重点分野→なし: how whom and what a fact holds for changed."""
    return [
        f"{title} {_scope_value(column, old)}→{_scope_value(column, new)}"
        for column, title in SCOPE.items()
        if column in differing
    ]


def _scope_value(column: str, row: Row) -> str:
    value: str | None = row[column]
    return words.APPLICANT.get(value or "", str(value)) if column == "applicant_class" else value or "なし"


def _value_parts(table: str, old: Row, new: Row, differing: Sequence[str]) -> list[str]:
    if table == "contacts":
        names = {
            "organisation": "機関", "department": "部署", "phone": "電話", "fax": "ファクス", "email": "メール",
            "postal_code": "郵便番号", "address": "所在地",
        }  # fmt: skip
        changed = {title: (old[column], new[column]) for column, title in names.items() if column in differing}
        return [f"問い合わせ先の{title} {a or 'なし'}→{b or 'なし'}" for title, (a, b) in changed.items()]
    parts = []
    before, after = _value(table, old), _value(table, new)
    if table in {"rates", "amounts"} and _noun(table, old) != _noun(table, new):
        parts.append(f"{_noun(table, old)} {before}→{_noun(table, new)} {after}")
    elif before != after:
        parts.append(f"{_noun(table, new)} {before}→{after}")
    if "max_years" in differing:
        parts.append(f"{_noun(table, new)}の年数 {old['max_years'] or 'なし'}→{new['max_years'] or 'なし'}")
    if "rounding" in differing:
        parts.append(f"{_noun(table, new)}の端数処理 {old['rounding'] or 'なし'}→{new['rounding'] or 'なし'}")
    return parts


def _period_parts(old: Row, new: Row, differing: Sequence[str]) -> list[str]:
    parts = []
    noun = words.deadline(new)
    if "kind" in differing:
        parts.append(f"{words.deadline(old)} {_value('periods', old)}→{noun} {_value('periods', new)}")
    elif "end_date" in differing:
        parts.append(_moved(noun, old["end_date"], new["end_date"]))
    if "start_date" in differing and "kind" not in differing:
        opening = "受付開始" if new["kind"] == "application" else f"{words.named(words.PERIOD, new['kind'])}の開始"
        year = _years_differ(old["start_date"], new["start_date"])
        before, after = (words.day(row["start_date"], year=year) for row in (old, new))
        parts.append(f"{opening}が{before}から{after}に変更")
    if "end_time" in differing:
        parts.append(f"{noun}の時刻 {old['end_time'] or 'なし'}→{new['end_time'] or 'なし'}")
    if "deadline_rule" in differing:
        rules = [words.DEADLINE_RULE.get(row["deadline_rule"] or "", "なし") for row in (old, new)]
        parts.append(f"{noun}の扱い {rules[0]}→{rules[1]}")
    if "relative_text" in differing:
        parts.append(f"{noun} 「{old['relative_text'] or ''}」→「{new['relative_text'] or ''}」")
    if "call_round" in differing:
        parts.append(f"公募回 {old['call_round'] or 'なし'}→{new['call_round'] or 'なし'}")
    if not parts and "precision" in differing:
        parts.append(f"{noun} 「{old['period_text']}」→「{new['period_text']}」")
    return parts


def _moved(noun: str, before: Any, after: Any) -> str:
    year = _years_differ(before, after)
    if before is None or after is None:
        return f"{noun}が{words.day(before, year=True)}から{words.day(after, year=True)}に変更"
    verb = "延長" if after > before else "前倒し"
    return f"{noun}が{words.day(before, year=year)}から{words.day(after, year=year)}に{verb}"


def _years_differ(before: Any, after: Any) -> bool:
    return before is not None and after is not None and before.year != after.year
