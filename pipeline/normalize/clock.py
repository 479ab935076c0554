"""Weekdays and times that follow a date: （金）, (水曜・祝), (Tue), 17:00, 午後5時半, 正午, 24時."""

from __future__ import annotations

import re

from pipeline.normalize.numerals import read_count

_KANJI = "月火水木金土日"
_INDEX = {day: index for index, day in enumerate(_KANJI)}
_INDEX.update({name: index for index, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))})
_INDEX.update({char: index for index, char in enumerate("㈪㈫㈬㈭㈮㈯㈰")})
_INDEX.update({char: index for index, char in enumerate("㊊㊋㊌㊍㊎㊏㊐")})

# （金） (金曜日) （水曜・祝） （月・祝日） （水・昭和の日） (祝・水) [金] (Tue) (Fri.) (金 17:00まで) 金曜日 ㈮ ; （祝） tells none
WEEKDAY = re.compile(
    rf" ?(?:[(\[〔【<] ?(?:(?:祝日?|休日?)[・、, /])?(?P<in>[{_KANJI}]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}\.?)(?:曜日?)?"
    r"(?:[・、,/ ]*\(?(?:国民の)?(?:祝日?|休日?|振替(?:休日)?|振休|[一-龠]{1,3}の日)\)?)?"
    r"(?: ?[)\]〕】>]|[・、, ]?(?=[^()\n]{0,6}(?:必着|消印|厳守|締)|[午正\d][^()\n]{0,12}\)))"
    rf"|(?P<out>[{_KANJI}])曜日?|(?P<mark>[㈪-㈰㊊-㊐])|\(祝日?\))",
    re.IGNORECASE,
)
_HOUR = r"(?:\d{1,2}|[〇一二三四五六七八九十]{1,3})"
# 17:00 17時 午後5時半 PM5:00 5:00pm 正午 午前9時30分 T14:30:00 ; not 24時間
TIME = re.compile(
    rf"(?:T| ?の?,? ?)(?:(?P<noon>正午)|(?:(?P<half>午前|午後|AM|PM|昼|夜|夕方|朝|深夜)\.?の? ?)?(?P<hour>{_HOUR}) ?"
    rf"(?:時(?!間)(?: ?(?:(?P<thirty>半)|(?P<minute>{_HOUR}) ?分))?|: ?(?P<minute2>\d{{2}})(?!\d)(?::\d{{2}}(?!\d))?)"
    r"(?: ?(?P<half2>[AP]M)(?![a-z]))?)(?:頃|ごろ|ちょうど)?"
    r"(?: ?\((?:午[前後])?\d{1,2}(?:時(?:\d{1,2}分)?|:\d{2})\))?",  # 正午（12時）, 午後5時（17:00）
    re.IGNORECASE,
)


def read_weekday(match: re.Match[str]) -> int | None:
    """Return the weekday of a match (Monday is 0); None for （祝）."""
    word = match["in"] or match["out"] or match["mark"]
    return _INDEX[word[:3].lower() if word.isascii() or word.rstrip(".").isascii() else word] if word else None


def read_time(match: re.Match[str]) -> tuple[str | None, str | None]:
    """Return a match of `TIME` as HH:MM (24:00 stays 24:00), or None and a warning.

    午後12時 is midnight by the law of 1872 and noon in most mouths: it is not read.
    """
    if match["noon"]:
        return "12:00", None
    hour, minute = (
        read_count(match["hour"]),
        30 if match["thirty"] else read_count(match["minute"] or match["minute2"] or "0"),
    )
    half = (match["half"] or match["half2"] or "").upper()
    if half in ("午後", "PM", "夜", "夕方"):
        if hour == 12 and half == "午後":
            return None, "time-ambiguous"
        hour = hour if hour >= 12 else hour + 12
    elif half in ("午前", "AM") and hour >= 12:
        if half == "午前" or hour > 12:
            return None, "time-ambiguous"
        hour = 0
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None, "no-such-time"
    return f"{hour:02}:{minute:02}", None
