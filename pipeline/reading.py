"""One document read from bytes to rows: parse → correct → outline → facts → keyed rows. Runs in a worker process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

from pipeline.extract.areas import foreign_places, read_area
from pipeline.extract.contacts import read_contacts
from pipeline.extract.facilities import read_facility
from pipeline.extract.facts import Schedule, ScheduleContext, Terms
from pipeline.extract.labels import label_kind
from pipeline.extract.naming import Name, listed_end_month, read_name, stable_id
from pipeline.extract.outline import Outline, OutlinePlan, outline
from pipeline.extract.programs import (
    fiscal_year,
    is_combinable,
    relations,
    stated,
    status,
    texts,
    unknown_end,
)
from pipeline.extract.schedule import read_schedule
from pipeline.extract.terms import read_terms
from pipeline.normalize.fiscal_year import printed_fiscal_year
from pipeline.parse import parse_document
from pipeline.records import Document, Notice, Programme
from pipeline.rows import (
    ContactRow,
    FindingRow,
    LinkRow,
    ProgramRow,
    Reading,
    RelationRow,
    Row,
)
from pipeline.sources.profile import Profile


class _Rows:
    """The rows of one document while they are collected; keys are made unique here and nowhere else."""

    def __init__(self, source_id: str) -> None:
        self.source_id = source_id
        self.tables: dict[str, list[Row]] = {
            name: []
            for name in (
                "programs", "rates", "amounts", "periods", "contacts", "links", "facilities", "relations", "findings",
            )
        }  # fmt: skip
        self._keys: dict[str, int] = {}

    def key(self, prefix: str, *identity: str | None, value: str = "") -> str:
        """A key from what a row is about; rows about the very same thing are told apart by their printed value."""
        base = stable_id(prefix, *(part or "" for part in identity))
        if base not in self._keys:
            self._keys[base] = 1
            return base
        return self._unique(stable_id(prefix, *(part or "" for part in identity), value), prefix)

    def _unique(self, key: str, prefix: str) -> str:
        number = self._keys.get(key, 0) + 1
        self._keys[key] = number
        return key if number == 1 else self._unique(stable_id(prefix, key, str(number)), prefix)

    def add(self, table: str, row: Row) -> None:
        self.tables[table].append(row)

    def note(self, notice: Notice, program_id: str | None = None) -> None:
        self.add(
            "findings",
            FindingRow(
                finding_id=self.key("f", self.source_id, program_id, notice.check, notice.text, value=notice.locator),
                severity=notice.severity,
                check=notice.check,
                source_id=self.source_id,
                program_id=program_id,
                message=notice.message,
                text=notice.text or None,
                locator=notice.locator or None,
            ),
        )


def read(
    data: bytes,
    *,
    name: str,
    profile: Profile | None,
    source_id: str,
    as_of: date,
    password: str | None = None,
) -> Reading:
    """Bytes of a document → its rows. Raises DocumentRefused or LayoutChanged where it cannot be read as what it should be."""
    document = parse_document(data, name=name, password=password)
    return to_rows(document, profile=profile, source_id=source_id, as_of=as_of)


def to_rows(document: Document, *, profile: Profile | None, source_id: str, as_of: date) -> Reading:
    """A parsed document → its rows. Raises LayoutChanged where it is not what its profile says."""
    if profile is not None and profile.corrections:
        from pipeline.extract.corrections import apply_corrections

        document, made = apply_corrections(document, profile.corrections, as_of)
        document = replace(document, notices=(*document.notices, *made))
    plan = OutlinePlan.read(profile.outline) if profile else OutlinePlan()
    return _reading(document, outline(document, plan), plan, source_id, as_of)


def _reading(document: Document, found: Outline, plan: OutlinePlan, source_id: str, as_of: date) -> Reading:
    rows = _Rows(source_id)
    for notice in (*document.notices, *found.notices):
        rows.note(notice)
    year = _edition_year(document) if plan.kind == "guide" else None
    seen: dict[str, tuple[str, Programme]] = {}
    for programme in found.programmes:
        name = read_name(programme.name_text)
        if name.raw_key in seen:
            _add_relisted(rows, programme, name, *seen[name.raw_key])
        else:
            seen[name.raw_key] = (_add_programme(rows, programme, name, plan, year, as_of), programme)
    for section in found.facilities:
        fact = read_facility(section)
        rows.add("facilities", replace(fact, facility_id=rows.key("fa", source_id, fact.name), source_id=source_id))
    rest = [line for section in found.rest for block in section.blocks for line in block.all_lines]
    _add_contacts(rows, read_contacts(rest) if plan.kind == "guide" else (), None)
    return Reading(
        source_id=source_id,
        title=document.title,
        media_type=document.media_type,
        page_count=document.page_count,
        tables={table: tuple(content) for table, content in rows.tables.items()},
        fingerprint=_fingerprint(document, found),
        text="\n".join(line.text for block in document.blocks for line in block.all_lines),
    )


def _add_programme(
    rows: _Rows, programme: Programme, name: Name, plan: OutlinePlan, edition_year: int | None, as_of: date
) -> str:
    program_id = rows.key("p", rows.source_id, name.raw_key)
    groups = (listed_end_month(heading) for heading in reversed(programme.headings))
    end_month = name.listed_end_month or next((month for month in groups if month), None)
    year = printed_fiscal_year(name.clean) or edition_year
    context = ScheduleContext(fiscal_year=year, listed_end_month=end_month, call_round=name.call_round)
    schedule = read_schedule(programme, context=context)
    terms = read_terms(programme)
    area = read_area(programme, default=plan.area)
    rows.add(
        "programs",
        ProgramRow(
            program_id=program_id,
            series_id=stable_id("s", name.series_key),
            source_id=rows.source_id,
            name=name.clean,
            name_text=programme.name_text,
            call_round=name.call_round,
            fiscal_year=fiscal_year(name.clean, schedule.periods, edition_year),
            category=programme.headings[0] if plan.kind == "guide" and programme.headings else None,
            area_level=area.level,
            area_codes=area.codes,
            area_names=area.names,
            provider=plan.provider
            or (area.names[0] if area.level == "municipality" and len(area.names) == 1 else None),
            listing_status="closed" if programme.is_closed else "open",
            listed_end_month=end_month,
            status=status(schedule.periods, is_closed=programme.is_closed, is_rolling=schedule.is_rolling, as_of=as_of),
            status_as_of=as_of,
            is_rolling=schedule.is_rolling,
            is_budget_limited=schedule.is_budget_limited,
            is_new=name.is_new,
            is_combinable=is_combinable(programme),
            locator=programme.locator,
            **texts(programme),
        ),
    )
    _add_facts(rows, program_id, terms, schedule)
    _add_references(rows, program_id, programme, name)
    lines = [line for passage in stated(programme) for line in passage.lines]
    _add_contacts(rows, read_contacts(lines), program_id)
    late = unknown_end(programme, schedule.periods)
    notices = (*programme.notices, *terms.notices, *schedule.notices, *foreign_places(programme, area))
    for notice in (*notices, late) if late else notices:
        rows.note(notice, program_id)
    return program_id


def _add_relisted(rows: _Rows, programme: Programme, name: Name, program_id: str, first: Programme) -> None:
    row_id = rows.key("re", program_id, "relisted", programme.name_text)
    rows.add(
        "relations",
        RelationRow(
            relation_id=row_id,
            program_id=program_id,
            kind="relisted",
            target_program_id=program_id,
            target_text=programme.name_text,
            locator=programme.locator,
        ),
    )
    said = "再掲と書かれています" if name.is_relisted else "再掲とは書かれていません"
    message = f"同じ制度が二度載っています（{said}）: {name.clean}"
    severity: Literal["info", "warning"] = "info" if name.is_relisted else "warning"
    rows.note(Notice(severity, "relisted", message, programme.name_text, programme.locator), program_id)
    said_first = {line.text for passage in stated(first) for line in passage.lines}
    for line in (line for passage in stated(programme) for line in passage.lines if line.text not in said_first):
        message = f"再掲の記載が先の掲載と違います（先の掲載を採りました）: {name.clean}"
        rows.note(Notice("warning", "relisted-differs", message, line.text, line.locator), program_id)


def _add_facts(rows: _Rows, program_id: str, terms: Terms, schedule: Schedule) -> None:
    for rate in terms.rates:
        about = (rate.course, rate.applicant_text, rate.condition_text, rate.cost_item, rate.basis)
        row_id = rows.key("r", program_id, *about, value=rate.rate_text)
        rows.add("rates", replace(rate, rate_id=row_id, program_id=program_id))
    for amount in terms.amounts:
        about = (amount.course, amount.applicant_text, amount.condition_text, amount.cost_item, amount.kind)
        row_id = rows.key("a", program_id, *about, value=amount.amount_text)
        rows.add("amounts", replace(amount, amount_id=row_id, program_id=program_id))
    for period in schedule.periods:
        row_id = rows.key(
            "t", program_id, period.kind, str(period.call_round or ""), period.label, value=period.period_text
        )
        rows.add("periods", replace(period, period_id=row_id, program_id=program_id))


def _add_references(rows: _Rows, program_id: str, programme: Programme, name: Name) -> None:
    """The addresses and the other programmes that a programme names."""
    for label, url, locator in programme.links:
        row_id = rows.key("l", program_id, url, value=label)
        rows.add("links", LinkRow(link_id=row_id, program_id=program_id, label=label or None, url=url, locator=locator))
    for relation in relations(programme, name.clean):
        row_id = rows.key("re", program_id, relation.kind, relation.target_text)
        rows.add("relations", replace(relation, relation_id=row_id, program_id=program_id))


def _add_contacts(rows: _Rows, contacts: Iterable[ContactRow], program_id: str | None) -> None:
    for contact in contacts:
        owner = program_id or rows.source_id
        row_id = rows.key("c", owner, contact.organisation, contact.department, contact.phone_text)
        rows.add("contacts", replace(contact, contact_id=row_id, program_id=program_id))
        if contact.phone is None:
            said = contact.phone_text or ""
            rows.note(
                Notice("warning", "unread-phone", "桁数の合わない電話番号です", said, contact.locator), program_id
            )


def _edition_year(document: Document) -> int | None:
    """The fiscal year a guide is for: the first 令和N年度 printed on its cover or in its title."""
    for block in document.blocks[:12]:
        if (year := printed_fiscal_year(block.text)) is not None:
            return year
    return printed_fiscal_year(document.title)


def _fingerprint(document: Document, found: Outline) -> dict[str, tuple[str, ...]]:
    """What a layout is recognised by: headings that are no programme, labels, and header rows of matrices."""
    names = {programme.name_text for programme in found.programmes}
    headings = {block.text for block in document.blocks if block.kind == "heading"} - names
    labels = {
        passage.label for programme in found.programmes for passage in programme.passages if label_kind(passage.label)
    }
    headers = {
        " | ".join(cell.text.replace("\n", "") for cell in passage.table.cells if cell.row == 0)
        for programme in found.programmes
        for passage in programme.passages
        if passage.table is not None
    }
    return {
        "headings": tuple(sorted(headings)),
        "labels": tuple(sorted(labels)),
        "table_headers": tuple(sorted(headers)),
    }
