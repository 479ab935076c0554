"""Signs by which the lines of a programme are told before it is cut: courses, lines that are labels, lines that divide terms."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from pipeline.extract.courses import HEADING_NOUN
from pipeline.extract.labels import bare_label, label_kind, split_inline
from pipeline.normalize.applicants import applicant_class
from pipeline.records import Block, Line

# ＜見本市等出展＞, <既存製品改良部門>, 〈通常枠〉, 《先端設備枠》
_BRACKETED_COURSE = re.compile(r"^\s*[＜<〈《≪]([^＜＞<>〈〉《》≪≫]{1,40})[＞>〉》≫]\s*$")
# 1. 産学連携コース, 1 . 産学連携コース, ２．単独企業コース, (1) 通常枠, ① 施設整備事業
_NUMBERED = re.compile(r"^\s*(?:[0-9０-９]{1,2} ?[.．、]|[(（][0-9０-９]{1,2}[)）]|[①-⑳])\s*(\S.{0,38})$")
# 概要　試作を支援します。, 募集期間(第4次公募) 4月1日から: no sentence before the gap
_GAP = re.compile(r"^([^\s:：。、,，(（0-9０-９]{2,24}(?:[(（][^()（）]{1,24}[)）])?)(?:[\s　]+(\S.*))?$")
# 【デジタル枠】, ［設備整備］
_ENCLOSED = re.compile(r"^\s*[【［\[]([^【】［］\[\]。]{1,30})[】］\]]\s*$")
# ＜参考＞, ＜今後の公募予定＞, 【記入例】: words about the call, no part of the help; nor is what only says that there are parts: 補助メニュー
_ABOUT_CALL = re.compile(
    r"(?:参考|予定|例|結果|注意(?:点|事項)?|留意点|補足|備考|変更点|項目|手順|一覧|資料|質問|目次|お願い|ご?案内)$"
    r"|^(?:(?:補助|助成|支援|募集|申請|応募|対象|事業|経費|各種|主な|利用)の?)+(?:メニュー|コース|枠|プラン|タイプ|類型|区分)$"
)
# 2.創業にあたり法人を設立する方, ■県外からの移住者, (3)女性
_WHOSE = re.compile(
    r"^[\s　]*(?:[■□◆◇●○◎]|[(（]?[0-9０-９]{1,2}[.．、)）]|[①-⑳])[^:：。]*(?:[方者]|女性|若者|学生|世帯)$"
)
# ○県の補助金に上乗せして申請する場合, (1)新築の場合: a marked case
_CASE = re.compile(r"^[\s　]*(?:[■□◆◇●○〇◎]|[(（]?[0-9０-９]{1,2}[.．、)）]|[①-⑳])[^:：。、]{4,40}(?:場合|とき)$")
# 対象者, 応募資格, 申請できる方: the applicants of the whole programme
_OF_ALL = re.compile(r"対象|要件|資格|条件|応募|申請|できる")


def course_name(text: str) -> str | None:
    """The name where a line is a course heading by its own form (brackets, or a number and a course noun), else None."""
    if match := _BRACKETED_COURSE.match(text):
        return None if is_no_course(match.group(1)) else match.group(1).strip()
    if (match := _NUMBERED.match(text)) and HEADING_NOUN.search(match.group(1)) and not is_no_course(match.group(1)):
        return match.group(1).strip()
    return None


def is_no_course(words: str) -> bool:
    """Whether words in brackets are a label, or say of the call what no part of the help is called."""
    return label_kind(words) is not None or _ABOUT_CALL.search(words.strip()) is not None


def _enclosed_course(text: str) -> str | None:
    """【見本市等出展】: brackets that hold labels as well hold a course where its noun says so."""
    match = _ENCLOSED.match(text)
    return match.group(1) if match and HEADING_NOUN.search(match.group(1)) and not label_kind(match.group(1)) else None


def label_depths(blocks: list[Block]) -> frozenset[tuple[str, int]]:
    """(block kind, depth) at which whole lines are labels: three labels of different kinds stand there (概要 ⏎ … 対象者 ⏎ …).

    One such line alone says nothing: 設備 in a list of costs is no label.
    """
    kinds: dict[tuple[str, int], set[str]] = {}
    for block in blocks:
        if block.kind in ("paragraph", "list_item"):
            for line in block.lines:
                if len(line.text) <= 24 and (kind := label_kind(line.text)):
                    kinds.setdefault((block.kind, line.depth), set()).add(kind)
    return frozenset(place for place, found in kinds.items() if len(found) >= 3)


def gap_labelled(text: str) -> tuple[str, str] | None:
    """概要　試作を支援します。 → its label and words ("" for a label alone); None where no label stands before a gap."""
    match = _GAP.match(text)
    return (match[1], match[2] or "") if match and label_kind(match[1]) else None


def are_labelled_before_gaps(blocks: list[Block]) -> bool:
    """Whether lines of a programme open with labels before a gap (概要　… ⏎ 対象者　…): three kinds of them at least."""
    texts = [
        line.text
        for block in blocks
        if block.kind in ("paragraph", "list_item")
        for line in (*block.lines[:1], *filter(_opens_plainly, block.lines[1:]))
    ]
    return len({label_kind(found[0]) for text in texts if (found := gap_labelled(text)) and found[1]}) >= 3


def _opens_plainly(line: Line) -> bool:
    """Whether a line opens with a letter: □補助対象事業　(1)… is a head of its own by its mark."""
    return line.text[:1].isalpha()


def parted_at_gaps(block: Block) -> list[Block]:
    """概要　… ⏎ 対象者　… in one paragraph → a block for each label before a gap, with its words."""
    if block.kind not in ("paragraph", "list_item"):
        return [block]
    starts = [
        0,
        *(at for at, line in enumerate(block.lines) if at and _opens_plainly(line) and gap_labelled(line.text)),
    ]
    return [
        block._replace(lines=block.lines[start:end])
        for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True)
    ]


def dividing_lines(blocks: list[Block]) -> set[int]:
    """The lines that say whose the terms below them are; one alone is the applicant of them all and divides nothing."""
    found = [block for block, following in pairwise(blocks) if _divides_terms(block, following)]
    return {id(block) for block in found} if len({block.text for block in found}) > 1 else set()


def _divides_terms(block: Block, following: Block) -> bool:
    """■小規模企業者 ⏎ 補助率：2/3: a line that names applicants right above a label of terms says whose these are."""
    words = bare_label(block.text)
    is_case = bool(_CASE.match(block.text))
    if len(block.lines) != 1 or (not is_case and (len(words) > 24 or _OF_ALL.search(words))):
        return False
    is_whose = is_case or (block.kind in ("heading", "paragraph") and applicant_class(words) is not None)
    if not is_whose and (block.kind != "heading" or not _WHOSE.match(block.text)):
        return False
    inline = split_inline(following.lines[0].text) if following.lines else None
    label = following.label or (inline[0] if inline else "")
    return label_kind(label) == "terms"


def labels_of_courses(blocks: list[Block]) -> frozenset[str]:
    """Labels that stand inside courses and end none: ＜A＞ 【補助率】 … ＜B＞ 【補助率】 ….

    Two courses share a label, and none is named twice (■補助率 ＜A＞ … ＜B＞ … ■対象経費 ＜A＞ …). A label below the last course
    is of the whole programme where no course before has one of its kind (【申請期間】).
    """
    courses: list[tuple[str, list[str]]] = []
    for line in (line for block in blocks if block.kind in ("heading", "paragraph") for line in block.lines):
        if name := course_name(line.text) or _enclosed_course(line.text):
            courses.append((name, []))
        elif courses and len(line.text) <= 24 and label_kind(line.text):
            courses[-1][1].append(bare_label(line.text))
    named = Counter(label for _, labels in courses for label in set(labels))
    if len({name for name, _ in courses}) < len(courses) or not named or max(named.values()) < 2:
        return frozenset()
    inner = {label for _, labels in courses[:-1] for label in labels}
    kinds = {label_kind(label) for label in inner}
    return frozenset(inner | {label for label in courses[-1][1] if label_kind(label) in kinds})


def are_items_labelled(blocks: list[Block]) -> bool:
    """Whether a programme's labels stand in its list items alone (・対象者：… ⏎ ・補助率：…), three kinds of them at least."""
    kinds: set[str] = set()
    for block in blocks:
        texts = [block.label] if block.kind == "field" else [line.text for line in block.lines]
        items = [line.text for line in block.lines if block.kind == "list_item" or line.depth]
        if block.kind == "table" or any(_says_label(text) for text in texts if text not in items):
            return False
        inline = [split_inline(text) for text in items]
        kinds |= {kind for pair in inline if pair and pair[1] and (kind := label_kind(pair[0]))}
    return len(kinds) >= 3


def _says_label(text: str) -> bool:
    return (len(text) <= 24 and label_kind(text) is not None) or split_inline(text) is not None
