"""One frozen record per published table, its fields in the order of the columns (CONTRACT v1), and a document's reading.

A reader of a programme's words makes its rows without keys; the reading of the document (pipeline.reading) gives them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source document that was used."""

    source_id: str
    title: str
    publisher: str | None = None
    kind: str
    page_url: str | None = None
    file_url: str | None = None
    edition: str | None = None
    published_date: date | None = None
    retrieved_at: datetime | None = None
    sha256: str
    media_type: str
    byte_size: int
    page_count: int | None = None
    licence: str | None = None
    attribution: str | None = None
    rights: str
    origin: str
    freshness: str
    parser_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRow:
    """A programme (制度) and call (公募回) in a source."""

    program_id: str
    series_id: str
    source_id: str
    name: str
    name_text: str
    call_round: int | None = None
    fiscal_year: int | None = None
    category: str | None = None
    area_level: str | None = None
    area_codes: tuple[str, ...] = ()
    area_names: tuple[str, ...] = ()
    provider: str | None = None
    listing_status: str = "open"
    listed_end_month: str | None = None
    status: str = "unknown"
    status_as_of: date
    is_rolling: bool = False
    is_budget_limited: bool = False
    is_new: bool = False
    is_combinable: bool | None = None
    summary: str | None = None
    eligibility: str | None = None
    eligible_projects: str | None = None
    eligible_costs: str | None = None
    conditions: str | None = None
    application_method: str | None = None
    required_documents: str | None = None
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """A rate of help: what the programme pays, as two integers in lowest terms."""

    rate_id: str = ""
    program_id: str = ""
    course: str | None = None
    applicant_class: str = "any"
    applicant_text: str | None = None
    condition_text: str | None = None
    cost_item: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    percent: Decimal | None = None
    qualifier: str = "exact"
    basis: str = "cost"
    basis_text: str | None = None
    rate_text: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRow:
    """A sum of whole yen that bounds or fixes the help."""

    amount_id: str = ""
    program_id: str = ""
    course: str | None = None
    applicant_class: str = "any"
    applicant_text: str | None = None
    condition_text: str | None = None
    cost_item: str | None = None
    kind: str
    yen: int | None = None
    is_unlimited: bool = False
    per: str | None = None
    max_years: int | None = None
    rounding: str | None = None
    amount_text: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """A dated period or deadline; both days inclusive, Japan time."""

    period_id: str = ""
    program_id: str = ""
    kind: str
    call_round: int | None = None
    label: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    precision: str = "day"
    end_time: str | None = None
    deadline_rule: str | None = None
    relative_text: str | None = None
    is_inferred: bool = False
    inference: str | None = None
    weekday_ok: bool | None = None
    period_text: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """Whom to ask; without a programme it speaks for the whole source."""

    contact_id: str = ""
    program_id: str | None = None
    organisation: str | None = None
    department: str | None = None
    phone: str | None = None
    phone_text: str | None = None
    fax: str | None = None
    email: str | None = None
    postal_code: str | None = None
    address: str | None = None
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """An address that a programme points to."""

    link_id: str
    program_id: str
    label: str | None = None
    url: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityRow:
    """A supporting facility of a guide; hours as HH:MM."""

    facility_id: str = ""
    source_id: str = ""
    name: str
    address: str | None = None
    opens: str | None = None
    closes: str | None = None
    closed_days: str | None = None
    phone: str | None = None
    capacity_people: int | None = None
    parking_spaces: int | None = None
    description: str | None = None
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """How two programmes hang together; `target_program_id` is None where the target is not in the data."""

    relation_id: str = ""
    program_id: str = ""
    kind: str
    target_program_id: str | None = None
    target_text: str
    locator: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """What a maintainer should look at; `message` is Japanese."""

    finding_id: str
    severity: str
    check: str
    source_id: str
    program_id: str | None = None
    table: str | None = None
    row_id: str | None = None
    message: str
    text: str | None = None
    locator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """A row that broke the contract, with the column, the check and the value."""

    table: str
    row_id: str
    column: str
    check: str
    value: str | None = None
    program_id: str | None = None
    locator: str | None = None


Row = (
    SourceRow
    | ProgramRow
    | RateRow
    | AmountRow
    | PeriodRow
    | ContactRow
    | LinkRow
    | FacilityRow
    | RelationRow
    | FindingRow
    | QuarantineRow
)

TABLES: dict[str, type] = {
    "sources": SourceRow,
    "programs": ProgramRow,
    "rates": RateRow,
    "amounts": AmountRow,
    "periods": PeriodRow,
    "contacts": ContactRow,
    "links": LinkRow,
    "facilities": FacilityRow,
    "relations": RelationRow,
    "findings": FindingRow,
    "quarantine": QuarantineRow,
}
"""Table name → row record, in publishing order."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of one document by table (sources and quarantine are made later), and what drift is measured by."""

    source_id: str
    title: str
    media_type: str
    page_count: int | None
    tables: dict[str, tuple[Row, ...]]
    fingerprint: dict[str, tuple[str, ...]]
    text: str
