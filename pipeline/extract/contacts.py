"""Whom to ask: organisations with their telephone, fax, mail and address, read from the lines that print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.folding import fold
from pipeline.records import Line, Unreadable
from pipeline.rows import ContactRow

# 076-220-2205, 0767(53)8565, (076)220-2199; after TEL, 電話, ☎ or alone
PHONE = re.compile(r"(?<![\d-])\(?0\d{1,4}\)?[-( )]{1,2}\d{1,4}[-) ]{1,2}\d{3,4}(?!\d|-\d)")
# after the 0: nine digits, ten of mobile, IP and free ones (090-1234-5678, 050-…, 0800-…); one less is a number cut off
_NATIONAL = re.compile(r"(?![5789]0)\d{9}|[25-9]0\d{8}")
# FAX : 076-260-7191, ファックス 076…
_FAX = re.compile(r"(?:FAX|Fax|fax|ファ(?:ッ)?クス|F)(?:番号)?\s*[::.]?\s*$")
# TEL :, 電話番号:, (TEL:, お問い合わせ先
_CUE = re.compile(
    r"[(\[【「]?\s*(?:TEL|Tel|tel|電話(?:番号)?|☎|℡|(?:FAX|Fax|ファックス|ファクス)(?:番号)?|代表|直通)\s*[::.]?\s*$"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
# 〒920-8577 金沢市広坂1丁目1番1号; the address ends where a number of another kind, an office or a bracket begins
_POSTAL = re.compile(
    r"〒\s*(\d{3})-(\d{4})(?![-\d])\s*([^\s(].{3,60}?)?(?=\s*(?:TEL|電話|FAX|$|[((])|\s\S{1,12}[課係](?:\s|$))"
)
# 一般社団法人石川県鉄工機電協会, 金沢市 産業政策課, 産業部 産業振興課, 七尾商工会議所, 事務局
_UNIT = re.compile(
    r"(?:課|係|室|局|部|センター|協会|機構|財団|会議所|商工会|事務局|支援室|窓口|推進室|支局|事務所|グループ|チーム|担当|法人|組合|連合会|公社)$"
)
_ORGANISATION = re.compile(r"(?:協会|機構|財団|会議所|商工会|法人|組合|連合会|公社|[市町村都道府県省庁])$")
_CORPORATE = re.compile(r"(?:一般|公益)?(?:社団|財団)法人|株式会社|NPO法人|独立行政法人")
# 金沢市経済局商工労働課 → 金沢市 | 経済局商工労働課
_GOVERNMENT = re.compile(r"^(.{1,8}?[市町村県府都道])(?=.*(?:課|係|室|局|部|担当)$)")
_OPENING = re.compile(r"[\s(「【:]+$")
_SEPARATOR = re.compile(r"[\s　・/／]+")


def e164(text: str) -> str:
    """A Japanese telephone number as printed → E.164 (`076-220-2205` → `+81762202205`).

    Raises Unreadable for a number that the numbering plan does not know.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "JP")
    except phonenumbers.NumberParseException as error:
        raise Unreadable(f"電話番号として読めません: {text}") from error
    if number.country_code != 81 or not _NATIONAL.fullmatch(str(number.national_number)):
        raise Unreadable(f"桁数の合わない電話番号です: {text}")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def read_contacts(lines: Sequence[Line]) -> tuple[ContactRow, ...]:
    """Lines in reading order → one contact per telephone number, with the organisation, fax, mail and address around it.

    A number that is called one and cannot be (TEL 076-2200-2205) keeps its words without a phone.
    """
    found: list[ContactRow] = []
    for position, line in enumerate(lines):
        words = fold(line.text)
        at = 0
        for match in PHONE.finditer(words):
            if _FAX.search(words[: match.start()]):
                continue
            try:
                phone = e164(match.group())
            except Unreadable:
                if not _CUE.search(words[: match.start()]):
                    continue
                phone = None
            near = [fold(one.text) for one in lines[max(0, position - 3) : position + 3]]
            units = _units(words[at : match.start()]) or _before(lines[:position])
            organisation, department = _split(units)
            postal, address = _address(near)
            found.append(
                ContactRow(
                    organisation=organisation,
                    department=department,
                    phone=phone,
                    phone_text=line.text[match.start() : match.end()],
                    fax=_fax(near),
                    email=_mail(near),
                    postal_code=postal,
                    address=address,
                    locator=line.locator,
                )
            )
            at = match.end()
    return _distinct(found)


def _units(text: str) -> list[str]:
    """The organisation units that stand right before a number: `金沢市 産業政策課(TEL:` → 金沢市, 産業政策課."""
    head = _OPENING.sub("", _CUE.sub("", _OPENING.sub("", text)))
    tail = re.split(r"[。!!?)）]|(?:は|には|詳細は|詳しくは|前には)(?=[^\s]{0,3}[市町村県])", head)[-1]
    words = [word for word in _SEPARATOR.split(tail.strip()) if word]
    kept: list[str] = []
    for word in reversed(words):
        name = re.sub(r"\(.*$", "", word.lstrip("(「『【")).strip(":」』】")
        if _UNIT.search(name) or (kept and _ORGANISATION.search(name)):
            kept.insert(0, name)
        elif kept:
            break
    return kept


def _before(lines: Sequence[Line]) -> list[str]:
    for line in reversed(lines[-4:]):
        if units := _units(fold(line.text)):
            return units
    return []


def _split(units: list[str]) -> tuple[str | None, str | None]:
    if not units:
        return None, None
    first, rest = units[0], units[1:]
    if _CORPORATE.search(first) or (_ORGANISATION.search(first) and not re.search(r"[課係室局部]$", first)):
        return first, " ".join(rest) or None
    if match := _GOVERNMENT.match(first):
        return match.group(1), " ".join([first[match.end() :], *rest]) or None
    return None, " ".join(units)


def _address(near: Iterable[str]) -> tuple[str | None, str | None]:
    for text in near:
        if match := _POSTAL.search(text):
            return f"{match.group(1)}-{match.group(2)}", (match.group(3) or "").strip() or None
    return None, None


def _fax(near: Iterable[str]) -> str | None:
    for text in near:
        for match in PHONE.finditer(text):
            if _FAX.search(text[: match.start()]):
                return match.group()
    return None


def _mail(near: Iterable[str]) -> str | None:
    return next((match.group() for text in near if (match := _MAIL.search(text))), None)


def _distinct(found: list[ContactRow]) -> tuple[ContactRow, ...]:
    kept: dict[tuple[str | None, str | None, str | None], ContactRow] = {}
    for contact in found:
        kept.setdefault((contact.phone or contact.phone_text, contact.organisation, contact.department), contact)
    return tuple(kept.values())
