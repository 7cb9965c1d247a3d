"""The machine-readable zone of an identity card: ICAO Doc 9303 part 5, format TD1."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.iin import IIN, parse_iin
from domain.people import Sex

LINE, LINES = 30, 3
WEIGHTS = (7, 3, 1)
SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}
IIN_IN_OPTIONAL_DATA = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
"""Kazakhstan's cards are said to print the IIN in the optional data of line 1, positions 16-30 (unverified);
the optional data of line 2 is too short for it. A number found there counts only if it is a valid IIN."""


class MrzProblemCode(StrEnum):
    """Why a scanned text is no identity card that can be trusted."""

    LENGTH = "MRZ_LENGTH"
    CHARACTERS = "MRZ_CHARACTERS"
    NOT_A_CARD = "MRZ_NOT_A_CARD"
    DOCUMENT_NUMBER = "MRZ_DOCUMENT_NUMBER"
    BIRTH_DATE = "MRZ_BIRTH_DATE"
    EXPIRY = "MRZ_EXPIRY"
    COMPOSITE = "MRZ_COMPOSITE"


@dataclass(frozen=True, slots=True)
class MrzProblem:
    code: MrzProblemCode


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What a card says. Names are in Latin letters; the birth date is unknown when the card does not tell it.

    The zone has two digits of the year. The IIN decides the century, without one the latest that is not
    after expiry.
    """

    document_number: str
    issuing_state: str
    nationality: str
    family_name: str
    given_name: str
    birth_date: date | None
    sex: Sex | None
    expires_on: date
    iin: IIN | None


def looks_like_mrz(text: str) -> bool:
    """Whether a typed or scanned text is meant as a card, right or wrong."""
    compact = _compact(text)
    return "<<" in compact and re.match(r"[ACI][A-Z<][A-Z<]{3}[A-Z0-9<]{25}", compact) is not None


def parse_td1(text: str) -> IdentityCard | MrzProblem:
    """Read a card from three lines or one run of 90 characters, in any case, spaces ignored."""
    zone = _zone(text)
    problem = _shape_problem(zone) or _check_problem(zone)
    return MrzProblem(problem) if problem else _card(zone)


def mrz_check_digit(field: str) -> str:
    """Weights 7, 3, 1; letters count from A = 10, the filler as 0 (ICAO Doc 9303 part 3, 4.9)."""
    return str(sum(_value(c) * WEIGHTS[i % 3] for i, c in enumerate(field)) % 10)


def _value(character: str) -> int:
    return 0 if character == "<" else int(character, 36)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _zone(text: str) -> str:
    lines = [_compact(line) for line in text.splitlines() if line.strip()]
    if len(lines) == LINES and max(map(len, lines)) <= LINE:
        return "".join(line.ljust(LINE, "<") for line in lines)
    return _compact(text)


def _shape_problem(zone: str) -> MrzProblemCode | None:
    if not re.fullmatch(r"[A-Z0-9<]*", zone):
        return MrzProblemCode.CHARACTERS
    if len(zone) != LINE * LINES:
        return MrzProblemCode.LENGTH
    return None if zone[0] in "ACI" else MrzProblemCode.NOT_A_CARD


def _check_problem(zone: str) -> MrzProblemCode | None:
    first, second = zone[:30], zone[30:60]
    number, number_digit = _document_number(first)
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    checked = (
        (MrzProblemCode.DOCUMENT_NUMBER, number, number_digit),
        (MrzProblemCode.BIRTH_DATE, second[0:6], second[6]),
        (MrzProblemCode.EXPIRY, second[8:14], second[14]),
        (MrzProblemCode.COMPOSITE, composite, second[29]),
    )
    wrong = next((code for code, field, digit in checked if mrz_check_digit(field) != digit), None)
    return wrong or _date_problem(second)


def _document_number(first: str) -> tuple[str, str]:
    """The number and its check digit; a filler in place of the digit says that both go on behind it."""
    if first[14] != "<":
        return first[5:14], first[14]
    more = first[15:30].split("<")[0]
    return first[5:14] + more[:-1], more[-1:]


def _date_problem(second: str) -> MrzProblemCode | None:
    if _date(2000, second[8:14]) is None:
        return MrzProblemCode.EXPIRY
    unknown = "<" in second[0:6]
    return (
        None if unknown or _date(2000, second[0:6]) or _date(1900, second[0:6]) else MrzProblemCode.BIRTH_DATE
    )


def _date(century: int, field: str) -> date | None:
    try:
        return date(century + int(field[:2]), int(field[2:4]), int(field[4:6]))
    except ValueError:
        return None


def _card(zone: str) -> IdentityCard:
    first, second, third = zone[:30], zone[30:60], zone[60:]
    expires_on = _date(2000, second[8:14]) or date.max
    family, _, given = third.rstrip("<").partition("<<")
    iin = _iin(first[15:30])
    return IdentityCard(
        document_number=_document_number(first)[0].replace("<", ""),
        issuing_state=first[2:5].rstrip("<"),
        nationality=second[15:18].rstrip("<"),
        family_name=_name(family),
        given_name=_name(given),
        birth_date=_birth_date(second[0:6], expires_on, iin),
        sex=SEXES.get(second[7]),
        expires_on=expires_on,
        iin=iin,
    )


def _name(field: str) -> str:
    return " ".join(field.split("<")).strip().title()


def _iin(optional_data: str) -> IIN | None:
    found = IIN_IN_OPTIONAL_DATA.search(optional_data)
    parsed = parse_iin(found[0]) if found else None
    return parsed if isinstance(parsed, IIN) else None


def _birth_date(field: str, expires_on: date, iin: IIN | None) -> date | None:
    if iin and iin.birth_date and f"{iin.birth_date:%y%m%d}" == field:
        return iin.birth_date
    latest = _date(2000, field)
    return latest if latest and latest <= expires_on else _date(1900, field)
