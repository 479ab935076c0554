"""Tables whose rows are labels with their words (概要｜…): told from matrices, and cut into pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.courses import COURSES, HEADING_NOUN
from pipeline.extract.labels import bare_label, label_kind
from pipeline.normalize.applicants import applicant_class
from pipeline.records import Block, Cell, Line

# 項目｜内容: the header of a table of labels
_ITEMS = re.compile(r"^(?:項目|事項)$")
# 区分｜取得｜賃借, 枠｜通常枠｜特別枠, or an empty corner
_CASES = re.compile(r"^(?:(?:事業|申請|補助|対象)?(?:区分|種別|種類|類型|項目|枠|型|コース))?$")
_LONGEST_NAME = 30
# 第1回, 2次募集, 前期: calls side by side
_ROUND = re.compile(r"第?[\s　]*(?:[0-9０-９]{1,2}|[一二三四五六七八九十])[\s　]*[回次期]|[前後上下]期")
_SHARE = re.compile(r"分の[\s　]*[0-9０-９]|[0-9０-９][/／][0-9０-９]|[0-9０-９][%％割]|全額|上限")
_VALUED = re.compile(r"[0-9０-９](?:円|万|％|%|/|／|分の)")

# parts of a programme that are told in words: their labels head no column of a matrix of terms
_PROSE = frozenset(("summary", "application_method", "required_documents", "links", "commentary"))


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
    if table.cols == 2 and _ITEMS.match(bare_label(rows[0][0].text)):
        return True
    heads = [row[0] for row in rows if row[0].col == 0]
    labelled = sum(1 for cell in heads if label_kind(cell.text))
    header_row = len(rows[0]) > 1 and all(label_kind(cell.text) for cell in rows[0])
    if header_row and len(rows) > 1 and (labelled < 2 or labelled * 2 <= len(heads)):
        return False
    if table.cols == 2 and labelled >= 2 and label_kind(heads[0].text) and not header_row:
        return True  # 補助率 | 2/3 ⏎ 補助上限 | 50万円 ⏎ 新規枠 | 50万円上乗せ ⏎ 賃上げ枠 | 100万円上乗せ
    return labelled * 5 >= len(heads) * 3 or (table.cols == 2 and labelled * 2 >= len(heads))


def is_list_of_names(table: Block) -> bool:
    """耐震設計｜費用の2/3（上限20万円） ⏎ 耐震改修｜…: two columns of names and of what is said of them, without a header."""
    rows = table_rows(table)
    if table.cols != 2 or any(len(row) != 2 for row in rows) or any(label_kind(cell.text) for cell in rows[0]):
        return False
    named = all(
        row[1].lines and 0 < len(row[0].text) <= _LONGEST_NAME and not _VALUED.search(row[0].text) for row in rows
    )
    return named and any(_SHARE.search(row[1].text) for row in rows)


def fields_of(table: Block) -> Iterator[Block]:
    """The rows of such a list as fields; several lines stand, a level deeper, below a first one of no words."""
    for name, words in table_rows(table):
        lines = words.lines
        if len(lines) > 1 and not label_kind(name.text):
            deeper = [line._replace(depth=line.depth + 1) for line in lines]
            lines = (lines[0]._replace(text=""), *deeper)
        yield Block("field", name.locator, lines, label=name.text)


def captioned(table: Block) -> tuple[str, Block]:
    """第3回受付分 beside all rows → what all rows are about, and the table without it; "" where no cell stands so."""
    first = table.cells[0] if table.cells else None
    if first is None or first.rowspan < table.rows or table.rows < 2 or first.colspan != 1 or table.cols < 3:
        return "", table
    cells = tuple(cell._replace(col=cell.col - 1) for cell in table.cells[1:])
    return " ".join(line.text for line in first.lines), table._replace(cols=table.cols - 1, cells=cells)


def parted_by_cases(table: Block) -> tuple[Block | None, Block | None]:
    """枠｜通常枠｜特別枠 ⏎ 補助率｜1/2｜2/3 ⏎ 対象経費｜…: the matrix of its terms and dates, with rows for columns, and the rest.

    (None, the table) where no cases stand in the first row, or other rows are not labelled either.
    """
    heads = {row: cell for cell in table.cells if cell.col == 0 for row in range(cell.row, cell.row + cell.rowspan)}
    deep = table.cells[0].colspan if table.cells else 1  # 補助率｜中小企業, below a corner of two columns
    if table.cols < deep + 2 or len(heads) < table.rows or any(cell.colspan > deep for cell in heads.values()):
        return None, table
    kinds = [label_kind(heads[row].text) for row in range(table.rows)]
    are_cases = [_CASES.match(bare_label(heads[row].text)) is not None for row in range(table.rows)]
    are_cases[0] = are_cases[0] or (kinds[0] is None and set(kinds[1:]) == {"terms"})  # 従業員数｜5人以下｜6人以上
    cases = are_cases.index(False) if False in are_cases else 0
    names = [cell.text for cell in table.cells if cell.row == 0 and cell.col >= deep]
    are_named = len(names) > 1 and all(name and not label_kind(name) and not _VALUED.search(name) for name in names)
    are_rounds, are_courses = all(map(_ROUND.match, names)), all(map(_is_case, names))
    told = {"terms", "schedule"} if are_rounds or are_courses else {"terms"}
    own = [row for row in range(cases, table.rows) if kinds[row] in told or (are_rounds and kinds[row] is None)]
    others = [row for row in range(cases, table.rows) if row not in own]
    if not cases or not are_named or not any(kinds[row] in told for row in own):
        return None, table
    if sum(kinds[row] is not None for row in others) < 0.5 * len(others):
        return None, table
    if others and not COURSES.match(bare_label(heads[0].text)) and not are_rounds and not are_courses:
        return None, table  # 項目｜内容｜備考
    whose = [row for row in others if kinds[row] == "eligibility" and _names_applicants(table, row)]
    matrix = _with_rows(table, [*range(cases), *whose, *own])
    return turned(matrix), _with_rows(table, others) if others else None


def _names_applicants(table: Block, row: int) -> bool:
    """Whether the cells of a row below the first are but the names of applicants: 中小企業｜小規模事業者."""
    names = [cell.text for cell in table.cells if cell.row == row and cell.col >= table.cells[0].colspan]
    return all(len(name) <= _LONGEST_NAME and applicant_class(name) for name in names)


def _is_case(name: str) -> bool:
    return HEADING_NOUN.search(name) is not None or applicant_class(name) is not None


def _with_rows(table: Block, rows: list[int]) -> Block:
    """The table with these rows alone."""
    cells = []
    for cell in table.cells:
        own = [at for at, row in enumerate(rows) if cell.row <= row < cell.row + cell.rowspan]
        if own:
            cells.append(cell._replace(row=own[0], rowspan=own[-1] - own[0] + 1))
    return table._replace(rows=len(rows), cells=tuple(cells))


def columns_upright(table: Block) -> Block:
    """概要｜対象者｜補助率｜申請方法 ⏎ …｜…｜…｜…: labels over one row of words → the same as a label table.

    Only where a label is among them that no matrix of terms has (概要, 申請方法, 必要書類, 公式リンク).
    """
    heads = [cell for cell in table.cells if cell.row == 0]
    kinds = [label_kind(cell.text) for cell in heads]
    if table.rows != 2 or table.cols < 3 or len(table.cells) != 2 * table.cols:
        return table
    if not all(kinds) or not _PROSE.intersection(kinds):
        return table
    return turned(table)


def turned(table: Block) -> Block:
    """The table with its columns for rows."""
    cells = [
        cell._replace(row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan) for cell in table.cells
    ]
    in_order = tuple(sorted(cells, key=lambda cell: (cell.row, cell.col)))
    return table._replace(rows=table.cols, cols=table.rows, cells=in_order)


def parted_by_label(table: Block) -> dict[int, tuple[Cell, list[Line]]]:
    """Rows beside one label of dates or terms, each with a name of its own (申請期間｜前期｜… ⏎ 後期｜…), by their number.

    Of each row the label's cell and its words, the name in front of the first line.
    """
    found: dict[int, tuple[Cell, list[Line]]] = {}
    for head in [cell for cell in table.cells if cell.col == 0 and cell.rowspan > 1]:
        rows = [
            [cell for cell in table.cells if cell.row == row and cell.col > head.col]
            for row in range(head.row, head.row + head.rowspan)
        ]
        if label_kind(head.text) in ("terms", "schedule") and all(map(_is_named_row, rows)):
            for row, (name, words) in enumerate(rows, start=head.row):
                first, *others = words.lines
                line = first._replace(text=f"{name.text}\u3000{first.text}")
                found[row] = (head, [line, *others])
    return found


def _is_named_row(row: list[Cell]) -> bool:
    if len(row) != 2 or not row[1].lines:
        return False
    name = row[0].text
    is_name = 0 < len(name) <= _LONGEST_NAME and not _VALUED.search(name) and "\n" not in name
    return is_name and row[0].rowspan == 1 and label_kind(name) is None


def label_pairs(row: list[Cell]) -> list[tuple[str, list[Line]]]:
    """`label | words | label | words` → pairs; a cell that is no label belongs to the label before it."""
    pairs: list[tuple[str, list[Line]]] = []
    for position, cell in enumerate(row):
        opens = position == 0 or (label_kind(cell.text) is not None and position < len(row) - 1 and bool(pairs[-1][1]))
        if opens:
            pairs.append((bare_label(cell.text) or cell.text, []))
        else:
            pairs[-1][1].extend(line for line in cell.lines if line.text)
    return pairs
