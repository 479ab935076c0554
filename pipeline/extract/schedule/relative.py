"""Deadlines that name no day: 事業完了後60日以内, 年度末まで, 工事の14日前まで."""

from __future__ import annotations

import re

from pipeline.extract.schedule.kinds import kind_in, kind_of_label, rule_of
from pipeline.extract.schedule.purpose import is_step
from pipeline.extract.statements import Statement
from pipeline.folding import single_spaced
from pipeline.rows import PeriodRow

# 事業完了後1か月以内, 初度登録の日から起算して30日以内, 雇用の日から6か月を経過した日の翌日から…, 年度末まで, 年度中に, 補助事業開始日から事業完了日まで
_RELATIVE = re.compile(
    r"[^。、※：:\s　]{2,30}?(?:後|から|より)(?:起算して、?)?[\s　]*[0-9０-９一二三四五六七八九十]{1,3}[\s　]*(?:日|か月|ヶ月|カ月|箇月|週間|年)[\s　]*(?:以内|を?経過(?:した|する)日)[^。※]{0,40}"
    r"|[^。、※：:]{0,30}(?<![0-9０-９元])年度[\s　]*(?:の[\s　]*)?(?:末|中|内)[\s　]*(?:まで)?に?[^。※]{0,24}"
    r"|[^。、※：:\s　0-9０-９]{2,16}日から[^。、※：:\s　0-9０-９]{2,16}日まで(?:[(（][^()（）]*[)）])?|毎年[^。、※]{4,30}まで|毎月[^。、※]{0,16}?(?:[0-9０-９]日(?:まで)?|末日?(?:まで)?|締め?切り?|〆切)(?=$|[\s　、。(（]|締)|[^。、※：:\s　]{2,20}の?[\s　]*[0-9０-９]{1,3}[\s　]*(?:日|か月|ヶ月|カ月|箇月|週間)前(?:まで|の日)|[^。、※：:\s　]{0,16}(?:開催|開始|実施|着手|着工|出発|利用|契約|購入|終了)日?の?前日まで"
)
# 実績報告　事業完了後30日以内, 補助事業実施期間　交付決定日から14か月以内
_OWN_LABEL = re.compile(r"[・○※\s　]*[^\s　。、:：]{2,10}[\s　:：]+")
# 事業完了後60日以内に報告書を提出
_TO_HAND_IN = re.compile(r"(?:以内|まで|末|中)に?[^。、]{0,12}?(?:申請|提出|報告|請求)(?!のあった)")
# 毎月20日締切、翌月10日交付決定
_MONTHLY = re.compile(r"毎月[^。、]*(?:締め?切|〆切)")
# 交付決定日から30日以内に着手すること
_TO_DO = re.compile(r"以内に(?![^。]*(?:申請|提出|報告|請求))[^。、]{0,12}?(?:着手|着工|開始|完了|契約|納品)")
_FORBIDDEN = re.compile(
    r"(?:でき|認め|受け付け)(?:ない|ません|られ)"
)  # 交付決定日から12か月以内に申請することはできない
_REPORTS = re.compile(r"報告|請求")
_APPLIES = re.compile(r"申請|申込|応募|募集")


def relative_deadline(statement: Statement, *, labelled: bool) -> PeriodRow | None:
    """The deadline that a statement reckons from an event, or None; in running text only one to hand something in.

    `labelled`: a label calls the statement's dates the programme's own.
    """
    match = _RELATIVE.search(statement.text)
    if not match:
        return None
    words = match.group()
    if _FORBIDDEN.search(words):
        return None
    named = _OWN_LABEL.fullmatch(statement.text[: match.start()])
    own = kind_in(named[0]) if named else None
    is_act = named is not None and is_step(named[0].strip("・○※:： 　"))  # 申込み　認証取得日から6か月以内
    kind = own or kind_in(words) or kind_in(statement.text[: match.start()])
    if kind in ("project", "application") and _TO_HAND_IN.search(words):
        kind = _handed_in(words, statement.text[: match.start()], statement.label_text, *statement.heads[-1:])
    if labelled and not _TO_DO.search(words):
        kind = own or (kind_of_label(statement.label_text) if kind in (None, "scheme", "project", "other") else kind)
    elif not labelled and not (_TO_HAND_IN.search(words) or _MONTHLY.match(statement.text, match.start()) or is_act):
        return None
    return PeriodRow(
        kind=kind or "application",
        label=statement.label_text or None,
        deadline_rule=rule_of(statement.text),
        relative_text=single_spaced(words.strip("・ 　")),
        period_text=single_spaced(words.strip("・ 　")),
        locator=statement.locator,
    )


def _handed_in(*said: str) -> str:
    """事業完了後60日以内に申請, 実績報告：事業完了後30日以内に提出: what the nearest words hand in that say it."""
    named = next((words for words in said if _REPORTS.search(words) or _APPLIES.search(words)), "")
    return "report" if _REPORTS.search(named) else "application"
