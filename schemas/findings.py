"""`findings`: what a maintainer should look at."""

from __future__ import annotations

from pandera.typing import Series

from schemas.columns import SLUG, Table, Text, key, may, must, ref


class Findings(Table):
    """所見：保守者が確かめるべきこと"""

    finding_id: Series[Text] = key("所見ID", "所見を表す変わらない名前")
    severity: Series[Text] = must("重さ", "所見の重さ", isin=["info", "warning", "error"])
    check: Series[Text] = must("検査", "検査の名前", pattern=SLUG)
    source_id: Series[Text] = ref("sources", "出典ID", "所見のあった文書")
    program_id: Series[Text] = may("制度ID", "制度（隔離された制度のこともある）")
    table: Series[Text] = may("表", "関係する表")
    row_id: Series[Text] = may("行", "関係する行の鍵")
    message: Series[Text] = must("内容", "保守者への説明")
    text: Series[Text] = may("原文", "文書の言葉")
    locator: Series[Text] = may("場所", "文書の中の場所")
