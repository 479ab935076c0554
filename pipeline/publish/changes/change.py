"""The noun of a release diff: one edit of the sources as the data shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["major", "minor"]
Op = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One edit: `message` is Japanese, values are words; the order of the fields is the order of the columns.

    `kind` is new, gone, closed, opened, status, round, amount, rate, deadline, period, eligibility, name, contact,
    link, relation, facilities, sources or wording; `columns` names what differs, joined by `;`.
    """

    weight: Weight
    kind: str
    op: Op
    program_id: str | None
    program_name: str
    message: str
    old_value: str | None
    new_value: str | None
    table: str
    row_id: str
    columns: str
    locator: str | None
