"""`amounts`: one row per sum of money that bounds or fixes the help."""

from __future__ import annotations

from typing import Any

import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import APPLICANTS, LOCATOR, Bool, Int, Table, Text, key, may, must, ref


class Amounts(Table):
    """金額：支援の上限・下限・定額など"""

    amount_id: Series[Text] = key("金額ID", "金額を表す変わらない名前")
    program_id: Series[Text] = ref("programs", "制度ID", "制度")
    course: Series[Text] = may("コース", "制度の中の部分。入れ子は「 > 」でつなぐ")
    applicant_class: Series[Text] = must("申請者の区分", "規模などの区分", isin=APPLICANTS)
    applicant_text: Series[Text] = may("申請者（原文）", "文書の言葉")
    condition_text: Series[Text] = may("条件", "重点分野 など")
    cost_item: Series[Text] = may("経費", "対象となる経費の種類")
    kind: Series[Text] = must(
        "種類",
        "上限、複数年度・合算の上限、下限、定額、加算の上限、最低経費、その他の基準額",
        isin=["cap", "total_cap", "floor", "grant", "addon_cap", "min_cost", "threshold"],
    )
    yen: Series[Int] = may("円", "金額（円）。上限なしのときは空", ge=1, le=10_000_000_000_000)
    is_unlimited: Series[Bool] = must("上限なし", "上限がないと書かれているか")
    per: Series[Text] = may(
        "単位",
        "何あたりか",
        isin=["fiscal_year", "applicant", "person", "vehicle", "household", "organisation", "case"],
    )
    max_years: Series[Int] = may("最長年数", "最長 3 年度 → 3、単年度 → 1", ge=1, le=50)
    rounding: Series[Text] = may("端数", "千円未満切り捨て など")
    amount_text: Series[Text] = must("金額（原文）", "文書の言葉")
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)

    @pa.dataframe_check
    @classmethod
    def yen__given_or_unlimited(cls, frame: Any) -> Any:
        """A sum is there exactly where the help is not unlimited."""
        return frame["yen"].isna() == frame["is_unlimited"].fillna(False)
