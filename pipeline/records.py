"""The nouns of the pipeline: small frozen records that every stage may import, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the page's top left corner."""

Bound = Literal["max", "min", "lt", "gt"]
"""How the words bound a value: 以内 以下 まで 最大 上限 | 以上 下限 | 未満 | 超."""

JAPAN = ZoneInfo("Asia/Tokyo")
"""Where every day and time of the data is."""

BlockKind = Literal["heading", "paragraph", "list_item", "field", "link", "table"]


class PipelineError(Exception):
    """Base of every error that is the input's fault; its text is one line for a maintainer."""


class Unreadable(PipelineError, ValueError):
    """A normaliser met words that are not the value it was asked for (no default, no guess)."""


class LayoutChanged(PipelineError):
    """A document no longer has the structure that its profile asserts."""


class DocumentRefused(PipelineError):
    """A document that cannot be read at all (empty, encrypted, damaged, scanned, another type)."""


class Line(NamedTuple):
    """One logical line, verbatim: soft wraps of a printed line are already rejoined.

    `locator` is `p.3 x0,top,x1,bottom` (PDF points, top-left origin), an XPath (HTML) or `L12` (text).
    `depth` is 0 for running text and 1, 2 … for items of nested lists.
    """

    text: str
    locator: str
    depth: int = 0


class Cell(NamedTuple):
    """A table cell with its spans; the cells of a table cover every grid slot exactly once."""

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: tuple[Line, ...]
    locator: str
    is_header: bool = False

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


class Block(NamedTuple):
    """One located, verbatim piece of a document, in reading order.

    - heading: `level` 1 (document title) … 6; `lines` holds the heading
    - paragraph, list_item: `lines`; `Line.depth` tells nesting
    - field: a label with its value (dt/dd, `<strong>label</strong>` at a line's start, th/td of one pair): `label`, `lines`
    - link: `lines` holds the anchor text, `url` the address
    - table: `rows` × `cols` with `cells`; over several pages `pages`, `row_pages`, `page_bboxes` say where
    """

    kind: BlockKind
    locator: str
    lines: tuple[Line, ...] = ()
    page: int | None = None
    bbox: Box | None = None
    level: int = 0
    label: str = ""
    url: str = ""
    rows: int = 0
    cols: int = 0
    cells: tuple[Cell, ...] = ()
    pages: tuple[int, ...] = ()
    row_pages: tuple[int, ...] = ()
    page_bboxes: tuple[tuple[int, Box], ...] = ()

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(line.text for line in self.lines)

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Its own lines and those of its cells."""
        return (*self.lines, *(line for cell in self.cells for line in cell.lines))


@dataclass(frozen=True, slots=True)
class Notice:
    """What a stage wants a maintainer to know; becomes a row of `findings`. `message` is Japanese."""

    severity: Literal["info", "warning", "error"]
    check: str
    message: str
    text: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a parser made of one file: blocks in reading order, the title, and what it could not read."""

    blocks: tuple[Block, ...]
    media_type: str
    title: str = ""
    page_count: int | None = None
    notices: tuple[Notice, ...] = ()


# ---- values that normalisers read out of a string; `span` is the [start, end) offset of `text` in the string given


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a span of days or a deadline. `start`/`end` are inclusive calendar days in Japan time, None where open."""

    text: str
    start: date | None = None
    end: date | None = None
    start_time: str | None = None
    end_time: str | None = None
    precision: Literal["day", "month", "year", "fiscal_year"] = "day"
    is_inferred: bool = False
    inference: str = ""
    deadline_rule: Literal["arrive", "postmark", "online"] | None = None
    weekday_ok: bool | None = None
    relative_text: str = ""
    warnings: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share as two integers in lowest terms; 定額 without a number has `numerator` None and qualifier full."""

    text: str
    numerator: int | None
    denominator: int | None
    qualifier: Literal["up_to", "exact", "full"] = "exact"
    span: tuple[int, int] = (0, 0)
    bound: Bound | None = None

    @property
    def share(self) -> Fraction | None:
        """The exact share, None for 定額 without a number."""
        if self.numerator is None or self.denominator is None:
            return None
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of whole yen. `yen` is None where the text says there is no limit (上限なし)."""

    text: str
    yen: int | None
    kind: str | None = None
    per: str | None = None
    max_years: int | None = None
    is_unlimited: bool = False
    span: tuple[int, int] = (0, 0)
    bound: Bound | None = None


# ---- what the outline hands to the readers of facts


@dataclass(frozen=True, slots=True)
class Passage:
    """One labelled stretch of a programme: the label as printed ("" where none), its course, its logical lines.

    `course` is the part of the programme the passage belongs to, nested with " > "; a matrix is in `table`.
    """

    label: str
    course: str
    lines: tuple[Line, ...] = ()
    table: Block | None = None
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """One support programme of a document: its name as printed, where it is listed, and its passages in order."""

    name_text: str
    locator: str
    passages: tuple[Passage, ...] = ()
    headings: tuple[str, ...] = ()
    """The headings above the programme, outermost first (chapter, 2025年11月終了予定, 金沢市の補助金 …)."""
    links: tuple[tuple[str, str, str], ...] = ()
    """label, url, locator"""
    is_closed: bool = False
    notices: tuple[Notice, ...] = field(default=())
