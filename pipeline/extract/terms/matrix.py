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
from pipeline.extract.terms.matrix_rows import (
    OF_HELP,
    bare_header,
    divides,
    grid_of,
    header_of,
    names_terms,
    scaled,
    section_start,
    sections_of,
    states_terms,
    without_header,
)
from pipeline.extract.terms.other import OTHER_HEAD
from pipeline.extract.terms.rates import rate_fact
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
# 中小企業の助成額, 補助率（小規模事業者）: whose the column is
_WHOSE = re.compile(r"の|[\s　/／()（）]+")
_NOTE_MARK = re.compile(r"[\s　]*[※＊*★†][0-9０-９]*$")  # 小規模企業※1
_SECTION_MARKS = "■□●○◆◇▼▶・【】〔〕＜＞〈〉《》 \u3000"
# 予算額, 採択予定件数, 融資期間, 担当: a column that says nothing of whom or when
_NO_CASE = re.compile(
    r"予算|件数|社数|(?:融資|貸付|返済|据置|償還)期間|利率|金利|担当|窓口|備考|^(?:№|No\.?|番号|#)$", re.IGNORECASE
)
_REQUIRED = re.compile(r"(?:要件|条件|資格)等?$")  # 交付要件 over 5人以上を雇用: when, not who
# 投下固定資産額1億円以上: a sum that says for whom
_THRESHOLD = re.compile(r"円[\s　]*(?:以上|以下|未満|超(?:える)?|を超(?:え|える))[^、。0-9０-９]{0,12}$")
# 800円（1,000円）: sums, and no words
_BARE_SUMS = re.compile(r"[0-9０-９,，.．億万千百円％%割／/分の以内～~\s　()（）]*[円％%割][\s　()（）以内]*")
_SUM_HEAD = re.compile(r"^(?:金額|額|支給額|交付額|内容)$")
_KINDS = re.compile(
    r"^(?:(?:補助|助成|支援|対象)*(?:事業|メニュー|取組)?(?:区分|種別|種類|類型|名称?|項目|分類)|(?:補助|助成|支援)?(?:対象)?事業)$"
)
_LONGEST_COURSE = 20
_ADDED, _SUM_ROW = re.compile(r"(?:加算|上乗せ)(?:額|分)?$"), re.compile(r"(?:合計|総額|計)(?:額|金額)?")
_BULLETS = "・●○◆◇■□ \u3000"
_NO_KINDS: frozenset[TermKind] = frozenset()
_GRANT: frozenset[TermKind] = frozenset({"grant"})
_ALL = frozenset({"全て", "すべて", "全部", "-", "－", "―", "—", "共通", ""})


def read_matrix(passage: Passage) -> Terms:
    """The rates and amounts of a table whose header row, or whose label above it, names terms; other tables give nothing."""
    table = passage.table
    if table is None:
        return Terms((), ())
    grid = grid_of(table)
    header, under = header_of(grid), _NO_KINDS
    if header is None:
        under = _NO_KINDS if OTHER_HEAD.search(passage.label) else kinds_of(single_spaced(passage.label))
        header = bare_header(grid) if under else None
        if under and header is None and (headless := without_header(grid)) is not None:
            grid, header = headless, 0
    if header is None:
        return Terms((), (), (_unread(passage, table),) if states_terms(grid) else ())
    rates: list[RateRow] = []
    amounts: list[AmountRow] = []
    heads = [cell.text if cell else "" for cell in grid[header]]
    courses = _courses_in(grid, header)
    parts: list[Cell | None] = [None] * table.cols
    sections = [row for row in grid if section_start(row, grid[header]) == 0]
    sections = [row for row in grid[:header] if row in sections[:-1]]  # a title is not followed by another of its kind
    for row in scaled(grid[header + 1 :], heads, passage.label):
        if divides(row, grid[header]):
            parts = row
            continue
        sections = sections_of(sections, row, grid[header])
        row_rates, row_amounts = _row(row, grid[header], parts, sections, passage, under, courses)
        rates.extend(row_rates)
        amounts.extend(row_amounts)
    notices = () if rates or amounts else (_unread(passage, table),)
    return Terms(tuple(rates), tuple(amounts), notices)


def _row(
    row: list[Cell | None],
    header: list[Cell | None],
    parts: list[Cell | None],
    sections: list[list[Cell | None]],
    passage: Passage,
    under: frozenset[TermKind],
    courses: frozenset[str],
) -> tuple[list[RateRow], list[AmountRow]]:
    who = _who(row, header, sections, passage, under, courses)
    rates: list[RateRow] = []
    amounts: list[AmountRow] = []
    for cell in dict.fromkeys(cell for cell in row if cell is not None):
        heads = list(dict.fromkeys(head for each, head in zip(row, header, strict=True) if each is cell and head))
        named = [head for head in heads if names_terms(head)]
        if named:
            # a cell below both 中小企業の助成額 and 大企業の助成額 says itself whose its sums are
            whose = _of(who, named[0].text) if len(named) == 1 else who
            part = parts[cell.col]
            if part is not None and part is not named[0] and (part.col, part.colspan) == (cell.col, cell.colspan):
                whose = _headed(whose, single_spaced(part.text))
            label = single_spaced(named[0].text)
            kinds = kinds_of(label) or (_GRANT if _BARE_SUMS.fullmatch(cell.text) else _NO_KINDS)
            found = _cell(cell, label, kinds, whose)
        elif under and heads and _states(cell):
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
    """A column under 中小企業, 通常枠 or 経費助成 speaks of it; one under 金額 of nobody."""
    head = _NOTE_MARK.sub("", head)
    if _SUM_HEAD.match(head):
        return who
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
    named: frozenset[str],
) -> Speaking:
    """The row's applicant and conditions, from its sections and the cells under the headers that name no term.

    `named` are the words that name courses because others of their column do.
    """
    klass, who, item = "any", None, None
    courses = [passage.course] if passage.course else []
    conditions: list[str] = []
    spoken = [(single_spaced(one[-1].text).strip(_SECTION_MARKS), "") for one in sections if one[-1] is not None]
    for words, head in [*spoken, *_beside(row, header, under)]:
        if words in _ALL or words in (*courses, *conditions, who):
            continue
        sorted_words = sort_subject(words)
        if label_kind(head) == "eligibility" and (sorted_words[1] or not _REQUIRED.search(bare_label(head))):
            klass, who = sorted_words[0], words
            continue
        if not sorted_words[1] and (COURSES.match(bare_label(head)) or is_course(words) or words in named):
            courses.append(words)
            continue
        if label_kind(head) == "eligible_costs" or (sorted_words[3] and item is None):
            item = words
        elif sorted_words[1] and who is None:
            klass, who = sorted_words[0], sorted_words[1]
        elif label_kind(head) not in ("contact", "links", "required_documents", "application_method", "schedule"):
            conditions.append(words)
    return Speaking(" > ".join(courses) or None, klass, who, " / ".join(conditions) or None, item)


def _courses_in(grid: list[list[Cell | None]], header: int) -> frozenset[str]:
    """事業区分 over デジタル化支援 and DX推進: the short names of a column of kinds in which one is called a course."""
    found: set[str] = set()
    for col, head in enumerate(grid[header]):
        names = {single_spaced(row[col].text) for row in grid[header + 1 :] if row[col] is not None}  # type: ignore[union-attr]
        is_of_kinds = head is not None and _KINDS.match(bare_label(head.text))
        if is_of_kinds and any(map(is_course, names)) and all(len(name) <= _LONGEST_COURSE for name in names):
            found |= names - _ALL
    return frozenset(found)


def _beside(row: list[Cell | None], header: list[Cell | None], under: frozenset[TermKind]) -> list[tuple[str, str]]:
    """The words of a row's cells that state no term, each with what stands over it."""
    across = [cell for cell, head in zip(row, header, strict=True) if cell and head and names_terms(head)]
    return [
        (_joined(cell), head.text)
        for cell, head in zip(row, header, strict=True)
        if cell is not None
        and head is not None
        and not ((under or cell in across) and _states(cell))  # a note below the values speaks of its own
        and (not names_terms(head) or _is_named(cell, head))
        and not _NO_CASE.search(single_spaced(head.text))
        and not _BARE_SUMS.fullmatch(cell.text)
    ]


def _states(cell: Cell) -> bool:
    """Whether a cell has a value of help: not 投下固定資産額1億円以上, which says for whom."""
    return bool(bind(cell.text)) and _THRESHOLD.search(cell.text) is None


def _joined(cell: Cell) -> str:
    """The words of a cell as one line; its items (・機械装置費 ⏎ ・工具費) without their marks."""
    lines = [line.text for line in cell.lines if line.text]
    if lines and all(line[0] in _BULLETS for line in lines):
        return "、".join(single_spaced(line.lstrip(_BULLETS)) for line in lines)
    return single_spaced("".join(lines))


def _is_named(cell: Cell, head: Cell) -> bool:
    """Whether a cell under 助成内容 only names the help of its row: 正社員化コース."""
    return bool(OF_HELP.match(single_spaced(head.text))) and len(cell.text) <= 20 and not bind(cell.text)


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
                    amount = _named_by_row(amount_fact(reading, before, spoken, statement, carried))
                    amounts.extend([amount] if amount else [])
                    carried = amount or carried
                    before.append(Seen(reading, amount.kind if amount else None))
            if not before and (unlimited := unlimited_fact(statement)) is not None:
                amounts.append(replace(unlimited, **asdict(who)))
    return rates, amounts


def _named_by_row(amount: AmountRow | None) -> AmountRow | None:
    """子育て世帯加算｜20万円 is added to the help, 合計｜80万円 all of it."""
    if amount is None or amount.kind not in ("cap", "grant"):
        return amount
    words = (amount.condition_text or amount.course or amount.cost_item or "").rpartition(" / ")[2]
    if _ADDED.search(words):
        return replace(amount, kind="addon_cap")
    return replace(amount, kind="total_cap", condition_text=None) if _SUM_ROW.fullmatch(words) else amount


def _merged(row: Speaking, own: Speaking) -> Speaking:
    """The row speaks; what the cell itself says about whom or when comes on top."""
    whose = own if own.applicant_text else row
    condition, item = row.condition_text, own.cost_item or row.cost_item
    if own.cost_item and row.cost_item:  # 充放電設備｜設備費の1/3; 敷金を除く家賃｜家賃の1/2
        is_same = own.cost_item in row.cost_item
        condition, item = (condition, row.cost_item) if is_same else (_with(condition, row.cost_item), own.cost_item)
    return replace(
        row,
        applicant_class=whose.applicant_class,
        applicant_text=whose.applicant_text,
        condition_text=_with(condition, own.condition_text),
        cost_item=item,
    )


def _unread(passage: Passage, table: Block) -> Notice:
    return Notice("warning", "unread-rate", "補助率などの表から値を読み取れませんでした", passage.label, table.locator)
