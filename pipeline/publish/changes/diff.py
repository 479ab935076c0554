"""What changed between two releases: keyed, field by field, in words a person uses, major apart from minor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.publish import words
from pipeline.publish.changes.change import Change, Op, Weight
from pipeline.publish.changes.facts import changed_facts, changed_words
from pipeline.publish.changes.pairing import Pair, pair_programs, pair_rows, renamed_courses
from pipeline.publish.changes.wording import edits, is_wording
from pipeline.publish.dataset import FACTS, KEYS, Dataset, children

Row = dict[str, Any]

ELIGIBILITY = {"eligibility", "eligible_projects", "eligible_costs"}
"""Texts whose change of meaning decides who is helped for what; the others are wording."""

FIELDS: dict[str, tuple[str, str, Weight]] = {
    "call_round": ("公募回", "round", "major"),
    "fiscal_year": ("年度", "round", "minor"),
    "category": ("分類", "wording", "minor"),
    "provider": ("実施機関", "wording", "minor"),
    "is_rolling": ("随時募集", "deadline", "major"),
    "is_budget_limited": ("予算に達し次第終了", "deadline", "major"),
    "is_combinable": ("併用", "eligibility", "major"),
    "is_new": ("NEW の印", "wording", "minor"),
}
SOURCE_FIELDS = {
    "title": "題名",
    "publisher": "発行者",
    "edition": "版",
    "licence": "利用条件",
    "attribution": "出典表示",
}
FACILITY_FIELDS = {
    "name": "名称",
    "address": "所在地",
    "opens": "開館時刻",
    "closes": "閉館時刻",
    "closed_days": "休館日",
    "phone": "電話",
    "capacity_people": "定員",
    "parking_spaces": "駐車台数",
    "description": "説明",
}


def diff(previous: Dataset, current: Dataset) -> list[Change]:
    """Every change from one release to the next, each edit once: major first, then by programme.

    A fact that only moved is no change; the words of a text that state a changed fact are not reported again.
    """
    before = {table: children(previous.rows(table)) for table in FACTS}
    after = {table: children(current.rows(table)) for table in FACTS}
    found: list[Change] = []
    for old, new in pair_programs(previous.rows("programs"), current.rows("programs")):
        found += _programme(old, new, before, after)
    found += changed_facts(_pairs(before, after, None, None), None)
    found += _plain("sources", "出典", SOURCE_FIELDS, previous, current, "title")
    found += _plain("facilities", "施設", FACILITY_FIELDS, previous, current, "name")
    return sorted(found, key=_order)


def data_version(previous: Dataset | None, current: Dataset, changes: Sequence[Change]) -> str:
    """The data version that follows (Data Package's recipe for SemVer).

    Major: tables or columns differ. Minor: programmes, money, deadlines or eligibility differ. Patch: wording only.
    Nothing changed: the same version. The first release is 1.0.0.
    """
    if previous is None:
        return "1.0.0"
    major, minor, patch = (int(part) for part in previous.version.split("."))
    if _shape(previous) != _shape(current):
        return f"{major + 1}.0.0"
    if any(change.weight == "major" for change in changes):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if changes else previous.version


def _shape(dataset: Dataset) -> dict[str, list[tuple[str, str]]]:
    return {
        table: [(str(name), str(kind)) for name, kind in frame.dtypes.items()]
        for table, frame in dataset.tables.items()
    }


def _order(change: Change) -> tuple[bool, str, str, str, str]:
    return (change.weight != "major", change.program_id or "", change.table, change.row_id, change.columns)


def _programme(
    old: Row | None, new: Row | None, before: dict[str, dict[Any, list[Row]]], after: dict[str, dict[Any, list[Row]]]
) -> list[Change]:
    if old is None and new is not None:
        return [_whole(new, "added", "new", f"新規: {new['name']}{_call(new)}")]
    if new is None and old is not None:
        return [_whole(old, "removed", "gone", f"掲載終了: {old['name']}{_call(old)}")]
    assert old is not None
    assert new is not None
    pairs = _pairs(before, after, old["program_id"], new["program_id"])
    facts = changed_facts(pairs, new)
    fields = _fields(old, new)
    if any(change.columns == "is_combinable" for change in fields):
        facts = [change for change in facts if change.table != "relations"]
    fields, facts = _rolling(fields, facts)
    if _window_moved(facts) and old["status_as_of"] == new["status_as_of"]:
        fields = [change for change in fields if change.columns != "status"]
    reported = [words_of for table in FACTS for words_of in changed_words(table, pairs[table])]
    return [*fields, *facts, *_texts(old, new, reported)]


def _pairs(
    before: dict[str, dict[Any, list[Row]]], after: dict[str, dict[Any, list[Row]]], old: str | None, new: str | None
) -> dict[str, list[Pair]]:
    """Table → the rows of a programme before (`old`) and after (`new`); without ids, those of the whole source."""
    olds = {table: before[table].get(old, []) for table in FACTS}
    news = {table: after[table].get(new, []) for table in FACTS}
    renamed = renamed_courses(*(rows["rates"] + rows["amounts"] for rows in (olds, news)))
    return {table: pair_rows(table, olds[table], news[table], KEYS[table], renamed) for table in FACTS}


def _call(row: Row) -> str:
    return f"（第{row['call_round']}回）" if row["call_round"] else ""


def _whole(row: Row, op: Op, kind: str, message: str) -> Change:
    return Change(
        weight="major",
        kind=kind,
        op=op,
        program_id=row["program_id"],
        program_name=row["name"],
        message=message,
        old_value=row["name"] if op == "removed" else None,
        new_value=row["name"] if op == "added" else None,
        table="programs",
        row_id=row["program_id"],
        columns="",
        locator=row["locator"],
    )


def _field(new: Row, column: str, kind: str, weight: Weight, values: tuple[object, object], message: str) -> Change:
    old_value, new_value = (None if value is None else str(value) for value in values)
    return Change(
        weight=weight,
        kind=kind,
        op="changed",
        program_id=new["program_id"],
        program_name=new["name"],
        message=message,
        old_value=old_value,
        new_value=new_value,
        table="programs",
        row_id=new["program_id"],
        columns=column,
        locator=new["locator"],
    )


def _fields(old: Row, new: Row) -> list[Change]:
    found: list[Change] = []
    if old["name"] != new["name"]:
        values = (old["name"], new["name"])
        found.append(_field(new, "name", "name", "minor", values, f"名称 {old['name']}→{new['name']}"))
    if (old["area_codes"], old["area_names"]) != (new["area_codes"], new["area_names"]):
        area_old, area_new = ("・".join(row["area_names"] or ()) or "なし" for row in (old, new))
        message = f"対象地域 {area_old}→{area_new}"
        found.append(_field(new, "area_codes", "eligibility", "major", (area_old, area_new), message))
    if old["listed_end_month"] != new["listed_end_month"]:
        months = (old["listed_end_month"], new["listed_end_month"])
        message = f"終了予定 {months[0] or 'なし'}→{months[1] or 'なし'}"
        found.append(_field(new, "listed_end_month", "deadline", "major", months, message))
    for name, (title, kind, weight) in FIELDS.items():
        if old[name] != new[name]:
            message = f"{title} {_said(name, old[name])}→{_said(name, new[name])}"
            found.append(_field(new, name, kind, weight, (old[name], new[name]), message))
    if old["listing_status"] != new["listing_status"] or old["status"] != new["status"]:
        found.append(_status(old, new))
    if not found and old["name_text"] != new["name_text"]:
        texts = (old["name_text"], new["name_text"])
        found.append(_field(new, "name_text", "wording", "minor", texts, f"名称の表記 {texts[0]}→{texts[1]}"))
    return found


def _status(old: Row, new: Row) -> Change:
    """One change for where a programme is listed and the status that follows from its dates."""
    if old["listing_status"] != new["listing_status"]:
        column, values = "listing_status", (old["listing_status"], new["listing_status"])
    else:
        column, values = "status", (old["status"], new["status"])
    message, kind = f"募集の状態 {words.STATUS[values[0]]}→{words.STATUS[values[1]]}", "status"
    if values[1] == "closed":
        message, kind = "募集終了", "closed"
    elif values[1] == "open":
        message, kind = ("募集再開" if values[0] == "closed" else "募集開始"), "opened"
    weight: Weight = "minor" if "unknown" in values and kind == "status" else "major"
    return _field(new, column, kind, weight, values, message)


def _rolling(fields: list[Change], facts: list[Change]) -> tuple[list[Change], list[Change]]:
    """A window that became 随時 (or the reverse) is one edit: the vanished or new period joins it."""
    turned = next((change for change in fields if change.columns == "is_rolling"), None)
    windows = [change for change in facts if change.kind == "deadline" and change.op != "changed"]
    if turned is None or len(windows) != 1:
        return fields, facts
    (window,) = windows
    if window.op == "removed":
        joined = replace(
            turned, old_value=window.old_value, new_value="随時", message=f"募集期間 {window.old_value}→随時"
        )
    else:
        joined = replace(
            turned, old_value="随時", new_value=window.new_value, message=f"募集期間 随時→{window.new_value}"
        )
    kept = [joined if change is turned else change for change in fields if change.columns != "status"]
    return kept, [change for change in facts if change is not window]


def _window_moved(facts: Iterable[Change]) -> bool:
    return any(change.table == "periods" and change.kind == "deadline" for change in facts)


def _texts(old: Row, new: Row, reported: list[tuple[str, str]]) -> list[Change]:
    found = []
    for column, title in words.TEXTS.items():
        if old[column] == new[column]:
            continue
        differing = edits(old[column] or "", new[column] or "", reported)
        if not differing:
            continue
        matters = column in ELIGIBILITY and not all(is_wording(edit) for edit in differing)
        kind, weight = ("eligibility", "major") if matters else ("wording", "minor")
        shown = "、".join(edit.shown for edit in differing[:3]) + (" ほか" if len(differing) > 3 else "")
        message = f"{title} {shown}" if matters else f"{title}の記載 {shown}"
        found.append(_field(new, column, kind, weight, (old[column], new[column]), message))  # type: ignore[arg-type]
    return found


def _plain(
    table: str, noun: str, fields: dict[str, str], previous: Dataset, current: Dataset, name: str
) -> list[Change]:
    key = KEYS[table]
    old_rows, new_rows = ({row[key]: row for row in dataset.rows(table)} for dataset in (previous, current))
    found = []
    for row_id in sorted(old_rows.keys() | new_rows.keys()):
        old, new = old_rows.get(row_id), new_rows.get(row_id)
        row = new or old or {}
        blank = Change(
            weight="minor",
            kind=table,
            op="changed",
            program_id=None,
            program_name="",
            message="",
            old_value=old[name] if old else None,
            new_value=new[name] if new else None,
            table=table,
            row_id=row_id,
            columns="",
            locator=row.get("locator"),
        )
        if old is None:
            found.append(replace(blank, op="added", message=f"{noun}「{row[name]}」を追加"))
        elif new is None:
            found.append(replace(blank, op="removed", message=f"{noun}「{row[name]}」を削除"))
        else:
            for column, title in fields.items():
                before, after = _said(column, old[column]), _said(column, new[column])
                if before != after:
                    message = f"{noun}「{row[name]}」の{title} {before}→{after}"
                    found.append(replace(blank, columns=column, old_value=before, new_value=after, message=message))
    return found


def _said(column: str, value: object) -> str:
    if column == "is_combinable":
        return {True: "可", False: "不可"}.get(bool(value), "") if value is not None else "記載なし"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return "なし" if value is None else str(value)
