"""Numbers that a line's end tears: 最大3,00 ⏎ 0万円. Whether the next line goes on within one."""

from __future__ import annotations

import re

_PART_BEFORE = re.compile(r"[0-9][0-9,:：()-]*$")
_PART_AFTER = re.compile(r"[,:：-]?[0-9]+(?:[,:：-][0-9]+)*")
# 1,000 / 000-000-0000 / 000(000)0000 / 9:00: numbers whose parts are none, or other ones
_WHOLE = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+|(?=(?:[-()]?[0-9]){10,11}$)0[0-9]{1,4}[-()][0-9]{1,4}[-)][0-9]{3,4}|[0-9]{1,2}[:：][0-9]{2}"
)
_COMPLETE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*,?|" + _WHOLE.pattern)
# 対象経費の２／ ⏎ ３, 2 ⏎ 分の1: wide signs let a line end within a fraction
_TORN_FRACTION = re.compile(
    r"[0-9０-９](?:[/／]|分の)\n[0-9０-９]|[0-9０-９]\n(?:[/／]|分の)[0-9０-９]|[0-9０-９]分\nの[0-9０-９]"
)
# …できます。1 ⏎ 40人規模: printers that break lines anywhere tear plain numbers too
_LAST_DIGITS = re.compile(r"[^\x00-\x7f０-９]( ?)[0-9]{1,3}$")
_NOUGHTS = re.compile(r"0{1,2} ?[万千億円]")  # 最長2年度 50 ⏎ 0 万円
_ASKS = re.compile(r"(?:最大|最長|上限|約) [0-9]{1,3}$")  # 。最大 1 ⏎ 30 台
_FIRST_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})* ?[^\x00-\x7f０-９]")
_LONGEST_NUMBER = 24
_WIDE_PARTS = "０１２３４５６７８９－，：（）"
_AS_NARROW = str.maketrans(_WIDE_PARTS, "0123456789-,:()")
# TEL:000-000-0000 is whole: no figures below go on with it
_PHONE = re.compile(r"(?<![0-9])\(?0[0-9]{1,4}[-()][0-9]{1,4}[-)][0-9]{3,4}$")


def is_torn(before: str, after: str) -> bool:
    """Whether a line ends within a number: 最大3,00 ⏎ 0万円, TEL:000-000- ⏎ 0000, TEL:000- ⏎ 000-0000, 9:0 ⏎ 0, ２／ ⏎ ３."""
    if (before[-1:] in "/／の分" or after[:1] in "/／分") and _TORN_FRACTION.search(f"{before[-3:]}\n{after[:3]}"):
        return True
    if before[-1:] in _WIDE_PARTS:
        before, after = before[-_LONGEST_NUMBER:].translate(_AS_NARROW), after[:_LONGEST_NUMBER].translate(_AS_NARROW)
    near = before[-_LONGEST_NUMBER:]
    if (head := _PART_AFTER.match(after)) is None or (tail := _PART_BEFORE.search(near)) is None:
        return False
    if _WHOLE.fullmatch(tail[0] + head[0]) is None:
        return False
    is_hour = ":" in head[0] and near[tail.start() - 1] in "～〜"  # 9:00～2 ⏎ 1:00
    is_begun = not head[0][0].isdigit() or (tail[0] == "0" and "-" in head[0]) or is_hour
    return is_begun or _COMPLETE.fullmatch(tail[0]) is None


def is_torn_plainly(before: str, after: str) -> bool:
    """Whether a line that fills its column ends within a number that has no sign of its parts: 。1 ⏎ 40人."""
    if not (before[-1:].isdigit() and after[:1].isdigit()):
        return False
    if (last := _LAST_DIGITS.search(before[-5:])) is None or not _FIRST_DIGITS.match(after):
        return False
    is_whole = _NOUGHTS.match(after) is not None or _ASKS.search(before[-8:]) is not None
    return not last[1] or is_whole  # behind a space figures may stand one below the other


def is_phone_over(before: str, after: str) -> bool:
    """Whether a line ends with a whole telephone number and the next begins with figures: TEL:000-000-0000 ⏎ 150人規模."""
    return after[:1].isdigit() and _PHONE.search(before[-_LONGEST_NUMBER:].translate(_AS_NARROW)) is not None
