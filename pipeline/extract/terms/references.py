"""What values say by reference: the ① or (1) in front of them, and what a note says of those in brackets."""

from __future__ import annotations

import re
import unicodedata

from pipeline.extract.statements import Statement
from pipeline.extract.terms.clauses import Binding
from pipeline.extract.terms.words import read_words
from pipeline.folding import single_spaced

# （　）内は、振興山村の場合: what the second value, in brackets, holds for
_BRACKETS_MEAN = re.compile(
    r"[(（【〔][\s　]*[)）】〕][\s　]*(?:内|書き?)(?:は|の率は|の額は)[、,\s　]*(?P<whom>[^。]+)"
)
# ①既存の… in 対象事業 is what ①利率… speaks of, (1)販路開拓事業 what (1)2/3 does
_NUMBER = re.compile(r"^[\s　]*(?P<mark>[①-⑳]|[(（][0-9０-９]{1,2}[)）])[\s　]*(?P<words>.*)$")
# ①及び②　1/2, ①、②：1/2, ①～③は2/3
_MARK = re.compile(r"[①-⑳]")
_JOINER = r"[\s　]*(?:及び|および|並びに|又は|または|と|から|[、,・～〜~])?[\s　]*"
_GROUP = re.compile(rf"[①-⑳](?:{_JOINER}[①-⑳])*")
_JOINED = re.compile(rf"(?:{_JOINER}[①-⑳])+")
_RANGE = re.compile(r"[～〜~]|から")
_DIGITS = re.compile(r"[0-9０-９]")


def marks_of(statement: Statement, value: Binding) -> tuple[str, ...]:
    """The numbers a value is said of: ① or ①及び② nearest before it, (1) that opens its statement with what they are called alone."""
    groups = [group for group in _GROUP.finditer(statement.text) if group.end() <= value.start]
    if groups:
        marks = _MARK.findall(groups[-1].group())
        if _RANGE.search(groups[-1].group()):
            return tuple(map(chr, range(ord(marks[0]), ord(marks[-1]) + 1)))
        return tuple(marks)
    found = _NUMBER.match(statement.text)
    if found is None or found["mark"][0] not in "(（":
        return ()
    front = _DIGITS.split(statement.text[found.start("words") : value.start], maxsplit=1)[0]
    return () if read_words(front).subject else (_folded_mark(found),)


def is_reference(words: str) -> bool:
    """Whether words are but numbers and what joins them: 及び②."""
    return _JOINED.fullmatch(words) is not None


def _folded_mark(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found["mark"]) if found["mark"][0] in "(（" else found["mark"]


def numbered(statements: list[Statement]) -> dict[str, str]:
    """The antecedents of ①②③ in a programme: the first statement that opens with the mark and states no value.

    Those of (1)(2) stand in a list of as many as the terms have, as every list of requirements is numbered so.
    """
    lists: dict[int, dict[str, str]] = {}
    terms: dict[int, set[str]] = {}
    for statement in statements:
        if not (found := _NUMBER.match(statement.text)):
            continue
        mark = _folded_mark(found)
        if statement.standing == "terms":
            terms.setdefault(statement.passage, set()).add(mark)
        else:
            lists.setdefault(statement.passage, {}).setdefault(mark, single_spaced(found["words"])[:60])
    meant: dict[str, str] = {}
    for listed in lists.values():
        is_answered = any(marks == set(listed) for marks in terms.values())
        meant = {**{mark: words for mark, words in listed.items() if is_answered or mark[0] != "("}, **meant}
    return meant


def bracket_meanings(statements: list[Statement]) -> dict[int, str]:
    """※（ ）内は、過疎地域の場合 → 過疎地域の場合, for the values in brackets of the same passage, by its number; said once it holds for all."""
    found: dict[int, str] = {}
    for statement in statements:
        if match := _BRACKETS_MEAN.search(statement.text):
            found.setdefault(statement.passage, single_spaced(match.group("whom")))
    if len(found) == 1:
        return dict.fromkeys((statement.passage for statement in statements), *found.values())
    return found
