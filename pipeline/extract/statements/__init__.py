"""Which heads a line stands under: the statements of a programme, each with its labels, its course and its conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.extract.labels import LabelKind, divides_dates, label_kind, split_inline
from pipeline.extract.statements.heads import ITEM_FORMS, Head, close, form_of, head_of, is_head, is_label, is_valued
from pipeline.extract.statements.keywords import TermKind, kinds_of
from pipeline.extract.statements.lines import cut, mended
from pipeline.records import Line, Passage, Programme

Standing = Literal["terms", "open", "closed"]
"""terms: the label states terms; open: running text; closed: applicants, costs, papers, ways to apply."""

# 【11月17日締切】見本助成, 見本補助金（申請期限：令和8年5月29日）
_DEADLINE_IN_NAME = re.compile(
    r"[0-9０-９]{1,2}[\s　]*[月/／][\s　]*[0-9０-９]{1,2}[^、。]{0,8}(?:締め?切|〆切|まで|必着)"
    r"|(?:締め?切り?|〆切|期限|期間)[\s　]*[:：は][^、。]{0,14}[0-9０-９]{1,2}[\s　]*[月/／]"
)
# the heading of a passage that says what is given: 事業所税の軽減, 賃料補助（本社）
_HELP_NOUN = re.compile(
    r"(?:軽減|減免|免除|減税|補助|助成|給付|奨励|融資|貸付|補給)(?:措置)?(?:\s*[(（][^()（）]*[)）])?$"
)
# …、1件当たりの上限額は以下のとおり; 補助限度額：次に定める額とします; 減少額に以下の助成率を乗じた額を支給します。
_AS_FOLLOWS = re.compile(
    r"(?P<what>[^、。]{2,24}?)(?:は|が|について|[:：])?、?(?:以下|次|下記|下表)(?:の|に(?:定め|掲げ|示)る)(?:とおり|通り|額)(?:とする|です|とします)?。?$"
    r"|(?:以下|次|下記|下表)の(?P<named>(?:補助|助成|交付|支給)(?:率|(?:上限|限度)額?))(?:を乗じ|により|に応じ|を上限|を限度|の範囲)[^。]{0,24}[。:：]?$"
)
# 次に掲げる額のうち、いずれか少ない額とします; 次の１又は２のいずれか少ない額（千円未満切捨て）; ただし、次の額を上限とする。
_LEAST_OF = re.compile(
    r"(?:次|以下|下記)[^。]{0,14}?の(?:(?:うち|中で)、?(?:いずれか|最も)|いずれか)(?:少な|低|小さ)[いな]+(?:方の)?(?:額|金額)(?:[(（][^()（）]*[)）])?[^。]{0,8}。?$"
    r"|(?:次|以下|下記|下表)の[^。]{0,12}?額を(?:上限|限度)と(?:する|します|し)[^。、]{0,6}[。:：]?$"
)
# 次のいずれかに該当する場合は加算します。
_ADDED_IF = re.compile(
    r"(?:次|以下|下記)[^。0-9０-９]{0,24}?(?:を?加算|上乗せ)(?:額)?(?:する|します|できます)?[。:：]?$"
)
# 補助額は、差額に以下を乗ずる方式: ⏎ 補助率:1/2, items of one list
_TIMES_FOLLOWS = re.compile(r"(?:以下|次)[のを][^。]{0,6}(?:乗[じず]|掛け)[^。]{0,16}[:：]$")
# ＜区分＞　＜経費＞　＜助成率＞: a header row set in running text
_COLUMNS = re.compile(r"^\s*(?:[＜<【\[][^＞>】\]]{1,12}[＞>】\]][\s　]*){2,}$")
# 種 別 補助限度額 概要
_SPACED = re.compile(r"[\s　]*[^\s　、。:：・※0-9０-９]{1,10}(?:[\s　]+[^\s　、。:：・※0-9０-９]{1,10}){1,5}[\s　]*")
_DATE = re.compile(r"[0-9０-９元]{1,2}[\s　]*月[\s　]*[0-9０-９]{1,2}[\s　]*日|[0-9]{1,4}[/.][0-9]{1,2}[/.]?[0-9]{0,2}")
# 補助率・補助額（上限100万円、下限20万円）
_BOUND_IN_LABEL = re.compile(
    r"[(（〔【]([^()（）〔〕【】]*(?:上限|下限|限度|最大)[^()（）〔〕【】]*[0-9０-９][^()（）〔〕【】]*)[)）〕】]"
)
# 生ごみ処理機: a short name, all there is on a line
_NAME = re.compile(r"[^\s　、。:：・※()（）0-9０-９■●○【＜-][^、。:：※]{1,15}(?<![すたるいりの])")
# 1.備品購入費：備品の購入費（改修費、車両、消耗品費も除く） ⏎ ・補助率：1/2以内
_ITEM = re.compile(r"[^\s　、。:：※()（）]{2,16}(?=[:：]\S)")
# ただし, 但し, ※, なお: what follows goes on about the line before
_CONTINUES = re.compile(r"^[\s　・]*[(（]?(?:※|[*＊]|注|ただし|但し|なお|また)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a line with what the heads above it say."""

    text: str
    locator: str
    passage: int
    standing: Standing
    label: LabelKind | None = None
    under: LabelKind | None = None
    """The nearest label above it, whatever label its own line has."""
    kinds: frozenset[TermKind] = frozenset()
    """The kinds of term its nearest label names; empty where it names none."""
    label_text: str = ""
    subjects: tuple[str, ...] = ()
    """Heads above it that are no labels: 通常枠, 資格取得・更新に関する助成, 整備費."""
    heads: tuple[str, ...] = ()
    """All heads above it, as printed."""
    course: str = ""
    continues: bool = False


def statements(programme: Programme) -> Iterator[Statement]:
    """All statements of a programme outside commentary, in reading order."""
    passages = programme.passages
    name = programme.name_text
    if len(name) > 60 or _DEADLINE_IN_NAME.search(name):  # a text without lines: its name and its body are one
        passages = (*passages, Passage("", "", (Line(programme.name_text, programme.locator),)))
    above: Head | None = None
    for number, passage in enumerate(passages):
        if label_kind(passage.label) == "commentary":
            continue
        stack = _opened(passage, above)
        named = next((head for head in reversed(stack) if head.label or head.kinds), None)
        above = named if named is not None and (named.kinds or named.label == "terms") else None
        if bound := _BOUND_IN_LABEL.search(passage.label):
            yield _under(bound.group(1), Line(bound.group(1), passage.locator), passage, number, stack)
        yield from _passage(passage, number, stack)


def _opened(passage: Passage, above: Head | None) -> list[Head]:
    """The heads a passage begins under: its label; under ※特区制度活用の場合 or a new course the terms above hold on."""
    label = passage.label or passage.course.rpartition(" > ")[2]
    head = head_of("passage", -1, label, is_printed=True)
    if passage.label and (head.label or head.kinds):
        return [head]
    if not passage.label:  # 【１者当たりの基本補助上限額】 set like the heading of a course
        return [head] if head.kinds else [above] if above is not None and passage.course else []
    return [above, replace(head, form="name")] if above is not None else [head]


def _passage(passage: Passage, number: int, stack: list[Head]) -> Iterator[Statement]:
    said = [(text, line, place) for line in mended(passage.lines) for place, text in enumerate(cut(line.text))]
    names = _names([text for text, *_ in said]) if _standing(*_nearest(stack)) == "terms" else frozenset()
    for place, (text, line, inner) in enumerate(said):
        if (
            inner and stack and form_of(text)[2]
        ):  # 費用の1/2 【上限】3万円: a label within a line heads nothing below it
            deep = line._replace(depth=max(line.depth, stack[-1].depth))
            yield from _statement(text, deep, passage, number, [*stack])
        else:
            yield from _statement(text, line, passage, number, stack, is_name=place in names)


def _names(texts: list[str]) -> frozenset[int]:
    """The lines that name what the line below states: 処理機 ⏎ 費用の1/2（上限3万円） ⏎ 容器 ⏎ 費用の1/2（上限2千円)."""
    stated = [is_valued(text) for text in texts]
    found = [
        place
        for place in range(len(texts) - 1)
        if _NAME.fullmatch(texts[place]) and stated[place : place + 2] == [False, True]
    ]
    return frozenset(found if len(found) > 1 and len({texts[place] for place in found}) == len(found) else ())


def _nearest(stack: list[Head]) -> tuple[LabelKind | None, frozenset[TermKind]]:
    head = next((head for head in reversed(stack) if head.label or head.kinds), None)
    return (head.label, head.kinds) if head else (None, frozenset())


def _statement(
    text: str, line: Line, passage: Passage, number: int, stack: list[Head], *, is_name: bool = False
) -> Iterator[Statement]:
    form, words, rest = form_of(text)
    valued = is_valued(text)
    if form == "plain" and (is_name or is_head(form, words, valued=valued)):
        form = "name"
    fresh = stack[-1] if stack and stack[-1].is_fresh else None
    if form == "name" and not label_kind(words) and not kinds_of(words):  # 補助金額 ⏎ 初回の場合 ⏎ … ⏎ 2回目の場合 ⏎ …
        is_first = fresh is not None and fresh.form == "name" and bool(fresh.kinds)
        form = "part" if is_first or any(head.form == "part" for head in stack) else form
    stack[:] = [
        replace(head, has_children=head.has_children or line.depth > head.depth, is_fresh=False) for head in stack
    ]
    if not (fresh and fresh.label == "schedule" and form == fresh.form in ("-", "・") and _DATE.search(words)):
        close(stack, form, line.depth)  # - 申請期間 ⏎ - 令和7年7月9日～12月26日: the item below is its words
    if _COLUMNS.match(text) or (_SPACED.fullmatch(text) and kinds_of(text) & {"rate", "cap"}):
        stack.append(head_of("columns", line.depth, text, is_printed=True))
        return
    if rest and form in ("【", "〔"):
        stack.append(head_of(form, line.depth, words, is_printed=True))
        yield _under(words, line, passage, number, stack)
        yield from _statement(rest, line, passage, number, stack)
        return
    if not any(head.label == "commentary" for head in stack):
        yield _under(text, line, passage, number, stack)
    if form in ("name", "part") or is_head(form, words, valued=valued):
        if (
            fresh is not None
            and fresh.form in ITEM_FORMS
            and fresh.form != form
            and not fresh.label
            and not fresh.kinds
        ):
            stack[:] = [head for head in stack if head.words != fresh.words]  # the last item of a list, no head
        form = "follows" if _TIMES_FOLLOWS.search(words) else form
        stack.append(head_of(form, line.depth, words, is_printed=form != "name" or line.depth == 0))
    elif form in ITEM_FORMS and not valued and (item := _ITEM.match(words)) and _is_part(item.group(), stack):
        stack.append(head_of(form, line.depth, item.group(), is_printed=True))
    elif _ADDED_IF.search(text):
        stack.append(head_of("follows", line.depth, "加算額", is_printed=True))
    elif _LEAST_OF.search(text):
        stack.append(head_of("follows", line.depth, "上限額", is_printed=True))
    elif follows := _AS_FOLLOWS.search(text):
        stack.append(head_of("follows", line.depth, follows["what"] or follows["named"], is_printed=True))
    elif not valued and line.depth > 0 and form in ("plain", "・", "-"):
        stack.append(head_of("item", line.depth, words, is_printed=False))


def _is_part(name: str, stack: list[Head]) -> bool:
    return _standing(*_nearest(stack)) == "terms" and label_kind(name) is None and not kinds_of(name)


def _under(text: str, line: Line, passage: Passage, number: int, stack: list[Head]) -> Statement:
    nearest = next((head for head in reversed(stack) if head.label or head.kinds), None)
    own = split_inline(text)
    if own and nearest and divides_dates(nearest.words, *own):
        own = None
    label = label_kind(own[0]) if own else None
    if label and own and is_label(label, own[0]):
        kinds, label_text = kinds_of(own[0]), own[0]
    else:
        label = nearest.label if nearest else None
        kinds, label_text = (nearest.kinds, nearest.words) if nearest else (frozenset(), "")
    subjects = tuple(
        head.words
        for head in stack
        if not head.label and not head.kinds and head.form not in ("item", "columns")
        if head.form != "passage" or (nearest is not None and _HELP_NOUN.search(head.words))
    )
    return Statement(
        text=text,
        locator=line.locator,
        passage=number,
        standing=_standing(label, kinds),
        label=label,
        under=nearest.label if nearest else None,
        kinds=kinds,
        label_text=label_text,
        subjects=subjects,
        heads=tuple(head.words for head in stack),
        course=passage.course,
        continues=bool(_CONTINUES.match(text)),
    )


def _standing(label: LabelKind | None, kinds: frozenset[TermKind]) -> Standing:
    if kinds or label == "terms":
        return "terms"
    if label in (None, "summary", "conditions", "schedule"):
        return "open"
    return "closed"
