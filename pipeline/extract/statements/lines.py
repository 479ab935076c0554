"""Printed lines → the texts of their statements: torn lines mended, and one line cut where it states several things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records import Line

# where one printed line holds several statements: … ■公募期間 …, … ※応用情報…, …：①国内 … ②海外, 100万円3.補助率
_CUT = re.compile(
    r"(?<=\S)[\s　]*(?=■)|(?<![(（「『※\s])\s*(?=※(?!(?:[0-9０-９]{1,2}(?![0-9０-９者社万団人名件施事回])|[)）※(（×✕]|[\s　]*$)))"
    r"|(?<=[\s　。：:）)」])(?=(?:[①-⑳]|[(（][0-9０-９]{1,2}[)）])(?![~～〜・、,及のにと「」』を×xX＋+]))"
    r"|(?<=[^\s0-9０-９.．])(?=[0-9０-９]{1,2}[.．](?:補助|助成|対象|申請|募集|事業))"
    r"|(?<=[)）])(?=・)"
    r"|(?<=[^\s※])[\s　]*(?=【(?!必着|消印|厳守|先着)[^】0-9０-９]{2,16}(?:[0-9０-９](?:(?:及び|[・～、])[0-9０-９])?)?】)|(?<=[\s　])(?=〔[^〕0-9０-９]{2,16}〕)"
    r"|(?<=[\s　])(?=(?:補助|助成|交付|支給|限度|上限|下限|奨励)[^\s　：:、。（()）0-9０-９]{0,10}[：:]\s*(?:$|[①-⑳]))"
)
# a value torn over two lines (┃): 令┃和 9 年, 令和┃7 年, 3┃月, 9 年┃3 月, 2 分の┃1, 100 万┃円, 1,┃000円, 限度額：1┃企業 30 万円
_TORN = re.compile(
    r"(?:令┃和|平┃成|(?:令和|平成)┃[0-9０-９元]|[0-9０-９][\s　]*┃(?:年|月|日|万|千|億|円|分の|％|%|割)|[0-9０-９][\s　]*年┃[0-9０-９]{1,2}[\s　]*月|"
    r"[0-9０-９][\s　]*月┃[0-9０-９]{1,2}[\s　]*日|分の┃[0-9０-９]|円┃[をが](?![\s　])|[0-9０-９][\s　]*[万千億]┃(?:円|[0-9０-９,，]{1,5}[百千]?円)|億┃[0-9０-９,，]{1,5}万|[0-9０-９][,，]┃[0-9０-９]{3}|"
    r"[：:][\s　]*[1１一][\s　]*(?:┃(?:企業|社|事業者|団体|人|名|件|台)|(?:企業|社|事業者|団体|人|名|件|台)[\s　]*┃[0-9０-９]))"
)
# (1 企業につ ┃ き 15 万円まで): the bracket closes below; 県補助金額の ┃ 2/15
_CLOSES_FIRST = re.compile(r"^[^（(〔）)〕]*[）)〕]")
_PARTICLE_END = re.compile(r"[一-龥ァ-ヶー）)][のはをが]$")
# 2025年4月1日 ⏎ ～ ⏎ 2026年3月31日, 令和8年4月1日（水）９：００ ⏎ ～令和8年5月29日
_DAY_END = re.compile(
    r"日(?:[(（][^()（）]{1,4}[)）])?[\s　]*(?:[0-9０-９]{1,2}[:：時](?:[0-9０-９]{2}分?)?)?[\s　]*[~～〜]?[\s　]*$"
)
_RANGE_MARK = re.compile(r"[\s　]*[~～〜－-][\s　]*")
# 令和8年4月1日（水曜日） ⏎ ～令和8年5月29日（金曜日）
_RANGE_GOES_ON = re.compile(r"[\s　]*(?:[~～〜]|から)[\s　]*(?:令和|20[0-9]{2}|[0-9０-９]{1,2}[\s　]*月)")
_IN_RANGE = re.compile(r"[~～〜]|から")
_DAY_START = re.compile(r"[\s　]*(?:令和|20[0-9]{2})[\s　]*[0-9０-９元]{0,2}[\s　]*年")
_OPENS_ITEM = re.compile(
    r"^[\s　]*(?:[■□◆◇●○◎▼▽▲△★☆※・•*＊【＜<《①-⑳|｜#]|[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．、]|[\-–—]\s)"
)
_LONG = 600
_SENTENCES = re.compile(r"[^。\n]{1,600}[。\n]?|[。\n]")
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』|[(（](?![0-9０-９]{1,2}[)）])[^()（）]*[)）]")
# p.8 52.5,144.7,533.1,154.1
_BOX = re.compile(r"(?P<page>p\.[0-9]+) (?P<x0>[0-9.]+),(?P<top>[0-9.]+),(?P<x1>[0-9.]+),(?P<bottom>[0-9.]+)")


def mended(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Lines whose end tears a date or a sum (…適用は令 ⏎ 和 9 年 3 月末まで) are one with the line below."""
    held: Line | None = None
    for line in lines:
        if held is None:
            held = line
        elif line.depth == held.depth and _goes_on(held.text, line.text):
            held = held._replace(text=held.text + line.text, locator=_around(held.locator, line.locator))
        else:
            yield held
            held = line
    if held is not None:
        yield held


def _around(first: str, second: str) -> str:
    """The box around two boxes of one page; any other pair of places is told by its first."""
    one, other = _BOX.fullmatch(first), _BOX.fullmatch(second)
    if one is None or other is None or one["page"] != other["page"]:
        return first
    outer = [
        pick(one[edge], other[edge], key=float)
        for pick, edge in ((min, "x0"), (min, "top"), (max, "x1"), (max, "bottom"))
    ]
    return f"{one['page']} {','.join(outer)}"


def _goes_on(text: str, following: str) -> bool:
    """Whether a line ends in the middle of a value, of a bracket, or on a particle, and the next opens nothing new."""
    if _TORN.search(f"{text[-8:]}┃{following[:8]}"):
        return True
    if _DAY_END.search(text) and _RANGE_MARK.fullmatch(following):
        return True
    if _DAY_END.search(text) and _RANGE_GOES_ON.match(following) and not _IN_RANGE.search(text):
        return True
    if _DAY_END.search(text) and text.rstrip()[-1] in "~～〜－-" and _DAY_START.match(following):
        return True
    if len(text) > _LONG or _OPENS_ITEM.match(following):
        return False
    unclosed = sum(map(text.count, "（(〔")) > sum(map(text.count, "）)〕"))
    closes = _CLOSES_FIRST.match(following) is not None
    return (unclosed and closes) or _PARTICLE_END.search(text) is not None


def cut(text: str) -> list[str]:
    """A printed line → its statements: at inner marks ■ ※ ①② and at inline labels behind a gap."""
    masked = _QUOTED.sub(lambda match: "（" + "Q" * (len(match.group()) - 2) + "）", text)
    places = sorted({match.end() for match in _CUT.finditer(masked)})
    pieces = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]
    return [short.strip() for piece in pieces for short in _shortened(piece) if short.strip()]


def _shortened(text: str) -> Iterator[str]:
    """A statement of many sentences in stretches of some sentences each, so that no text takes more than linear time."""
    held = ""
    for sentence in _SENTENCES.findall(text) if len(text) > _LONG else [text]:
        if held and len(held) + len(sentence) > _LONG:
            yield held
            held = ""
        held += sentence
    yield held
