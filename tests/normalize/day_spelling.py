"""How a day is written, made without the pipeline: an era table of its own and every common spelling."""

from datetime import date

ERAS = (
    ("明治", date(1868, 10, 23), date(1912, 7, 29)),
    ("大正", date(1912, 7, 30), date(1926, 12, 24)),
    ("昭和", date(1926, 12, 25), date(1989, 1, 7)),
    ("平成", date(1989, 1, 8), date(2019, 4, 30)),
    ("令和", date(2019, 5, 1), date(9999, 12, 31)),
)
LETTERS = dict(zip(("明治", "大正", "昭和", "平成", "令和"), "MTSHR", strict=True))
SQUARES = dict(zip(("明治", "大正", "昭和", "平成", "令和"), "㍾㍽㍼㍻㋿", strict=True))
WIDE = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")


def wareki(day: date) -> tuple[str, int]:
    """Return the era of a day and the year in it."""
    name, first, _ = next(era for era in ERAS if era[1] <= day <= era[2])
    return name, day.year - first.year + 1


def in_kanji(number: int) -> str:
    """Write a number below 200 in kanji."""
    words = "百" if number >= 100 else ""
    tens, ones = divmod(number % 100, 10)
    if tens:
        words += ("" if tens == 1 else "一二三四五六七八九"[tens - 1]) + "十"
    return words + ("" if ones == 0 else "一二三四五六七八九"[ones - 1])


def _era(day: date, year: str = "", month: str = "年", end: str = "月", close: str = "日") -> str:
    name, number = wareki(day)
    return f"{name}{year or number}{month}{day.month}{end}{day.day}{close}"


SPELLINGS = [
    _era,
    lambda day: _era(day).translate(WIDE),
    lambda day: _era(day, "元" if wareki(day)[1] == 1 else ""),
    lambda day: _era(day, "", " 年 ", " 月 ", " 日"),
    lambda day: _era(day, "", "/", "/", ""),
    lambda day: _era(day, "", ".", ".", ""),
    lambda day: _era(day, f"{wareki(day)[1]:02}", f"年{'0' if day.month < 10 else ''}"),
    lambda day: f"{LETTERS[wareki(day)[0]]}{wareki(day)[1]}.{day.month}.{day.day}",
    lambda day: f"{LETTERS[wareki(day)[0]]}{wareki(day)[1]:02}-{day.month:02}-{day.day:02}".translate(WIDE),
    lambda day: f"{LETTERS[wareki(day)[0]]}.{wareki(day)[1]}/{day.month}/{day.day}",
    lambda day: f"{SQUARES[wareki(day)[0]]}{wareki(day)[1]}年{day.month}月{day.day}日",
    lambda day: f"{wareki(day)[0][0]}{wareki(day)[1]}.{day.month}.{day.day}",
    lambda day: f"{wareki(day)[0]}{in_kanji(wareki(day)[1])}年{in_kanji(day.month)}月{in_kanji(day.day)}日",
    lambda day: f"{wareki(day)[0]}{wareki(day)[1]}年（{day.year}年）{day.month}月{day.day}日",
    lambda day: f"{wareki(day)[0]}{wareki(day)[1]}({day.year})年{day.month}月{day.day}日",
    lambda day: f"{day.year}年（{wareki(day)[0]}{wareki(day)[1]}年）{day.month}月{day.day}日",
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"西暦{day.year}年{day.month}月{day.day}日",
    lambda day: (
        "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
        + f"年{in_kanji(day.month)}月{in_kanji(day.day)}日"
    ),
    lambda day: f"{_era(day)}（{'月火水木金土日'[day.weekday()]}）",
    lambda day: f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}曜日）",
]
