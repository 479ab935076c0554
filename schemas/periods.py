"""`periods`: one row per dated period or deadline."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import LOCATOR, TIME, Bool, Date, Int, Table, Text, key, may, must, ref

FIRST, LAST = date(1945, 1, 1), date(2100, 12, 31)
"""No programme of today opens or closes outside these days."""


class Periods(Table):
    """期間：受付期間・締切・事業期間など"""

    period_id: Series[Text] = key("期間ID", "期間を表す変わらない名前")
    program_id: Series[Text] = ref("programs", "制度ID", "制度")
    kind: Series[Text] = must(
        "種類",
        "申請受付、事前相談、確認書など、事業期間、実績報告、設備取得、制度の期限、要領公開、その他",
        isin=[
            "application",
            "consultation",
            "certificate",
            "project",
            "report",
            "acquisition",
            "scheme",
            "announcement",
            "other",
        ],
    )
    call_round: Series[Int] = may("公募回", "第7次 → 7", ge=1, le=200)
    label: Series[Text] = may("見出し", "期間に付いた言葉")
    start_date: Series[Date] = may("開始日", "初日（日本時間）", ge=FIRST, le=LAST)
    end_date: Series[Date] = may("終了日", "最終日（日本時間）", ge=FIRST, le=LAST)
    precision: Series[Text] = must("精度", "日・月・年・年度", isin=["day", "month", "year", "fiscal_year"])
    end_time: Series[Text] = may("終了時刻", "HH:MM", pattern=TIME)
    deadline_rule: Series[Text] = may("締切の決め方", "必着・消印有効・電子", isin=["arrive", "postmark", "online"])
    relative_text: Series[Text] = may("相対的な期限", "事業完了後1か月以内 など")
    is_inferred: Series[Bool] = must("補った部分あり", "書かれていない部分（年など）を補ったか")
    inference: Series[Text] = may("補い方", "year from heading など")
    weekday_ok: Series[Bool] = may("曜日の一致", "印刷された曜日が日付と合うか。曜日がなければ空")
    period_text: Series[Text] = must("期間（原文）", "文書の言葉")
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)

    @pa.dataframe_check
    @classmethod
    def end_date__not_before_start(cls, frame: Any) -> Any:
        """A period ends on or after the day it starts."""
        return (frame["end_date"] >= frame["start_date"]).fillna(True)

    @pa.dataframe_check
    @classmethod
    def inference__says_what_was_inferred(cls, frame: Any) -> Any:
        """What was supplied is explained, and nothing else is."""
        return frame["inference"].notna() == frame["is_inferred"].fillna(False)
