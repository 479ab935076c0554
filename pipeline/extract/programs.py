"""The columns of `programs` that a programme's own words give: its texts by label, its flags, its year and status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.extract.labels import LabelKind, label_kind, split_inline
from pipeline.normalize.fiscal_year import fiscal_year_of, printed_fiscal_year
from pipeline.records import Notice, Passage, Programme
from pipeline.rows import PeriodRow, RelationRow

_COLUMNS: tuple[LabelKind, ...] = (
    "summary",
    "eligibility",
    "eligible_projects",
    "eligible_costs",
    "conditions",
    "application_method",
    "required_documents",
)
_SENTENCE = re.compile(r"[^。\n]+")
_UNKNOWN_END = re.compile(r"終了(?:予定)?不明")
# 他の助成制度との重複は認められません / 重ねて利用することはできません / 併用不可
_EXCLUSIVE = re.compile(
    r"(?:重複|併用|併給|重ねて).{0,24}?(?:認められ(?:ません|ない)|でき(?:ません|ない)|不可|対象外|受けられ(?:ません|ない)|なりません)"
)
_COMBINABLE = re.compile(
    r"(?:重複|併用|併給|重ねて|併せて).{0,16}?(?:でき(?:ます|る)|可能|可(?!否)|認め(?:られます|ます|る)|受けられ(?:ます|る))"
)
_SCHEMES = re.compile(r"補助|助成|制度|支援金|利子|給付")
# 「石川県 なりわい再建支援補助金」 / 「小規模事業者持続化補助金(災害支援枠)」
_SCHEME_END = r"(?:補助金?|助成金?|支援金|給付金|奨励金)(?:[(（〔][^()（）〔〕]{1,20}[)）〕])?"
_QUOTED_SCHEME = re.compile(rf"(?:(石川県|[一-鿿]{{1,4}}[都道府県])の?)?「([^「」]{{2,40}}{_SCHEME_END})」")
# 石川県起業促進補助金, 小規模事業者持続化補助金〔災害支援枠〕, 石川県なりわい再建支援補助金: no particle but the の of a name
_SCHEME = re.compile(rf"(?:[一-鿿々ァ-ヴー]|なりわい){{2,24}}?{_SCHEME_END}")
# a programme that pays on top of another: 上乗せ, 交付確定を受けた, 額が確定した後, 残る自己負担の一部
_ON_TOP = re.compile(
    r"上乗せ|上積み|(?:交付|額|補助金)[のが]?確定|(?:補助|交付)(?:金)?(?:の交付)?を受け(?:た(?!こと|若しくは|又は|または)|ている)|交付済み|自己負担(?:分)?の一部"
)
# 県の補助金に上乗せして支援 … 〇〇補助金の交付決定を受けた事業者: what it adds to is named among the applicants
_ADDS = re.compile(r"上乗せ|上積み|自己負担額")
_GRANTED = re.compile(r"(?:交付|補助|採択)(?:の)?決定を受け")
_SHUT_OUT = re.compile(
    r"(?:利用|受給|採択|交付).{0,20}(?:対象外|対象としない|対象に(?:含め|なら)ない|除く|除きます|できません)"
)
# what does not tell one programme from another: 県の支援補助金, 災害支援型補助金, 通常の持続化補助金
_GENERIC = re.compile(
    rf"{_SCHEME_END}$|[県国市町村本同各他の]|通常|当該|災害|支援|関連|被災|上乗せ|型|等|元|既存|向け|中小企業|持続化(?=補助金$)"
)


def texts(programme: Programme) -> dict[str, str | None]:
    """Column → the words printed under its labels, one line each, courses named in brackets; None where nothing is printed."""
    found: dict[str, list[str]] = {column: [] for column in _COLUMNS}
    for passage in programme.passages:
        kind = label_kind(passage.label) if passage.label else None
        lead = f"＜{passage.course.rsplit(' > ', 1)[-1]}＞" if passage.course else ""
        words: dict[str, list[str]] = {}
        for line in passage.lines:
            inline = split_inline(line.text) if kind in ("terms", "application_method", "schedule", None) else None
            target = label_kind(inline[0]) if inline else kind
            if target in found and (target == kind or inline):
                words.setdefault(target, []).append(inline[1] if inline and target != kind else line.text)
        for column, lines in words.items():
            if lead:
                found[column].append(lead)
            found[column].extend(lines)
    return {column: "\n".join(line for line in lines if line) or None for column, lines in found.items()}


def stated(programme: Programme) -> Iterable[Passage]:
    """The passages that state facts: commentary is nobody's source."""
    return (passage for passage in programme.passages if label_kind(passage.label) != "commentary")


def is_combinable(programme: Programme) -> bool | None:
    """False where other help excludes this one, True where the text says both may be had, None where it says nothing."""
    sentences = [
        match.group()
        for passage in stated(programme)
        for line in passage.lines
        for match in _SENTENCE.finditer(line.text)
    ]
    about = [sentence for sentence in sentences if _SCHEMES.search(sentence)]
    if any(_EXCLUSIVE.search(sentence) for sentence in about):
        return False
    return True if any(_COMBINABLE.search(sentence) for sentence in about) else None


def fiscal_year(name: str, periods: Sequence[PeriodRow], default: int | None) -> int | None:
    """The year in the name, else the document's, else that in which applications open.

    Consultations stand for applications where only they are dated, a closing day where no opening is printed.
    """
    if (year := printed_fiscal_year(name)) is not None:
        return year
    if default is not None:
        return default
    windows = [period for period in periods if period.kind == "application"]
    windows = windows or [period for period in periods if period.kind == "consultation"]
    days = [period.start_date for period in windows if period.start_date] or [
        period.end_date for period in windows if period.end_date
    ]
    return fiscal_year_of(min(days)) if days else None


def status(periods: Sequence[PeriodRow], *, is_closed: bool, is_rolling: bool, as_of: date) -> str:
    """upcoming | open | closed | rolling | unknown on the day `as_of`, from the application periods and the listing."""
    if is_closed:
        return "closed"
    windows = [period for period in periods if period.kind == "application" and (period.start_date or period.end_date)]
    if not windows:
        return "rolling" if is_rolling else "unknown"
    if all(period.end_date is not None and period.end_date < as_of for period in windows):
        return "closed"
    starts = [period.start_date for period in windows if period.end_date is None or period.end_date >= as_of]
    if all(start is not None and start > as_of for start in starts):
        return "upcoming"
    return "rolling" if is_rolling else "open"


def unknown_end(programme: Programme, periods: Sequence[PeriodRow]) -> Notice | None:
    """A listing that says 終了予定不明 above a call whose last day is printed: the listing is behind its own text."""
    says_unknown = _UNKNOWN_END.search(" ".join((*programme.headings[-1:], programme.name_text)))
    ends = [period for period in periods if period.kind == "application" and period.end_date]
    if not says_unknown or not ends:
        return None
    last = max(ends, key=lambda period: period.end_date or date.min)
    message = f"見出しは「{says_unknown.group()}」ですが、募集の終わり（{last.end_date}）が書かれています"
    return Notice("warning", "end-month-contradiction", message, last.period_text, last.locator)


def relations(programme: Programme, own_name: str) -> tuple[RelationRow, ...]:
    """Programmes that this one pays on top of (tops_up) or that shut it out (excludes), as its own words name them."""
    found: dict[tuple[str, str], RelationRow] = {}
    own = _squeeze(own_name)
    adds = any(_ADDS.search(line.text) for passage in stated(programme) for line in passage.lines)
    for passage in stated(programme):
        if label_kind(passage.label) not in ("summary", "eligibility", None):
            continue
        on_top = any(_ON_TOP.search(line.text) or (adds and _GRANTED.search(line.text)) for line in passage.lines)
        for line in passage.lines:
            kind = "excludes" if _SHUT_OUT.search(line.text) else "tops_up" if on_top else None
            for target in _schemes(line.text) if kind else ():
                if _squeeze(target) not in own:
                    found.setdefault(
                        (str(kind), _squeeze(target)),
                        RelationRow(kind=str(kind), target_text=target, locator=line.locator),
                    )
    keys = list(found)
    return tuple(
        found[key] for key in keys if not any(key[1] != other[1] and other[1].endswith(key[1]) for other in keys)
    )


def _schemes(text: str) -> list[str]:
    """Names of programmes in a line: quoted ones with the prefecture before them, and bare compounds that tell one apart."""
    names = [f"{match.group(1) or ''}{match.group(2)}" for match in _QUOTED_SCHEME.finditer(text)]
    names += [match.group().strip() for match in _SCHEME.finditer(re.sub(r"「[^「」]*」", "、", text))]
    return [name for name in names if len(_GENERIC.sub("", _squeeze(name))) >= 4]


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\u3000()（）〔〕「」]", "", text)
