"""`quarantine`: rows that broke the contract, one line per broken rule."""

from __future__ import annotations

from pandera.typing import Series

from schemas.columns import Table, Text, may, must


class Quarantine(Table):
    """隔離：約束に反したため公開しなかった行"""

    table: Series[Text] = must("表", "行があるはずだった表")
    row_id: Series[Text] = must("行", "行の鍵")
    column: Series[Text] = must("列", "約束に反した列")
    check: Series[Text] = must("検査", "反した約束")
    value: Series[Text] = may("値", "問題の値")
    program_id: Series[Text] = may("制度ID", "制度")
    locator: Series[Text] = may("場所", "文書の中の場所")
