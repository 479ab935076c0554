"""What the review page shows, as one JSON document: every value in words, with its words in the source and its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.publish import evidence, words
from pipeline.publish.calendar import NOT_DEADLINES, closed_day
from pipeline.publish.changes import summary
from pipeline.publish.changes.change import Change
from pipeline.publish.dataset import FACTS, TABLE_TITLES, Dataset, children, filled
from pipeline.publish.overview import Overview, overviews
from pipeline.publish.pages import Page

Row = dict[str, Any]

FLAGS = {"is_rolling": "随時", "is_budget_limited": "予算に達し次第終了", "is_new": "NEW"}
FINDINGS_SHOWN = 20_000


def payload(
    dataset: Dataset,
    previous: Dataset | None,
    changes: Sequence[Change],
    pages: Mapping[str, Mapping[int, Page]],
) -> dict[str, Any]:
    """The page's data: keys are short because there may be ten thousand programmes; nulls are left out."""
    programs = dataset.rows("programs")
    tops = overviews(dataset)
    facts = {table: children(dataset.rows(table)) for table in FACTS}
    findings = dataset.rows("findings")
    owner = {row["program_id"]: row for row in programs}
    return {
        "asOf": dataset.as_of.isoformat(),
        "version": dataset.version,
        "previous": previous.version if previous else None,
        "summary": summary(changes) if previous else "最初の公開です。",
        "counts": {title: len(dataset.tables[table]) for table, title in TABLE_TITLES.items()},
        "words": {
            "status": words.STATUS,
            "applicant": words.APPLICANT,
            "severity": words.SEVERITY,
            "level": words.AREA_LEVEL,
            "fresh": words.FRESHNESS,
            "origin": words.ORIGIN,
            "tables": TABLE_TITLES,
        },
        "sources": {row["source_id"]: _source(row, pages.get(row["source_id"], {})) for row in dataset.rows("sources")},
        "programs": [_program(row, tops[row["program_id"]], facts) for row in programs],
        "changes": [
            filled({"w": c.weight, "k": c.kind, "p": c.program_id, "n": c.program_name, "m": c.message})
            for c in changes
        ],
        "findings": [_finding(row) for row in findings[:FINDINGS_SHOWN]],
        "quarantine": [_quarantined(row, owner) for row in dataset.rows("quarantine")],
        "contacts": [
            filled({"k": row["organisation"] or "窓口", "v": _contact(row), "l": row["locator"]})
            for row in facts["contacts"].get(None, [])
        ],
        "facilities": [
            filled(
                {"k": row["name"], "v": _facility(row), "w": row["name"], "l": row["locator"], "src": row["source_id"]}
            )
            for row in dataset.rows("facilities")
        ],
    }


def _quarantined(row: Row, owner: Mapping[str, Row]) -> dict[str, Any]:
    return filled(
        {
            "t": words.named(TABLE_TITLES, row["table"]),
            "id": row["row_id"],
            "c": row["column"],
            "k": row["check"],
            "w": row["value"],
            "p": row["program_id"],
            "l": row["locator"],
            "src": owner[row["program_id"]]["source_id"] if row["program_id"] in owner else None,
        }
    )


def _source(row: Row, pages: Mapping[int, Page]) -> dict[str, Any]:
    return filled(
        {
            "title": row["title"],
            "publisher": row["publisher"],
            "edition": row["edition"],
            "kind": row["kind"],
            "page": row["page_url"],
            "file": row["file_url"],
            "licence": row["licence"],
            "attribution": row["attribution"],
            "fresh": row["freshness"],
            "origin": row["origin"],
            "when": row["retrieved_at"].date().isoformat() if row["retrieved_at"] else None,
            "sha": row["sha256"],
            "pages": {str(number): [page.width, page.height, page.file] for number, page in pages.items()} or None,
        }
    )


def _program(row: Row, top: Overview, facts: Mapping[str, Mapping[Any, list[Row]]]) -> dict[str, Any]:
    mine = {
        table: sorted(facts[table].get(row["program_id"], []), key=lambda fact: evidence.position(fact["locator"]))
        for table in FACTS
    }
    # a rate says whom it is for; the cap beside it seldom repeats that
    classes = {fact["applicant_class"] for fact in mine["rates"] or mine["amounts"]} or {"any"}
    flags = [title for name, title in FLAGS.items() if row[name]] + (
        ["併用不可"] if row["is_combinable"] is False else []
    )
    return filled(
        {
            "id": row["program_id"],
            "n": row["name"],
            "w": row["name_text"],
            "l": row["locator"],
            "src": row["source_id"],
            "st": row["status"],
            "cat": row["category"],
            "al": row["area_level"],
            "an": row["area_names"],
            "pv": row["provider"],
            "rd": f"第{row['call_round']}回" if row["call_round"] else None,
            "fy": row["fiscal_year"],
            "end": row["listed_end_month"],
            "flags": flags,
            "r": top.rate_words,
            "p": float(top.percent) if top.percent is not None else None,
            "c": top.yen,
            "cw": top.cap_words,
            "d": top.deadline["end_date"].isoformat() if top.deadline else None,
            "k": sorted(classes),
            "x": {title: row[name] for name, title in words.TEXTS.items() if row[name]} or None,
            "f": _facts(mine) or None,
        }
    )


def _facts(mine: Mapping[str, list[Row]]) -> dict[str, list[dict[str, Any]]]:
    shown = {
        "補助率": [
            _fact("率", words.rate(row) + _basis(row), row["rate_text"], row) for row in mine["rates"]
        ],
        "金額": [
            _fact(words.named(words.AMOUNT, row["kind"]), _sum(row), row["amount_text"], row)
            for row in mine["amounts"]
        ],
        "期間・締切": [_period(row) for row in mine["periods"]],
        "問い合わせ先": [
            _fact(row["organisation"] or "窓口", _contact(row), row["phone_text"] or row["organisation"], row)
            for row in mine["contacts"]
        ],
        "リンク": [
            filled({"k": "リンク", "v": row["label"] or row["url"], "w": row["label"], "l": row["locator"], "u": row["url"]})
            for row in mine["links"]
        ],
        "ほかの制度との関係": [
            _fact(words.named(words.RELATION, row["kind"]), row["target_text"], row["target_text"], row)
            | filled({"to": row["target_program_id"], "why": row.get("reason")})
            for row in mine["relations"]
        ],
    }  # fmt: skip
    return {title: facts for title, facts in shown.items() if facts}


def _fact(kind: str, value: str, text: str | None, row: Row) -> dict[str, Any]:
    return filled({"k": kind, "v": value, "s": words.scope(row)[1:-1], "w": text, "l": row["locator"]})


def _period(row: Row) -> dict[str, Any]:
    value = words.days(row["start_date"], row["end_date"])
    if row["start_date"] is None and row["end_date"] is None:
        value = row["relative_text"] or row["period_text"]
    extra = [row["end_time"], words.DEADLINE_RULE.get(row["deadline_rule"] or "")]
    if row["is_inferred"]:
        extra.append(f"補った日付（{words.inference(row)}）")
    if row["weekday_ok"] is False:
        extra.append("曜日が合わない")
    fact = _fact(
        words.named(words.PERIOD, row["kind"]),
        " ".join([value, *(part for part in extra if part)]),
        row["period_text"],
        row,
    )
    if row["end_date"] is not None and row["kind"] not in NOT_DEADLINES:
        fact |= filled(
            {"e": row["end_date"].isoformat(), "h": closed_day(row["end_date"]), "a": row["kind"] == "application"}
        )
    return fact


def _basis(row: Row) -> str:
    return "" if row["basis"] == "cost" else f"（{words.named(words.BASIS, row['basis'])}に対して）"


def _sum(row: Row) -> str:
    years = f"（{row['max_years']}年まで）" if row["max_years"] else ""
    return words.amount(row) + years + (f"・{row['rounding']}" if row["rounding"] else "")


def _contact(row: Row) -> str:
    parts = (row["department"], row["phone_text"] or row["phone"], row["email"], row["address"])
    return " ".join(part for part in parts if part)


def _facility(row: Row) -> str:
    hours = f"{row['opens']}～{row['closes']}" if row["opens"] and row["closes"] else None
    parts = (row["address"], hours, row["closed_days"], row["phone"], row["description"])
    return " / ".join(part for part in parts if part)


def _finding(row: Row) -> dict[str, Any]:
    return filled(
        {
            "s": row["severity"],
            "k": row["check"],
            "m": row["message"],
            "p": row["program_id"],
            "w": row["text"],
            "l": row["locator"],
            "src": row["source_id"],
        }
    )
