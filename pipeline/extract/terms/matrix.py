"""A matrix of terms (対象者｜事業区分｜補助率｜補助金限度額、事業期間): each row is a rate and a cap, merged cells reach every row."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

from pipeline.extract.courses import COURSES, is_course
from pipeline.extract.facts import Terms
from pipeline.extract.labels import bare_label, label_kind
from pipeline.extract.statements import Statement
from pipeline.extract.statements.keywords import TermKind, kinds_of
from pipeline.extract.statements.lines import cut, mended
from pipeline.extract.terms.amounts import amount_fact, unlimited_fact
from pipeline.extract.terms.binder import Seen, Speaking, readings, speaking
from pipeline.extract.terms.clauses import bind
from pipeline.extract.terms.rates import rate_fact
from pipeline.extract.terms.units import unit_in, with_unit
from pipeline.extract.terms.words import sort_subject
from pipeline.folding import single_spaced
from pipeline.normalize.applicants import applicant_class
from pipeline.records import Block, Cell, Notice, Passage, Rate
from pipeline.rows import AmountRow, RateRow

_CASE = re.compile(r"(?:場合|とき)[、\s　]*$")
# 補助上限額（賃上げを行う場合） over 200万円（300万円）: the sum in brackets is that of the words in brackets
_CASE_OF_BRACKETS = re.compile(r"[(（]([^()（）]{2,30}(?:場合|とき))[)）]")
# 賃上げ要件を満たす場合の上限額
_CASE_OF_HEAD = re.compile(r"^([^\s(（]{2,30}(?:場合|とき))の?")
_SUM_IN_BRACKETS = re.compile(
    r"\s*([^()（）]*?)\s*[(（]((?:最大|上限)?[0-9０-９,，.．/／分の億万千円%％以内まで\s　]+)[)）]\s*"
)
# a column of 補助金, 支援内容 or 経費助成 states terms, of whatever kind each cell says
_OF_HELP = re.compile(r"^(?:(?:補助|助成|交付|支援|給付)(?:金|内容)?|(?:経費|賃金|訓練|家賃|改修)(?:補助|助成))$")
# 中小企業の助成額, 補助率（小規模事業者）: whose the column is
_WHOSE = re.compile(r"の|[\s　/／()（）]+")
_NOTE_MARK = re.compile(r"[\s　]*[※＊*★†][0-9０-９]*$")  # 小規模企業※1
_NO_SECTION = re.compile(r"^[\s　]*(?:[※＊*★☆†]|[(（]?注)|[。:：]$|\n")
_LONGEST_SECTION = 40
_SECTION_MARKS = "■□●○◆◇▼▶・【】〔〕＜＞〈〉《》 \u3000"
# 予算額, 採択予定件数, 融資期間, 担当: a column that says nothing of whom or when
_NO_CASE = re.compile(
    r"予算|件数|社数|(?:融資|貸付|返済|据置|償還)期間|利率|金利|担当|窓口|備考|^(?:№|No\.?|番号|#)$", re.IGNORECASE
)
_NO_KINDS: frozenset[TermKind] = frozenset()
_ALL = frozenset({"全て", "すべて", "全部", "-", "－", "―", "—", "共通", ""})


def read_matrix(passage: Passage) -> Terms:
    """The rates and amounts of a table whose header row, or whose label above it, names terms; other tables give nothing."""
    table = passage.table
    if table is None:
        return Terms((), ())
    grid = _grid(table)
    header, under = _header(grid), _NO_KINDS
    if header is None:
        under = kinds_of(single_spaced(passage.label))
        header = _bare_header(grid) if under else None
    if header is None:
        return Terms((), (), (_unread(passage, table),) if _states_terms(grid) else ())
    rates: list[RateRow] = []
    amounts: list[AmountRow] = []
    heads = [cell.text if cell else "" for cell in grid[header]]
    parts: list[Cell | None] = [None] * table.cols
    sections = [row for row in grid if _section(row, grid[header]) == 0]
    sections = [row for row in grid[:header] if row in sections[:-1]]  # a title is not followed by another of its kind
    for row in _scaled(grid[header + 1 :], heads, passage.label):
        if _divides(row, grid[header]):
            parts = row
            continue
        sections = _sections(sections, row, grid[header])
        row_rates, row_amounts = _row(row, grid[header], parts, sections, passage, under)
        rates.extend(row_rates)
        amounts.extend(row_amounts)
    notices = () if rates or amounts else (_unread(passage, table),)
    return Terms(tuple(rates), tuple(amounts), notices)


def _grid(table: Block) -> list[list[Cell | None]]:
    """Each slot of the grid with the cell that covers it."""
    grid: list[list[Cell | None]] = [[None] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
            for col in range(cell.col, min(cell.col + cell.colspan, table.cols)):
                grid[row][col] = cell
    return grid


def _scaled(rows: list[list[Cell | None]], heads: list[str], label: str) -> list[list[Cell | None]]:
    """The rows with the unit that a head or the label names (単位：千円) put behind the bare numbers of its columns."""
    units = [unit_in(head) or unit_in(label) for head in heads]
    if not any(units):
        return rows
    return [[_with_unit(cell, unit) for cell, unit in zip(row, units, strict=True)] for row in rows]


def _with_unit(cell: Cell | None, unit: str) -> Cell | None:
    if cell is None or not unit:
        return cell
    return cell._replace(lines=tuple(line._replace(text=with_unit(line.text, unit)) for line in cell.lines))


def _header(grid: list[list[Cell | None]]) -> int | None:
    """The row that names a rate or a cap over values: the first with such a label and no value in it."""
    for number, row in enumerate(grid[:3]):
        named = [cell for cell in row if cell is not None and len(cell.text) <= 30 and _names_terms(cell)]
        if named and not any(bind(cell.text) for cell in row if cell is not None) and number + 1 < len(grid):
            return number
    return None


def _states_terms(grid: list[list[Cell | None]]) -> bool:
    """Whether a row is called 補助率 or 上限額 and has a value, though nothing says which column is whose."""
    named = [
        rest
        for head, *rest in grid
        if head is not None and len(head.text) <= 20 and kinds_of(single_spaced(head.text)) & {"rate", "cap"}
    ]
    return any(cell is not None and bind(cell.text) for rest in named for cell in rest)


def _names_terms(cell: Cell) -> bool:
    words = single_spaced(cell.text)
    return bool(kinds_of(words) or _OF_HELP.match(words))


def _bare_header(grid: list[list[Cell | None]]) -> int | None:
    """Under 助成率: a first row without values (区分｜中小企業｜大企業) over rows with some."""
    rows = [any(bind(cell.text) for cell in row if cell is not None) for row in grid]
    return 0 if len(rows) > 1 and not rows[0] and any(rows[1:]) else None


def _divides(row: list[Cell | None], header: list[Cell | None]) -> bool:
    """Whether a row parts the columns of terms: 小規模企業｜中小企業 below 助成額, no value and no cell as wide as the head's."""
    below: dict[int, dict[int, Cell]] = {}
    for cell, head in zip(row, header, strict=True):
        if cell is not None and head is not None and _names_terms(head):
            below.setdefault(head.col, {})[cell.col] = cell
    if any(cell.rowspan == 1 and bind(cell.text) for cells in below.values() for cell in cells.values()):
        return False
    return any(len(cells) > 1 and all(_is_part(cell) for cell in cells.values()) for cells in below.values())


def _is_part(cell: Cell) -> bool:
    return cell.rowspan == 1 and 0 < len(cell.text) <= 20


def _section(row: list[Cell | None], header: list[Cell | None]) -> int | None:
    """Where a cell begins that goes on to the last column and only says what the rows below it are of (通常枠), if one does."""
    cell = row[-1]
    if cell is None or cell.rowspan > 1 or not 0 < len(cell.text) <= _LONGEST_SECTION or _NO_SECTION.search(cell.text):
        return None
    heads = {head.col for head in header[cell.col :] if head is not None}
    return cell.col if len(heads) > 1 and not bind(cell.text) and not kinds_of(cell.text) else None


def _sections(
    above: list[list[Cell | None]], row: list[Cell | None], header: list[Cell | None]
) -> list[list[Cell | None]]:
    """The rows that head a row, from the outermost: those of `above` beside whose section the same cells stand, and itself."""
    start = _section(row, header)
    held = [
        one
        for one in above
        if (at := _section(one, header)) is not None and one[:at] == row[:at] and (start is None or at < start)
    ]
    return held if start is None else [*held, row]


def _row(
    row: list[Cell | None],
    header: list[Cell | None],
    parts: list[Cell | None],
    sections: list[list[Cell | None]],
    passage: Passage,
    under: frozenset[TermKind],
) -> tuple[list[RateRow], list[AmountRow]]:
    who = _who(row, header, sections, passage, under)
    rates: list[RateRow] = []
    amounts: list[AmountRow] = []
    for cell in dict.fromkeys(cell for cell in row if cell is not None):
        heads = list(dict.fromkeys(head for each, head in zip(row, header, strict=True) if each is cell and head))
        named = [head for head in heads if _names_terms(head)]
        if named:
            # a cell below both 中小企業の助成額 and 大企業の助成額 says itself whose its sums are
            whose = _of(who, named[0].text) if len(named) == 1 else who
            part = parts[cell.col]
            if part is not None and part is not named[0] and (part.col, part.colspan) == (cell.col, cell.colspan):
                whose = _headed(whose, single_spaced(part.text))
            label = single_spaced(named[0].text)
            found = _cell(cell, label, kinds_of(label), whose)
        elif under and heads and bind(cell.text):
            found = _cell(cell, passage.label, under, _headed(who, single_spaced(heads[0].text)))
        else:
            continue
        rates.extend(found[0])
        amounts.extend(found[1])
    return rates, amounts


def _of(who: Speaking, head: str) -> Speaking:
    """中小企業の助成額 speaks of 中小企業 where nothing in the row does; 補助率 of whom the row is about."""
    if case := _CASE_OF_HEAD.match(head):
        who = replace(who, condition_text=_with(who.condition_text, case[1]))
    named = [(klass, words) for words in _WHOSE.split(head) if words and (klass := applicant_class(words))]
    return replace(who, applicant_class=named[0][0], applicant_text=named[0][1]) if len(named) == 1 else who


def _with(condition: str | None, more: str | None) -> str | None:
    return " / ".join(words for words in (condition, more) if words) or None


def _headed(who: Speaking, head: str) -> Speaking:
    """A column under 中小企業, 通常枠 or 経費助成 speaks of it."""
    head = _NOTE_MARK.sub("", head)
    klass, named, condition, item = sort_subject(head)
    if not named and is_course(head):
        return replace(who, course=" > ".join(filter(None, (who.course, head))))
    who = replace(who, condition_text=_with(who.condition_text, condition), cost_item=who.cost_item or item)
    return replace(who, applicant_class=klass, applicant_text=named) if named else who


def _who(
    row: list[Cell | None],
    header: list[Cell | None],
    sections: list[list[Cell | None]],
    passage: Passage,
    under: frozenset[TermKind],
) -> Speaking:
    """The row's applicant and conditions, from its sections and the cells under the headers that name no term."""
    klass, who, item = "any", None, None
    courses = [passage.course] if passage.course else []
    conditions: list[str] = []
    spoken = [(single_spaced(one[-1].text).strip(_SECTION_MARKS), "") for one in sections if one[-1] is not None]
    for words, head in [*spoken, *_beside(row, header, under)]:
        if words in _ALL or words in (*courses, *conditions, who):
            continue
        if label_kind(head) == "eligibility":
            klass, who = sort_subject(words)[0], words
            continue
        sorted_words = sort_subject(words)
        if not sorted_words[1] and (COURSES.match(bare_label(head)) or is_course(words)):
            courses.append(words)
            continue
        if label_kind(head) == "eligible_costs" or (sorted_words[3] and item is None):
            item = words
        elif sorted_words[1] and who is None:
            klass, who = sorted_words[0], sorted_words[1]
        elif label_kind(head) not in ("contact", "links", "required_documents", "application_method", "schedule"):
            conditions.append(words)
    return Speaking(" > ".join(courses) or None, klass, who, " / ".join(conditions) or None, item)


def _beside(row: list[Cell | None], header: list[Cell | None], under: frozenset[TermKind]) -> list[tuple[str, str]]:
    """The words of a row's cells that state no term, each with what stands over it."""
    across = [cell for cell, head in zip(row, header, strict=True) if cell and head and _names_terms(head)]
    return [
        (single_spaced("".join(line.text for line in cell.lines)), head.text)
        for cell, head in zip(row, header, strict=True)
        if cell is not None
        and head is not None
        and not ((under or cell in across) and bind(cell.text))  # a note below the values speaks of its own
        and (not _names_terms(head) or _is_named(cell, head))
        and not _NO_CASE.search(single_spaced(head.text))
    ]


def _is_named(cell: Cell, head: Cell) -> bool:
    """Whether a cell under 助成内容 only names the help of its row: 正社員化コース."""
    return bool(_OF_HELP.match(single_spaced(head.text))) and len(cell.text) <= 20 and not bind(cell.text)


def _cell(cell: Cell, label: str, kinds: frozenset[TermKind], who: Speaking) -> tuple[list[RateRow], list[AmountRow]]:
    """The values of one cell; a ※ line in it holds under its own condition."""
    rates: list[RateRow] = []
    amounts: list[AmountRow] = []
    carried: AmountRow | None = None
    case = ""
    in_brackets = _CASE_OF_BRACKETS.search(label)
    for line in mended(cell.lines):
        pieces = cut(line.text)
        if in_brackets and (found := _SUM_IN_BRACKETS.fullmatch(line.text)):
            pieces = [words for words in (found[1], f"{in_brackets[1]}、{found[2]}") if words]
        for piece in pieces:
            if _CASE.search(piece) and not bind(piece):  # ※小規模企業者を含む場合 ⏎ 最長 2 年度 400 万円
                case = piece
                continue
            if not bind(piece) and (named := kinds_of(piece) & {"cap", "floor", "rate"}):
                kinds = frozenset(named)  # 次のいずれか低い額を上限とする ⏎ ・1企業当たり100万円
            text, case = (f"{case}、{piece}" if case else piece), ""
            statement = Statement(
                text, line.locator or cell.locator, 0, "terms", "terms", "terms", kinds, label,
                course=who.course or "", continues=text.startswith(("※", "ただし")),
            )  # fmt: skip
            before: list[Seen] = []
            for reading in readings(text, bind(text)):
                spoken = _merged(who, speaking(reading, statement, {}, ""))
                if isinstance(reading.bound.value, Rate):
                    rate = rate_fact(reading, before, spoken, statement)
                    rates.extend([rate] if rate else [])
                    before.append(Seen(reading, "rate" if rate else None))
                else:
                    amount = amount_fact(reading, before, spoken, statement, carried)
                    amounts.extend([amount] if amount else [])
                    carried = amount or carried
                    before.append(Seen(reading, amount.kind if amount else None))
            if not before and (unlimited := unlimited_fact(statement)) is not None:
                amounts.append(replace(unlimited, **asdict(who)))
    return rates, amounts


def _merged(row: Speaking, own: Speaking) -> Speaking:
    """The row speaks; what the cell itself says about whom or when comes on top."""
    whose = own if own.applicant_text else row
    return replace(
        row,
        applicant_class=whose.applicant_class,
        applicant_text=whose.applicant_text,
        condition_text=_with(row.condition_text, own.condition_text),
        cost_item=own.cost_item or row.cost_item,
    )


def _unread(passage: Passage, table: Block) -> Notice:
    return Notice("warning", "unread-rate", "補助率などの表から値を読み取れませんでした", passage.label, table.locator)
