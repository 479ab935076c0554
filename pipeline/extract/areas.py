"""Where a programme holds: read from its own name, the group it is listed under, or its source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.normalize.places import Mention, Place, find_places, place
from pipeline.records import Notice, Programme

# what may stand between the places that open a name: 七尾市、輪島市、珠洲市 …, 石川県・富山県
_BETWEEN = re.compile(r"[\s、,，・/／および及び]*")
# 【愛知県大府市】, ◇金沢市 …: marks before the first place of a name
_OPENING = re.compile(r"[\s◇◆■【\[(（<＜「再掲】\]）)>＞]*")
_BODIES = re.compile(
    r"(?:経済産業省|中小企業庁|厚生労働省|農林水産省|環境省|国土交通省|国税庁|全国商工会連合会|日本商工会議所)"
)


@dataclass(frozen=True, slots=True)
class Area:
    """`level` is national, prefecture, municipality or None; codes and names are parallel."""

    level: str | None
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def read_area(programme: Programme, *, default: str = "") -> Area:
    """A programme → its area: places that open its name, else the group heading it stands under, else the source's own.

    `default` is the name of the place that the whole source speaks of ("" where there is none).
    """
    home = place(default) if default else None
    hint = home.prefecture if home else None
    named = _leading(programme.name_text, hint)
    for heading in reversed(programme.headings):
        named = named or _leading(heading, hint)
    if not named and home:
        named = [home]
    if not named:
        named = _mentioned(programme)
    if not named:
        text = " ".join(line.text for passage in programme.passages for line in passage.lines)
        return Area("national") if _BODIES.search(text) else Area(None)
    return _area(named)


def _area(places: list[Place]) -> Area:
    towns = [one for one in places if one.level == "municipality"]
    chosen = list(dict.fromkeys(towns or places))
    return Area(chosen[0].level, tuple(one.code for one in chosen), tuple(one.name for one in chosen))


def _leading(text: str, hint: str | None) -> list[Place]:
    """The places a text opens with: 七尾市、輪島市 商店街… → two; 令和6年能登… → none."""
    found: list[Place] = []
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    for mention in find_places(text, prefecture=hint):
        gap = _BETWEEN.match(text, at)
        if mention.start != (gap.end() if gap else at):
            break
        found.append(mention.place)
        at = mention.end
    return found


# 市内に本社を有する → 茅野市内, 熊本県内の事業者: the text speaks of those within the place
_WITHIN = re.compile(r"\s*(?:内|に(?:住所|所在|居住)|の(?:中小企業|事業者))")
_ADDRESS = re.compile(r"〒|\d{3}-\d{4}|(?:番地|丁目|\d番\d)")


def _mentioned(programme: Programme) -> list[Place]:
    """Of a single call: the place its name speaks of, else the one it names repeatedly or says to be the place of applicants.

    Addresses of offices do not count: the fund of a prefecture has its desk in a town.
    """
    mentions = find_places(programme.name_text)
    if mentions:
        return [mention.place for mention in mentions]
    counts: dict[Place, int] = {}
    for passage in programme.passages:
        for line in passage.lines:
            for mention in [] if _ADDRESS.search(line.text) else find_places(line.text):
                weight = 2 if _WITHIN.match(line.text, mention.end) else 1
                counts[mention.place] = counts.get(mention.place, 0) + weight
    best = max(counts.items(), key=lambda item: item[1], default=None)
    return [best[0]] if best and best[1] >= 2 else []


def foreign_places(programme: Programme, area: Area) -> list[Notice]:
    """Municipalities of another prefecture in who-may-apply of a municipal programme: most likely a slip of the pen."""
    if area.level != "municipality" or not area.names:
        return []
    own = {one.prefecture for name, code in zip(area.names, area.codes, strict=True) if (one := _by_code(name, code))}
    notices = []
    for passage in programme.passages:
        for line in passage.lines:
            for mention in find_places(line.text, prefecture=next(iter(own), None)):
                if _is_foreign(mention, own, line.text):
                    name = mention.place.name
                    message = f"{'・'.join(area.names)}の制度の要件に他県の「{name}」（{mention.place.prefecture}）が出てきます。誤記ではありませんか"
                    notices.append(Notice("warning", "foreign-place-name", message, line.text, line.locator))
    return notices


# 八尾市内に住所を有する, 八尾市内住所の個人事業主: the place is where an applicant lives or works
_RESIDES = re.compile(r"\s*(?:内|の)?(?:に|で)?\s*(?:住所|居住|在住|本社|本店|事業所|所在|内|に)")


def _is_foreign(mention: Mention, own: set[str], text: str) -> bool:
    far = mention.place.level == "municipality" and mention.place.prefecture not in own
    return far and bool(_RESIDES.match(text, mention.end))


def _by_code(name: str, code: str) -> Place | None:
    found = [mention.place for mention in find_places(name) if mention.place.code == code]
    return found[0] if found else place(name)
