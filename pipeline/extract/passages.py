"""The blocks of one programme cut into passages: a label, the course it stands in, and its lines or matrix."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.labels import bare_label, label_kind, split_inline
from pipeline.records import Block, Cell, Line, Passage

# ＜見本市等出展＞, <既存製品改良部門>, 〈通常枠〉, 《先端ものづくり技術交流セミナー》
_BRACKETED_COURSE = re.compile(r"^\s*[＜<〈《≪]([^＜＞<>〈〉《》≪≫]{1,40})[＞>〉》≫]\s*$")
# 1. 産学連携コース, ２．単独企業コース, (1) 通常枠, ① 施設整備事業
_NUMBERED = re.compile(r"^\s*(?:[0-9０-９]{1,2}[.．、]|[(（][0-9０-９]{1,2}[)）]|[①-⑳])\s*(\S.{0,38})$")
# what a part of a programme is called: 産学連携コース, デジタル枠, 一般型, 新製品開発部門, 研修実施支援
_COURSE_NOUN = re.compile(
    r"(?:コース|[枠型類]|類型|部門|タイプ|メニュー|プラン|区分|事業|支援|助成|補助|整備|出展|活用)(?:\s*[(（].*[)）])?$"
)
_MARK = re.compile(r"^[\s■□◆◇●○◎▼▽▲△★☆▶▷➤►◼◾〇]+")


def course_name(text: str) -> tuple[int, str] | None:
    """(rank, name) where a line is a course heading by its own form (brackets, or a number and a course noun), else None."""
    if match := _BRACKETED_COURSE.match(text):
        return None if label_kind(match.group(1)) else (10, match.group(1).strip())
    if (match := _NUMBERED.match(text)) and _COURSE_NOUN.search(match.group(1)) and not label_kind(match.group(1)):
        return (20, match.group(1).strip())
    return None


def passages_of(blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Blocks of one programme, in reading order → its passages, in reading order.

    A label comes from a heading, a field, the first column of a label table, or `label:` at the start of a line. A heading
    that is no label opens a course where its form or its noun says so.
    """
    cut = _Cutter()
    for block in blocks:
        cut.take(block)
    cut.close()
    return tuple(cut.passages)


class _Cutter:
    """Walks the blocks of one programme and keeps what is open: the courses, the label and its lines."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._courses: list[tuple[int, str]] = []
        self._label = ""
        self._lines: list[Line] = []
        self._place = ""

    def take(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading(block)
        elif block.kind == "field":
            self._field(block)
        elif block.kind == "table":
            self._table(block)
        elif block.kind != "link":
            for line in block.lines:
                self._line(line, is_item=block.kind == "list_item")

    def close(self) -> None:
        if self._lines:
            self.passages.append(Passage(self._label, self._course, tuple(self._lines), None, self._place))
        self._lines = []

    @property
    def _course(self) -> str:
        return " > ".join(name for _, name in self._courses)

    def _open(self, label: str, locator: str) -> None:
        self.close()
        self._label, self._place = label, locator

    def _enter_course(self, rank: int, name: str, locator: str) -> None:
        self._open("", locator)
        self._courses = [course for course in self._courses if course[0] < rank] + [(rank, name)]

    def _heading(self, block: Block) -> None:
        text = " ".join(line.text for line in block.lines)
        if course := course_name(text):
            self._enter_course(*course, block.locator)
            return
        words = _MARK.sub("", text).strip()
        if label_kind(words) is None and _COURSE_NOUN.search(words) and len(words) <= 40:
            self._enter_course(block.level, words, block.locator)
            return
        self._courses = [course for course in self._courses if course[0] >= 10 or course[0] < block.level]
        if inline := split_inline(text):
            self._open(inline[0], block.locator)
            self._lines.append(Line(inline[1], block.locator))
        else:
            self._open(words, block.locator)

    def _field(self, block: Block) -> None:
        if label_kind(block.label):
            self._open(block.label, block.locator)
            self._lines.extend(line for line in block.lines if line.text)
            return
        for line in block.lines:
            self._line(
                Line(f"{block.label}:{line.text}", line.locator, line.depth) if line is block.lines[0] else line,
                is_item=True,
            )
        if not block.lines:
            self._lines.append(Line(block.label, block.locator))

    def _line(self, line: Line, *, is_item: bool) -> None:
        if not line.text:
            return
        if course := course_name(line.text):
            self._enter_course(*course, line.locator)
            return
        may_open = (not is_item and line.depth == 0) or not self._label
        inline = split_inline(line.text) if may_open else None
        if inline:
            self._open(inline[0], line.locator)
            if inline[1]:
                self._lines.append(Line(inline[1], line.locator, line.depth))
        else:
            self._lines.append(line)

    def _table(self, block: Block) -> None:
        if is_label_table(block):
            for row in table_rows(block):
                for label, lines in _label_pairs(row):
                    self._open(label, row[0].locator)
                    self._lines.extend(lines)
            self._open("", block.locator)
        elif block.cols == 1:
            for cell in block.cells:
                for line in cell.lines:
                    self._line(line, is_item=False)
        else:
            label, lines = self._label, self._lines
            self.close()
            del lines
            self.passages.append(Passage(label, self._course, (), block, block.locator))


def table_rows(table: Block) -> list[list[Cell]]:
    """The cells that begin in each row of a table, left to right; a row covered from above alone is left out."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    return [sorted(rows[row], key=lambda cell: cell.col) for row in sorted(rows)]


def is_label_table(table: Block) -> bool:
    """True where each row is a label and its words (概要 | …), False for a matrix with a header row or a plain list."""
    rows = [row for row in table_rows(table) if any(cell.text for cell in row)]
    if table.cols < 2 or not rows:
        return False
    heads = [row[0] for row in rows if row[0].col == 0]
    labelled = sum(1 for cell in heads if label_kind(cell.text))
    header_row = len(rows[0]) > 1 and all(label_kind(cell.text) for cell in rows[0])
    if header_row and labelled < 2 and len(rows) > 1:
        return False
    if (
        header_row
        and len(rows) > 1
        and all(label_kind(cell.text) for cell in rows[0][1:])
        and labelled * 2 <= len(heads)
    ):
        return False
    return labelled * 5 >= len(heads) * 3 or (table.cols == 2 and labelled * 2 >= len(heads))


def _label_pairs(row: list[Cell]) -> list[tuple[str, list[Line]]]:
    """`label | words | label | words` → pairs; a cell that is no label belongs to the label before it."""
    pairs: list[tuple[str, list[Line]]] = []
    for position, cell in enumerate(row):
        opens = position == 0 or (label_kind(cell.text) is not None and position < len(row) - 1 and bool(pairs[-1][1]))
        if opens:
            pairs.append((bare_label(cell.text) or cell.text, []))
        else:
            pairs[-1][1].extend(line for line in cell.lines if line.text)
    return pairs
