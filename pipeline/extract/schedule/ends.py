"""Which days of a period are its first and its last: what the words around it open, close and put off."""

from __future__ import annotations

import re
from datetime import date

from pipeline.extract.schedule.purpose import begins, opens
from pipeline.extract.statements import Statement
from pipeline.records import Period

# 申請受付開始, 受付:…から, 自 ⏎ 至; 8次締切, 申請期限; （水）から
_OPENING = re.compile(r"開始|^[(（]?[自始][)）]?$|から$|より$|受付(?:中)?[:：]?$")
_CLOSING = re.compile(r"締め?切|〆|期限|期日|まで|終了|完了")
# 締切を8月31日から9月14日に延長: the day it was stands in front of the day it is
_PUT_OFF = re.compile(r"^(?:に|へ)?、?(?:再)?(?:延長|変更|繰り?[上下]げ)")
_MONTH_END = re.compile(r"月[\s　]*末")
_RANGE = re.compile(r"[～~〜]|から")


def ends_of(
    period: Period, kind: str, own: str, behind: str, statement: Statement
) -> tuple[date | None, date | None, bool]:
    """(start, end, whether it only opens): a single day opens or closes as its words say, 3月末まで only closes."""
    start, end = period.start, period.end
    if start is None or end is None:
        return start, end, start is not None
    if start == end and period.precision == "day" and kind not in ("announcement", "other"):
        said = own if _OPENING.search(own) or closes(own) else statement.label_text
        is_opening = opens(behind) or begins(own, behind)
        if is_opening or (_OPENING.search(said.rstrip(":：は ")) and not closes(said)):
            return start, None, True
        return None, end, False
    is_whole = period.precision != "day" and not _RANGE.search(period.text)
    return (None if is_whole and _is_deadline(period, behind, own or statement.label_text, kind) else start), end, False


def closes(words: str) -> bool:
    """Whether words speak of an end: 8次締切, 申請期限."""
    return _CLOSING.search(words) is not None


def is_put_off(behind: str) -> bool:
    """Whether the words behind a day move an end to it: …に延長."""
    return _PUT_OFF.match(behind.removeprefix("まで")) is not None


def is_range(period: Period) -> bool:
    """A range, with its year or without (10月1日～10月31日)."""
    return period.start != period.end or _RANGE.search(period.text) is not None


def precision_of(period: Period) -> str:
    """The precision of the contract: 3月末 is precise to the month, although it names a day."""
    if period.precision == "day" and _MONTH_END.search(period.text):
        return "month"
    return "fiscal_year" if period.precision == "year" else period.precision


def _is_deadline(period: Period, behind: str, own: str, kind: str) -> bool:
    """3月末まで gives a deadline and no opening, whatever the first day of the month."""
    return "まで" in period.text or behind.lstrip().startswith("まで") or closes(own) or kind == "report"
