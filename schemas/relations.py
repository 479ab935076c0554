"""`relations`: how a programme refers to another."""

from __future__ import annotations

from pandera.typing import Series

from schemas.columns import LOCATOR, Table, Text, key, may, must, ref


class Relations(Table):
    """関係：制度どうしの上乗せ・再掲・併用不可・同じシリーズ"""

    relation_id: Series[Text] = key("関係ID", "関係を表す変わらない名前")
    program_id: Series[Text] = ref("programs", "制度ID", "制度")
    kind: Series[Text] = must("種類", "関係の種類", isin=["tops_up", "relisted", "excludes", "same_series"])
    target_program_id: Series[Text] = ref("programs", "相手の制度ID", "データにない相手なら空", nullable=True)
    target_text: Series[Text] = must("相手（原文）", "文書の言葉")
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)
    reason: Series[Text] = may("理由", "同じ・関係があると判断した理由")
