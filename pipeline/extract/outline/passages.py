"""The blocks of one programme cut into passages: a label, the course it stands in, and its lines or matrix."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.courses import HEADING_NOUN
from pipeline.extract.labels import bare_label, divides_dates, label_kind, split_inline
from pipeline.extract.outline.label_tables import (
    captioned,
    columns_upright,
    fields_of,
    is_label_table,
    is_list_of_names,
    label_pairs,
    parted_by_cases,
    parted_by_label,
    table_rows,
)
from pipeline.extract.outline.nested import with_nested
from pipeline.extract.outline.passage_signs import (
    are_items_labelled,
    are_labelled_before_gaps,
    course_name,
    dividing_lines,
    gap_labelled,
    is_no_course,
    label_depths,
    labels_of_courses,
    parted_at_gaps,
)
from pipeline.extract.outline.piped import drawn
from pipeline.extract.outline.sections import sections, told_in
from pipeline.records import Block, Cell, Line, Passage

# 【グリーン枠】, ［通常枠］, 【助成対象事業１及び２】: a whole line in brackets announces what follows
_ENCLOSED = re.compile(r"^[【［\[]([^【】［］\[\]。]{1,30})[】］\]]$")
# ■地理条件, ◆申請書受理期限, ●注意: a marked line that is no sentence announces what follows
_MARKED = re.compile(r"^([■□◆◇●◎▼▽▲△★☆▶➤►◼◾])\s*([^。：:]{1,30})$")
# 申請受付：令和8年…
_DATED = re.compile(r"(?:令和|平成|[RＲ])?[\s　]*[0-9０-９元]{1,4}[\s　]*[年月/.．／]|随時")
_MARK = re.compile(r"^(?:[\s■□◆◇●○◎▼▽▲△★☆▶▷➤►◼◾〇#]|\*\*)+")
# a heading's rank comes from its mark: the mark that the programme printed first stands outermost
_MARK_CLASSES = (
    re.compile(r"^\s*([■□◆◇●○◎▼▽▲△★☆▶▷➤►◼◾〇])"),
    re.compile(r"^\s*([【［＜<〈《≪])"),
    re.compile(r"^\s*[(（]\d{1,2}([)）])"),
    re.compile(r"^\s*第?\d{1,2}([.．、])"),
    re.compile(r"^\s*[①-⑳]()"),
)
# 1.計画の策定, ①調査: a numbered part
_PART = re.compile(r"^[\s　]*(?:[(（]?[0-9０-９]{1,2}[.．、)）]|[①-⑳])[^。:：、]{2,24}$")
# （単位：千円）, ■補助上限額（単位：千円）: holds for the table below it
_UNIT = re.compile(r"[(（]?[\s　]*単位[\s　]*[:：]?[\s　]*[千百万億]+円[\s　]*[)）]?$")
# 【上限：上記の両方あわせて、10万円】, 【見本枠：2/3以内】 states it and heads nothing
_STATED = re.compile(
    r"[:：][^:：]*(?:[0-9０-９][^:：]*(?:円|[%％割])|[0-9０-９][/／][0-9０-９]{1,3}|分の[\s　]*[0-9０-９]{1,3})(?:以内|以下)?$"
)
# ★上乗せにより①通常枠650万円以内, ●設置費の10分の3以内: a marked line that states
_VALUED = re.compile(
    r"(?:[0-9０-９][万千億]*(?:円|[%％])|分の[\s　]*[0-9０-９]{1,3}|[0-9０-９][/／][0-9０-９]{1,3})(?:以内|以下|まで|です|とする|を?上限|限度)?$"
)
_LONGEST_LABEL = 24
# (2)県外の業者：1台4万円: the next of the numbered lines above
_NUMBERED = re.compile(
    r"^[\s　・]*(?:(?P<open>[(（]?)(?P<number>[0-9０-９]{1,2})(?P<close>[.．、)）])|(?P<circled>[①-⑳]))(?=[^0-9０-９])"
)
_NUMBER = re.compile(r"^[0-9０-９]{1,2}[\s　]+(?=[^\s　0-9０-９])")  # 1 通常枠
_SUM = re.compile(r"[0-9０-９][万千億]*円")
_MARKDOWN = re.compile(r"^#{1,6}\s*|^\*\*|\*\*$")


def passages_of(blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Blocks of one programme, in reading order → its passages, in reading order.

    A label comes from a heading, a field, the first column of a label table, or `label:` at the start of a line. A heading
    that is no label opens a course where its form or its noun says so; a label that stands as high as a course ends it.
    """
    blocks = list(drawn(with_nested(list(blocks))))
    before_gaps = are_labelled_before_gaps(blocks)
    if before_gaps:
        blocks = [part for block in blocks for part in parted_at_gaps(block)]
    cut = _Cutter(
        label_depths(blocks),
        labels_of_courses(blocks),
        items_are_labelled=are_items_labelled(blocks),
        before_gaps=before_gaps,
    )
    dividing = dividing_lines(blocks)
    for block in blocks:
        if id(block) in dividing:
            cut.divide(block)
        else:
            cut.take(block)
    cut.close()
    return tuple(cut.passages)


class _Cutter:
    """Walks the blocks of one programme and keeps what is open: the courses, the label and its lines."""

    def __init__(
        self,
        depths: frozenset[tuple[str, int]],
        inner: frozenset[str],
        *,
        items_are_labelled: bool,
        before_gaps: bool,
    ) -> None:
        self._label_depths = depths
        self._labels_of_courses = inner
        self._items_are_labelled = items_are_labelled
        self._before_gaps = before_gaps
        self.passages: list[Passage] = []
        self._courses: list[tuple[int, str, str]] = []  # rank, name, the label that announced the courses
        self._marks: dict[str, int] = {}
        self._label = ""
        self._unit = ""
        self._lines: list[Line] = []
        self._place = ""
        self._step: tuple[str, int, str, str] | None = None  # of the last numbered line: mark, number, passage, label

    def divide(self, block: Block) -> None:
        """A line that says whose the terms below it are: a course, until its like or a higher head."""
        rank = self._rank(block.text, block.level or 6)
        self._open("", block.locator)
        self._courses = [course for course in self._courses if course[0] < rank]
        self._courses.append((rank, bare_label(block.text), ""))

    def take(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading(" ".join(line.text for line in block.lines), block.locator, block.level)
        elif block.kind == "field":
            self._field(block)
        elif block.kind == "table":
            self._table(block)
        elif block.kind != "link":
            if self._before_gaps and block.lines and (found := gap_labelled(block.lines[0].text)):
                first, *rest = block.lines
                is_item = bool(rest) and rest[0].text[:1] == found[1][:1]  # 募集期間　・… ⏎ ・…
                depth = rest[0].depth if is_item else first.depth
                self._open(found[0], first.locator)
                words = Line(found[1], first.locator, depth)
                if (
                    _MARKED.match(words.text) and not is_item
                ):  # 助成額　★市内を発地とする: the label's words, no heading
                    self._lines.append(words)
                else:
                    rest = [words, *rest]
                block = block._replace(lines=tuple(rest))
            for line in (piece for whole in block.lines for piece in sections(whole)):
                may_label = (block.kind, line.depth) in self._label_depths and len(line.text) <= _LONGEST_LABEL
                if may_label and label_kind(line.text):
                    self._open(line.text, line.locator)
                else:
                    self._line(line, is_item=block.kind == "list_item" or line.depth > 0)

    def close(self) -> None:
        if self._lines:
            self.passages.append(Passage(self._label, self._course, tuple(self._lines), None, self._place))
        self._lines = []

    @property
    def _course(self) -> str:
        return " > ".join(name for _, name, _ in self._courses)

    def _open(self, label: str, locator: str) -> None:
        """A label opens; one with a heading's mark (■助成対象経費) ends the courses that stand as deep as the mark."""
        self.close()
        if _MARK_CLASSES[0].match(label):
            rank = self._rank(label, 0)
            self._courses = [course for course in self._courses if course[0] < rank]
        self._label, self._place, self._unit = _MARK.sub("", label), locator, ""

    def _rank(self, text: str, level: int) -> int:
        for number, rule in enumerate(_MARK_CLASSES):
            if match := rule.match(text):
                return 10 + self._marks.setdefault(match.group(1) or str(number), len(self._marks))
        return level

    def _heading(self, text: str, locator: str, level: int) -> None:
        """A line that announces what follows: a course, or a label that ends the courses standing as deep as itself."""
        text = _MARKDOWN.sub("", text).strip()
        rank = self._rank(text, level)
        outer = [course for course in self._courses if course[0] < rank]
        enclosed = _ENCLOSED.match(text)
        words = enclosed.group(1) if enclosed else _MARK.sub("", text).strip()
        if enclosed and _STATED.search(words):
            self._lines.append(Line(words, locator))
            return
        if told := told_in(text):
            self._open(told[0], locator)
            self._lines.append(Line(told[1], locator))
            return
        name, inline = course_name(text), split_inline(text)
        is_said = inline is not None or is_no_course(words)  # □対象事業 (1)販路開拓事業
        if name is None and not is_said and len(words) <= 40 and (enclosed or HEADING_NOUN.search(words)):
            name = _NUMBER.sub("", words)
        is_next = any(at == rank for at, _, _ in self._courses) and not label_kind(words)
        is_first = not self._lines and label_kind(self._label) == "terms"
        if name is None and (is_next or is_first) and _PART.match(text):
            name = bare_label(words)  # 補助率及び上限額 ⏎ 1.計画の策定 ⏎ 定額 … ⏎ 2.設備の導入
        if name is not None:
            # ■補助金額 ⏎ ＜通常枠＞ … ＜特別枠＞ …: a label without words of its own is that of the courses below it
            if self._lines and label_kind(self._lines[-1].text) == "terms" and not self._courses:
                announcing = self._lines.pop()
                self._open(announcing.text, announcing.locator)
            siblings = [label for at, _, label in self._courses if at == rank]
            label = self._label if not self._lines and label_kind(self._label) else siblings[0] if siblings else ""
            self._open("", locator)
            self._label = label
            self._courses = [*outer, (rank, name, label)]
            return
        announced = outer[-1][2] if outer else ""
        if announced and not inline and not label_kind(words):
            # ■補助上限額 ⏎ 【通常】 ⏎ ◆ソフト: a head that is no label divides what the label above is about
            self._open("", locator)
            self._label, self._lines, self._courses = announced, [Line(text, locator)], outer
            return
        self._open(inline[0] if inline else words, locator)
        self._courses = self._courses if bare_label(words) in self._labels_of_courses else outer
        if inline and inline[1]:
            self._lines.append(Line(inline[1], locator))

    def _is_of_dates(self, label: str, words: str) -> bool:
        said = (line.text for line in reversed(self._lines[-4:]) if label_kind(line.text))  # 申請期間 ⏎ 開始日：…
        return any(divides_dates(above, label, words) for above in (self._label, next(said, "")))

    def _field(self, block: Block) -> None:
        if label_kind(block.label) and not self._is_of_dates(block.label, block.lines[0].text if block.lines else ""):
            self._open(block.label, block.locator)
            self._lines.extend(line for line in block.lines if line.text)
            return
        if not block.lines:
            self._heading(block.label, block.locator, 6)
            return
        first, *rest = block.lines
        self._line(first._replace(text=f"{block.label}:{first.text}"), is_item=True)
        for line in rest:
            self._line(line, is_item=True)

    def _line(self, line: Line, *, is_item: bool) -> None:
        if not line.text:
            return
        text = _MARKDOWN.sub("", line.text).strip()
        if unit := _UNIT.search(text):
            self._line(line._replace(text=text[: unit.start()].strip()), is_item=is_item)
            self._unit = unit.group()
            return
        if (
            course_name(text)
            or told_in(text)
            or (_MARKED.match(text) and not _VALUED.search(text))
            or (_ENCLOSED.match(text) and line.depth == 0)
        ):
            self._heading(text, line.locator, 6)
            return
        may_open = (not is_item and line.depth == 0) or not self._label or (is_item and self._items_are_labelled)
        inline = split_inline(line.text) if may_open else None
        if inline and not self._is_of_dates(*inline):
            self._open(inline[0], line.locator)
            if inline[1]:
                self._lines.append(Line(inline[1], line.locator, line.depth))
        else:
            self._numbered(line)
            self._lines.append(line)

    def _numbered(self, line: Line) -> None:
        """(1)…7万円 ⏎ 上限額：70万円 ⏎ (2)…4万円: the label between them is of the first; the second goes on under theirs."""
        if not (match := _NUMBERED.match(line.text)):
            return
        mark = (match.group("open") or "") + (match.group("close") or "")
        circled = match.group("circled")
        number = ord(circled) - ord("①") + 1 if circled else int(match.group("number"))
        is_next = self._step is not None and self._step[:2] == (mark, number - 1) and self._step[2] != self._label
        if self._step and is_next and _SUM.search(line.text):
            self._open(self._step[3], line.locator)
        heads = (told.text for told in reversed(self._lines) if label_kind(told.text))
        self._step = (mark, number, self._label, self._label or next(heads, ""))

    def _table(self, block: Block) -> None:
        matrix, labelled = parted_by_cases(block)
        if matrix is not None:
            self.close()
            self.passages.append(Passage(self._label + self._unit, self._course, (), matrix, matrix.locator))
        if labelled is None:
            return
        block = columns_upright(labelled)
        caption, rest = captioned(block)
        if is_label_table(rest):
            courses = self._courses
            if caption:
                self._open("", block.locator)
                self._courses = [*courses, (100, caption, "")]
            parted = parted_by_label(rest)
            for row in table_rows(rest):
                if len(row) == 1 and row[0].colspan == rest.cols and self._whole_row(row[0]):
                    continue
                if row[0].row in parted:
                    head, named = parted[row[0].row]
                    if row[0] is head:
                        self._open(bare_label(head.text), head.locator)
                    self._lines.extend(named)
                    continue
                if len(row) == 1 and row[0].lines and (inline := split_inline(row[0].lines[0].text)):
                    # 補助率・補助上限額 対象経費の2/3 …: too little white between them to be two cells
                    self._open(inline[0], row[0].locator)
                    self._cell(inline[0], (row[0].lines[0]._replace(text=inline[1]), *row[0].lines[1:]))
                    continue
                for label, lines in label_pairs(row):
                    self._open(label, row[0].locator)
                    self._cell(label, lines)
            self._open("", block.locator)
            self._courses = courses
        elif block.cols == 1:
            for cell in block.cells:
                for line in cell.lines:
                    self._line(line, is_item=False)
        elif is_list_of_names(block) and label_kind(self._label) in (None, "summary", "conditions"):
            for field in fields_of(block):
                self._field(field)
        else:
            self.close()
            self.passages.append(Passage(self._label + self._unit, self._course, (), block, block.locator))

    def _whole_row(self, cell: Cell) -> bool:
        """A row over all columns: ＜見本市等出展＞ opens a course, a sentence stands for itself; False for a label."""
        if course_name(cell.text):
            self._heading(cell.text, cell.locator, 6)
        elif len(cell.text) > _LONGEST_LABEL and not label_kind(cell.text):
            self._open("", cell.locator)
            self._lines.extend(cell.lines)
        else:
            return False
        return True

    def _cell(self, label: str, lines: tuple[Line, ...] | list[Line]) -> None:
        """The lines of a labelled cell; in one of no kind of its own (概要) 申請期間：… opens a passage of dates."""
        is_mixed = label_kind(label) in (None, "summary", "conditions")
        for line in lines:
            inline = split_inline(line.text) if is_mixed else None
            kind = label_kind(inline[0]) if inline else None
            opens = kind == "schedule" or (kind == "application_method" and inline and _DATED.match(inline[1]))
            words = line
            if inline and opens:
                self._open(inline[0], line.locator)
                words = line._replace(text=inline[1])
            if words.text:
                self._lines.append(words)
