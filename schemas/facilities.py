"""`facilities`: places that a source offers to companies."""

from __future__ import annotations

from pandera.typing import Series

from schemas.columns import LOCATOR, PHONE, TIME, Int, Table, Text, key, may, must, ref


class Facilities(Table):
    """施設：文書が紹介する支援施設"""

    facility_id: Series[Text] = key("施設ID", "施設を表す変わらない名前")
    source_id: Series[Text] = ref("sources", "出典ID", "この行を読んだ文書")
    name: Series[Text] = must("施設名", "施設の名前")
    address: Series[Text] = may("所在地", "所在地")
    opens: Series[Text] = may("開館", "開く時刻 HH:MM", pattern=TIME)
    closes: Series[Text] = may("閉館", "閉まる時刻 HH:MM", pattern=TIME)
    closed_days: Series[Text] = may("休館日", "休みの日（原文）")
    phone: Series[Text] = may("電話", "E.164（+81…）", pattern=PHONE)
    capacity_people: Series[Int] = may("定員", "人数", ge=1)
    parking_spaces: Series[Int] = may("駐車台数", "台数", ge=0)
    description: Series[Text] = may("説明", "文書の言葉")
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)
