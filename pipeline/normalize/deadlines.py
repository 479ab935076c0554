"""What makes a date a deadline: まで, 必着, 消印有効, 締切：, ※17時まで, いずれか早い日, 電子申請は."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from pipeline.normalize.clock import TIME, read_time

Rule = Literal["arrive", "postmark", "online"]

# まで, までに, 以前, 3月31日締切, 12月31日終了; not 締切：令和8年… (a label of the next date)
_UNTIL = re.compile(r" ?(?:まで|迄)(?:に|の)?|以前|(?:締め?切り?|〆切り?|期限|限り|終了)(?![:日はが])")
_NOTE = re.compile(r"[ 　]?[※(【、,]? ?(?:ただし)?")
# 必着, （郵送必着・厳守）, （当日消印有効）, ※必着
_RULE = re.compile(r"[^。\n\d]{0,14}?(?:(?P<arrive>必着)|消印)(?:有効|のこと)?(?:のもの)?[)】」]?")
_ONLINE = re.compile(
    r"(?:電子申請|オンライン|jグランツ|jgrants|電子メール|メール|フォーム|web|インターネット)[^。、\n\d]{0,8}$", re.I
)
# 事業完了後1か月以内または令和8年2月27日のいずれか早い日
_EARLIER = re.compile(
    r"[^。\n]{0,10}?(?:の?うち)?(?:いずれ|どちら)か?の?(?:早い|遅い)(?:方|ほう|期日|日|時)(?:の(?:期日|日))?"
)
# 完了後1か月以内または(令和8年1月31日まで), 通知を受けた日から30日以内又は, 完了後30日以内(ただし、
_OR_BEFORE = re.compile(
    r"(?:後|から|より)[^、。\n]{0,8}?[\d一二三四五六七八九十]{1,3} ?(?:日|[かカヶヵ箇ケ]月|週間|年)以内"
    r"(?:、?(?:または|又は|もしくは|若しくは|か|あるいは)|[(、]?(?:ただし|但し))、?(?:(?:当該|同|翌)年度の?)? ?$"
)
_CLAUSE_START = re.compile(r"[。\n:;「【※•・]")
# 申請期限：, 締切日は, 締め切り
DEADLINE_LABEL = re.compile(r"(?:締め?切り?|〆切り?|期限)(?:日時?)?(?:\([^()\d]{0,6}\))?[は:】」、 ]{0,3}$")


class Until(NamedTuple):
    """Where the words of a deadline end, whether it is one, its time and the rule it names."""

    end: int
    is_until: bool
    time: str | None = None
    rule: Rule | None = None
    event: int | None = None  # where the clause begins that hangs the deadline on an event


def read_until(folded: str, start: int, end: int, time: str | None) -> Until:
    """Read what makes the date at `start`–`end` a deadline; `event` says where one that hangs on an event begins."""
    is_until = False
    match = _EARLIER.match(folded, end)
    hangs = match is not None or _OR_BEFORE.search(folded, max(0, start - 40), start) is not None
    if match:
        end, is_until = match.end(), True
    match = _UNTIL.match(folded, end)
    if match:
        end, is_until = match.end(), True
    if time is None:
        clock = TIME.match(folded, _NOTE.match(folded, end).end())  # type: ignore[union-attr]
        if clock and (_UNTIL.match(folded, clock.end()) or _RULE.match(folded, clock.end())):
            time, end, is_until = read_time(clock)[0], clock.end(), True
            match = _UNTIL.match(folded, end)
            end = match.end() if match else end
    if not hangs:
        match = _EARLIER.match(folded, end)
        hangs, end = (True, match.end()) if match else (False, end)
        is_until |= match is not None
    rule: Rule | None = None
    match = _RULE.match(folded, end)
    if match:
        end, is_until, rule = match.end(), True, "arrive" if match["arrive"] else "postmark"
    elif is_until and _ONLINE.search(folded, max(0, start - 24), start):
        rule = "online"
    is_until = is_until or DEADLINE_LABEL.search(folded, max(0, start - 14), start) is not None
    event = clause_start(folded, start) if hangs and is_until else None
    opened = start if event is None else event
    if folded.startswith(")", end) and folded.count("(", opened, end) > folded.count(")", opened, end):
        end += 1
    return Until(end, is_until, time, rule, event)


def clause_start(folded: str, start: int) -> int:
    """Return where the clause that leads up to `start` begins, at most 60 characters before it."""
    before = folded[max(0, start - 60) : start]
    stops = list(_CLAUSE_START.finditer(before))
    return start - len(before) + (stops[-1].end() if stops else 0)
