"""BIN (БСН, БИН): the twelve digits of a legal entity. Digits per handbook section 1.1."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.iin import IIN, BinProblemCode, IdentityNumberProblem, bare_number, check_digit, parse_iin


class BinKind(StrEnum):
    """Who is registered: digit 5 (handbook 1.1)."""

    RESIDENT = "RESIDENT"
    NON_RESIDENT = "NON_RESIDENT"
    JOINT_ENTREPRENEUR = "JOINT_ENTREPRENEUR"


class BinUnit(StrEnum):
    """Which unit of it: digit 6, 0 to 3 in this order (handbook 1.1)."""

    HEAD = "HEAD"
    BRANCH = "BRANCH"
    REPRESENTATIVE_OFFICE = "REPRESENTATIVE_OFFICE"
    FARM = "FARM"


KINDS = {"4": BinKind.RESIDENT, "5": BinKind.NON_RESIDENT, "6": BinKind.JOINT_ENTREPRENEUR}
UNITS = dict(zip("0123", BinUnit, strict=True))


@dataclass(frozen=True, slots=True)
class BIN:
    """An acceptable BIN; the registration year has two digits only, the number does not tell the century."""

    number: str
    registration_year: int
    registration_month: int
    kind: BinKind
    unit: BinUnit


def parse_bin(text: str) -> BIN | IdentityNumberProblem:
    """Judge twelve digits; spaces and hyphens are allowed, digits of other scripts are not."""
    number = bare_number(text)
    problem = _shape_problem(number) or _content_problem(number) or _check_digit_problem(number)
    if problem:
        return IdentityNumberProblem(problem)
    return BIN(number, int(number[:2]), int(number[2:4]), KINDS[number[4]], UNITS[number[5]])


def make_bin(year: int, month: int, kind: BinKind, unit: BinUnit, serial: int) -> str | None:
    """A well-formed number for synthetic clinics (serial 0–99999), or None for an unissuable beginning."""
    if not 1 <= month <= 12 or not 0 <= serial <= 99999:
        raise ValueError("a BIN needs a month 1–12 and a serial 0–99999")
    kind_digit = next(digit for digit, known in KINDS.items() if known is kind)
    unit_digit = next(digit for digit, known in UNITS.items() if known is unit)
    beginning = f"{year % 100:02}{month:02}{kind_digit}{unit_digit}{serial:05}"
    last = check_digit(beginning)
    return None if last is None else f"{beginning}{last}"


def _shape_problem(number: str) -> BinProblemCode | None:
    if not re.fullmatch(r"[0-9]*", number):
        return BinProblemCode.NOT_DIGITS
    if len(number) != 12:
        return BinProblemCode.LENGTH
    return BinProblemCode.IS_AN_IIN if isinstance(parse_iin(number), IIN) else None


def _content_problem(number: str) -> BinProblemCode | None:
    if not 1 <= int(number[2:4]) <= 12:
        return BinProblemCode.MONTH
    if number[4] not in KINDS or number[5] not in UNITS:
        return BinProblemCode.KIND
    return None


def _check_digit_problem(number: str) -> BinProblemCode | None:
    expected = check_digit(number[:11])
    if expected is None:
        return BinProblemCode.UNISSUABLE
    return None if expected == int(number[11]) else BinProblemCode.CHECK_DIGIT
