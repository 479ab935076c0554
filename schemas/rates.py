"""`rates`: one row per rate of help."""

from __future__ import annotations

from decimal import Decimal
from math import gcd
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import APPLICANTS, LOCATOR, Int, Percent, Table, Text, key, may, must, ref


class Rates(Table):
    """補助率：制度が支払う割合"""

    rate_id: Series[Text] = key("補助率ID", "補助率を表す変わらない名前")
    program_id: Series[Text] = ref("programs", "制度ID", "制度")
    course: Series[Text] = may("コース", "制度の中の部分。入れ子は「 > 」でつなぐ")
    applicant_class: Series[Text] = must("申請者の区分", "規模などの区分", isin=APPLICANTS)
    applicant_text: Series[Text] = may("申請者（原文）", "文書の言葉")
    condition_text: Series[Text] = may("条件", "重点分野 など")
    cost_item: Series[Text] = may("経費", "対象となる経費の種類")
    numerator: Series[Int] = may("分子", "約分した補助率の分子。定額のみのときは空", ge=1)
    denominator: Series[Int] = may("分母", "約分した補助率の分母", ge=1)
    percent: Series[Percent] = may("百分率", "小数第2位まで（四捨五入）", gt=Decimal(0), le=Decimal(100))
    qualifier: Series[Text] = must("以内・定率・全額", "補助率の性質", isin=["up_to", "exact", "full"])
    basis: Series[Text] = must(
        "何に対する率か", "率をかける相手", isin=["cost", "prior", "self", "fee", "interest", "tax", "other"]
    )
    basis_text: Series[Text] = may("何に対する率か（原文）", "文書の言葉")
    rate_text: Series[Text] = must("補助率（原文）", "文書の言葉")
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)

    @pa.dataframe_check
    @classmethod
    def numerator__share_in_lowest_terms(cls, frame: Any) -> Any:
        """Both numbers or neither; 0 < share ≤ 1; no common divisor; none only where the help is 定額・全額."""
        rows = zip(frame["numerator"], frame["denominator"], frame["qualifier"], strict=True)
        return pd.Series([_is_share(*row) for row in rows], index=frame.index)

    @pa.dataframe_check
    @classmethod
    def percent__equals_share(cls, frame: Any) -> Any:
        """The percentage is the share to two places, halves up; null exactly where the share is."""
        rows = zip(frame["numerator"], frame["denominator"], frame["percent"], strict=True)
        return pd.Series([_is_percent(*row) for row in rows], index=frame.index)


def _is_share(numerator: Any, denominator: Any, qualifier: str) -> bool:
    if pd.isna(numerator) or pd.isna(denominator):
        return bool(pd.isna(numerator) and pd.isna(denominator) and qualifier == "full")
    return bool(0 < numerator <= denominator and gcd(int(numerator), int(denominator)) == 1)


def _is_percent(numerator: Any, denominator: Any, percent: Any) -> bool:
    if pd.isna(numerator) or pd.isna(denominator) or not denominator:
        return bool(pd.isna(percent))
    if pd.isna(percent):
        return False
    # exact: |percent − share| ≤ 0.005, in whole numbers (1/3 → 33.33, 2/3 → 66.67)
    return bool(abs(Decimal(percent) * int(denominator) - 100 * int(numerator)) * 200 <= int(denominator))
