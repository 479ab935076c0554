"""Which heads a line stands under: the statements of a programme, each with its labels, its course and its conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.extract.labels import LabelKind, bare_label, divides_dates, label_kind, split_inline
from pipeline.extract.statements.keywords import MONEY_UNIT, TermKind, kinds_of
from pipeline.extract.statements.lines import cut, mended
from pipeline.folding import single_spaced
from pipeline.records import Line, Passage, Programme

Standing = Literal["terms", "open", "closed"]
"""terms: the label states terms; open: running text; closed: applicants, costs, papers, ways to apply."""

# heads by their form, outermost marks first: ### ■補助率, **Aタイプ**, ■補助率, 【上限】, ＜通常枠＞, (1)蓄電池, ①, ・補助率
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("#", re.compile(r"^#{1,6}\s*(?P<words>.+?)\s*#*$")),
    ("*", re.compile(r"^\*\*(?P<words>.+?)\*\*$")),
    ("■", re.compile(r"^[■□◆◇●▼▲★☆◎◉▶►◼]\s*(?P<words>.+)$")),
    ("【", re.compile(r"^【(?P<words>[^】]+)】(?P<rest>.*)$")),
    ("＜", re.compile(r"^[＜<〈《≪](?P<words>[^＞>〉》≫]{1,40})[＞>〉》≫]$")),
    ("〔", re.compile(r"^[〔［\[](?P<words>[^〕］\]]{1,40})[〕］\]](?![\s　]*[×xXの])(?P<rest>.*)$")),
    ("1.", re.compile(r"^(?:[0-9０-９]{1,2}[.．、](?![0-9０-９])|第[0-9０-９]{1,2}[\s　])\s*(?P<words>.+)$")),
    ("(1)", re.compile(r"^[(（][0-9０-９一二三四五六七八九十]{1,2}[)）]\s*(?P<words>.+)$")),
    ("①", re.compile(r"^[①-⑳]\s*(?P<words>.+)$")),
    ("○", re.compile(r"^[○〇◯]\s*(?P<words>.+)$")),
    ("・", re.compile(r"^[・•*＊]\s*(?P<words>.+)$")),
    ("-", re.compile(r"^[\-–—‐ー−－]\s+(?P<words>.+)$")),
)
# 【11月17日締切】見本助成, 見本補助金（申請期限：令和8年5月29日）
_DEADLINE_IN_NAME = re.compile(
    r"[0-9０-９]{1,2}[\s　]*[月/／][\s　]*[0-9０-９]{1,2}[^、。]{0,8}(?:締め?切|〆切|まで|必着)"
    r"|(?:締め?切り?|〆切|期限|期間)[\s　]*[:：は][^、。]{0,14}[0-9０-９]{1,2}[\s　]*[月/／]"
)
_ITEM_FORMS = frozenset({"(1)", "①", "1."})
# what a part of a programme is called: 通常枠, Aタイプ, 新規出店事業, 単独企業コース
_COURSE_NOUN = re.compile(
    r"(?:コース|枠|型|類型|部門|タイプ|メニュー|プラン|区分|事業|助成|制度|支援)(?:\s*[(（][^()（）]*[)）])?$"
)
# the heading of a passage that says what is given: 事業所税の軽減, 賃料補助（本社）
_HELP_NOUN = re.compile(
    r"(?:軽減|減免|免除|減税|補助|助成|給付|奨励|融資|貸付|補給)(?:措置)?(?:\s*[(（][^()（）]*[)）])?$"
)
# ＜区分＞　＜経費＞　＜助成率＞: a header row set in running text
# …、1件当たりの上限額は以下のとおり; 補助限度額：次に定める額とします
_AS_FOLLOWS = re.compile(
    r"(?P<what>[^、。]{2,24}?)(?:は|が|について|[:：])?、?(?:以下|次|下記|下表)(?:の|に(?:定め|掲げ|示)る)(?:とおり|通り|額)(?:とする|です|とします)?。?$"
)
# 次に掲げる額のうち、いずれか少ない額とします
_LEAST_OF = re.compile(
    r"(?:次|以下|下記)[^。]{0,14}?の(?:うち|中で)、?(?:いずれか|最も)(?:少な|低|小さ)[いな]+(?:方の)?(?:額|金額)[^。]{0,8}。?$"
)
# 補助額は、差額に以下を乗ずる方式: ⏎ 補助率:1/2, items of one list
_TIMES_FOLLOWS = re.compile(r"(?:以下|次)[のを][^。]{0,6}(?:乗[じず]|掛け)[^。]{0,16}[:：]$")
_COLUMNS = re.compile(r"^\s*(?:[＜<【\[][^＞>】\]]{1,12}[＞>】\]][\s　]*){2,}$")
# 種 別 補助限度額 概要
_SPACED = re.compile(r"[\s　]*[^\s　、。:：・※0-9０-９]{1,10}(?:[\s　]+[^\s　、。:：・※0-9０-９]{1,10}){1,5}[\s　]*")
_DIGIT = re.compile(
    r"[0-9０-９一二三四五六七八九十百千万億]+(?:[.,，][0-9０-９]+)?\s*(?:[万千億百]?円|％|%|分の|[/／][0-9０-９]|割)"
)
_DATE = re.compile(r"[0-9０-９元]{1,2}[\s　]*月[\s　]*[0-9０-９]{1,2}[\s　]*日|[0-9]{1,4}[/.][0-9]{1,2}[/.]?[0-9]{0,2}")
# 2 離島で講習を開く場合 ⏎ 1か所当たり20万円
_CASE = re.compile(r"[ぁ-ん](?:場合|とき)$")
# ○改修費（100万円以上の工事）: a value that only says what the head takes in
_CONDITIONED = re.compile(r"[(（][^()（）]*(?:以上|以下|未満|超)[^()（）]*[)）]")
# 補助率・補助額（上限100万円、下限20万円）
_BOUND_IN_LABEL = re.compile(
    r"[(（〔【]([^()（）〔〕【】]*(?:上限|下限|限度|最大)[^()（）〔〕【】]*[0-9０-９][^()（）〔〕【】]*)[)）〕】]"
)
_OF_TARGET = re.compile(r"対象|要件|資格|条件|応募|申請")
_SENTENCE = re.compile(r"[。]|(?:です|ます|ください|する|した|あり|こと|もの)$")
# 生ごみ処理機: a short name, all there is on a line
_NAME = re.compile(r"[^\s　、。:：・※()（）0-9０-９■●○【＜-][^、。:：※]{1,15}(?<![すたるいりの])")
# 1.備品購入費：備品の購入費（改修費、車両、消耗品費も除く） ⏎ ・補助率：1/2以内
_ITEM = re.compile(r"[^\s　、。:：※()（）]{2,16}(?=[:：]\S)")
# ※申請期限 ⏎ 令和8年5月29日, ※補助率 ⏎ 1/2; ※申込用紙の請求期間 is a remark
_STARRED = re.compile(
    r"※[\s　]*(?:(?:申請|応募|申込み?|募集|公募|受付)(?:受付)?(?:期間|期限|締め?切り?日?|〆切)|(?:補助|助成)(?:率|金?額|(?:金の?)?(?:上限|限度)額?))[:：]?"
)
# 公募説明会 ⏎ 2026年4月8日（水）14:00～15:00
_EVENT = re.compile(
    r"[^、。:：]{0,8}(?:説明会|セミナー|相談会|講習会|選考会|審査会)(?:の?(?:開催|日程|日時)|を開催(?:し|いたし|致し)ます)?"
)
# 2. 補助率10/10の強力な資金支援: a headline that praises, no label of terms
_PRAISES = re.compile(
    r"[0-9０-９](?:円|[%％])?の[^、。0-9０-９]{2,12}な[^、。0-9０-９]{0,8}(?:支援|サポート|補助|助成)$"
)
# ただし, 但し, ※, なお: what follows goes on about the line before
_CONTINUES = re.compile(r"^[\s　・]*[(（]?(?:※|[*＊]|注|ただし|但し|なお|また)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a line with what the heads above it say."""

    text: str
    locator: str
    passage: int
    standing: Standing
    label: LabelKind | None
    under: LabelKind | None
    """The nearest label above it, whatever label its own line has."""
    kinds: frozenset[TermKind]
    """The kinds of term its nearest label names; empty where it names none."""
    label_text: str
    subjects: tuple[str, ...]
    """Heads above it that are no labels: 通常枠, 資格取得・更新に関する助成, 整備費."""
    heads: tuple[str, ...]
    """All heads above it, as printed."""
    course: str
    continues: bool


@dataclass(frozen=True, slots=True)
class _Head:
    form: str
    depth: int
    words: str
    label: LabelKind | None
    kinds: frozenset[TermKind]
    is_printed: bool
    """Whether the mark stands in the text; a list item of HTML has its depth alone."""
    has_children: bool = False
    is_fresh: bool = True
    """Nothing has come below it yet."""


def statements(programme: Programme) -> Iterator[Statement]:
    """All statements of a programme outside commentary, in reading order."""
    passages = programme.passages
    name = programme.name_text
    if len(name) > 60 or _DEADLINE_IN_NAME.search(name):  # a text without lines: its name and its body are one
        passages = (*passages, Passage("", "", (Line(programme.name_text, programme.locator),)))
    above: _Head | None = None
    for number, passage in enumerate(passages):
        if label_kind(passage.label) == "commentary":
            continue
        stack = _opened(passage, above)
        named = next((head for head in reversed(stack) if head.label or head.kinds), None)
        above = named if named is not None and (named.kinds or named.label == "terms") else None
        if bound := _BOUND_IN_LABEL.search(passage.label):
            yield _under(bound.group(1), Line(bound.group(1), passage.locator), passage, number, stack)
        yield from _passage(passage, number, stack)


def _opened(passage: Passage, above: _Head | None) -> list[_Head]:
    """The heads a passage begins under: its label; under ※特区制度活用の場合 or a new course the terms above hold on."""
    label = passage.label or passage.course.rpartition(" > ")[2]
    head = _head("passage", -1, label, is_printed=True)
    if passage.label and (head.label or head.kinds):
        return [head]
    if not passage.label:  # 【１者当たりの基本補助上限額】 set like the heading of a course
        return [head] if head.kinds else [above] if above is not None and passage.course else []
    return [above, replace(head, form="name")] if above is not None else [head]


def _passage(passage: Passage, number: int, stack: list[_Head]) -> Iterator[Statement]:
    said = [(text, line, place) for line in mended(passage.lines) for place, text in enumerate(cut(line.text))]
    names = _names([text for text, *_ in said]) if _standing(*_nearest(stack)) == "terms" else frozenset()
    for place, (text, line, inner) in enumerate(said):
        if inner and stack and _form(text)[2]:  # 費用の1/2 【上限】3万円: a label within a line heads nothing below it
            deep = line._replace(depth=max(line.depth, stack[-1].depth))
            yield from _statement(text, deep, passage, number, [*stack])
        else:
            yield from _statement(text, line, passage, number, stack, is_name=place in names)


def _names(texts: list[str]) -> frozenset[int]:
    """The lines that name what the line below states: 処理機 ⏎ 費用の1/2（上限3万円） ⏎ 容器 ⏎ 費用の1/2（上限2千円)."""
    stated = [_is_valued(text) for text in texts]
    found = [
        place
        for place in range(len(texts) - 1)
        if _NAME.fullmatch(texts[place]) and stated[place : place + 2] == [False, True]
    ]
    return frozenset(found if len(found) > 1 and len({texts[place] for place in found}) == len(found) else ())


def _nearest(stack: list[_Head]) -> tuple[LabelKind | None, frozenset[TermKind]]:
    head = next((head for head in reversed(stack) if head.label or head.kinds), None)
    return (head.label, head.kinds) if head else (None, frozenset())


def _statement(
    text: str, line: Line, passage: Passage, number: int, stack: list[_Head], *, is_name: bool = False
) -> Iterator[Statement]:
    form, words, rest = _form(text)
    valued = _is_valued(text)
    if form == "plain" and (is_name or _is_head(form, words, valued=valued)):
        form = "name"
    fresh = stack[-1] if stack and stack[-1].is_fresh else None
    stack[:] = [
        replace(head, has_children=head.has_children or line.depth > head.depth, is_fresh=False) for head in stack
    ]
    if not (fresh and fresh.label == "schedule" and form == fresh.form in ("-", "・") and _DATE.search(words)):
        _close(stack, form, line.depth)  # - 申請期間 ⏎ - 令和7年7月9日～12月26日: the item below is its words
    if _COLUMNS.match(text) or (_SPACED.fullmatch(text) and kinds_of(text) & {"rate", "cap"}):
        stack.append(_head("columns", line.depth, text, is_printed=True))
        return
    if rest and form in ("【", "〔"):
        stack.append(_head(form, line.depth, words, is_printed=True))
        yield _under(words, line, passage, number, stack)
        yield from _statement(rest, line, passage, number, stack)
        return
    if not any(head.label == "commentary" for head in stack):
        yield _under(text, line, passage, number, stack)
    if form == "name" or _is_head(form, words, valued=valued):
        if (
            fresh is not None
            and fresh.form in _ITEM_FORMS
            and fresh.form != form
            and not fresh.label
            and not fresh.kinds
        ):
            stack[:] = [head for head in stack if head.words != fresh.words]  # the last item of a list, no head
        form = "follows" if _TIMES_FOLLOWS.search(words) else form
        stack.append(_head(form, line.depth, words, is_printed=form != "name" or line.depth == 0))
    elif form in _ITEM_FORMS and not valued and (item := _ITEM.match(words)) and _is_part(item.group(), stack):
        stack.append(_head(form, line.depth, item.group(), is_printed=True))
    elif _LEAST_OF.search(text):
        stack.append(_head("follows", line.depth, "上限額", is_printed=True))
    elif follows := _AS_FOLLOWS.search(text):
        stack.append(_head("follows", line.depth, follows.group("what"), is_printed=True))
    elif not valued and line.depth > 0 and form in ("plain", "・", "-"):
        stack.append(_head("item", line.depth, words, is_printed=False))


def _is_part(name: str, stack: list[_Head]) -> bool:
    return _standing(*_nearest(stack)) == "terms" and label_kind(name) is None and not kinds_of(name)


def _under(text: str, line: Line, passage: Passage, number: int, stack: list[_Head]) -> Statement:
    nearest = next((head for head in reversed(stack) if head.label or head.kinds), None)
    own = split_inline(text)
    if own and nearest and divides_dates(nearest.words, *own):
        own = None
    label = label_kind(own[0]) if own else None
    if label and own and _is_label(label, own[0]):
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


def _form(text: str) -> tuple[str, str, str]:
    """(form, words, rest behind a bracketed head)."""
    for form, pattern in _FORMS:
        if match := pattern.match(text.strip()):
            words = match.group("words").strip().rstrip("■□◆◇●▼▲★☆◎◉")
            if form in ("#", "*"):
                inner, inner_words, rest = _form(words)
                return (inner, inner_words, rest) if inner not in ("plain", "・") else (form, words.strip("*"), "")
            return form, words, (match.groupdict().get("rest") or "").strip()
    return "plain", text.strip(), ""


def _is_valued(text: str) -> bool:
    """Whether a line states a value: 限度額50万円, not 限度額（万円） nor 改修費（100万円以上の工事）."""
    return _DIGIT.search(MONEY_UNIT.sub("", _CONDITIONED.sub("", text))) is not None


def _is_head(form: str, words: str, *, valued: bool) -> bool:
    if words.endswith((":", "：")):
        return True
    if form in ("【", "＜", "〔", "#", "*"):
        return True
    if _CASE.search(words) and not valued:
        return True
    if _STARRED.fullmatch(words):
        return True
    if _EVENT.fullmatch(words):
        return True
    if len(words) > 40 or _SENTENCE.search(words) or words.startswith("※"):
        return False  # ※申込用紙の請求期間 is a remark
    if valued:
        return False
    if label_kind(words) is not None or (kinds_of(words) and len(words) <= 24):
        return True
    if form in ("■", "○", "(1)", "①", "1."):
        return len(words) <= 40
    return bool(_COURSE_NOUN.search(bare_label(words))) and len(words) <= 24


def _head(form: str, depth: int, words: str, *, is_printed: bool) -> _Head:
    bare = words.strip().rstrip(":：").strip()
    label, kinds = label_kind(bare), frozenset[TermKind]() if _PRAISES.search(bare) else kinds_of(bare)
    if label and form != "passage" and not _is_label(label, bare) and not (label == "terms" and len(bare) <= 8):
        label = None  # 資格取得・更新に関する助成 is a part of the programme, 補助内容 a label
    return _Head(form, depth, single_spaced(bare), label, kinds, is_printed)


def _is_label(label: LabelKind, words: str) -> bool:
    """対象設備: labels its line, 設備: and 法人: say of what and of whom it speaks."""
    if label == "terms":
        return bool(kinds_of(words))
    return label not in ("eligibility", "eligible_projects", "eligible_costs") or bool(_OF_TARGET.search(words))


def is_course(head: str) -> bool:
    """Whether a head names a part of the programme: 通常枠, 人材確保事業(イベント等)に関する助成."""
    return bool(_COURSE_NOUN.search(head)) and len(head) <= 40


def _is_item_above(head: _Head, form: str) -> bool:
    return head.depth < 0 and not head.label and not head.kinds and _form(head.words)[0] == form


def _close(stack: list[_Head], form: str, depth: int) -> None:
    """Take off the heads that a line of this form and depth is not under."""
    if form in _ITEM_FORMS:  # 2.広告費：… named the passage, 3.登記費：…
        stack[:] = [head for head in stack if not _is_item_above(head, form)]
    for position, head in enumerate(stack):
        deeper = head.depth > depth and (not head.is_printed or form != "plain")
        same = head.form == form and form != "plain" and head.depth >= depth
        level = head.form in ("name", "item") and head.depth == depth > 0 and (head.has_children or not head.label)
        if head.form != "passage" and (deeper or same or level):
            del stack[position:]
            return
