"""IIN (ЖСН, ИИН): the twelve digits of a person. Law No. 223 of 2007; digits per handbook section 1.

Since decree No. 853 of 2013 the birth date and sex inside the number prove nothing: a contradiction only
warns.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.people import Sex

FIRST_PASS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_PASS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
SPECIAL_CENTURY_DIGIT = "0"
LOOKS_LIKE_BIN = re.compile(r"[0-9]{4}[4-6][0-3][0-9]{6}")


class IinProblemCode(StrEnum):
    """Why a text is no IIN."""

    NOT_DIGITS = "IIN_NOT_DIGITS"
    LENGTH = "IIN_LENGTH"
    IS_A_BIN = "IIN_IS_A_BIN"
    CENTURY = "IIN_CENTURY"
    MONTH = "IIN_MONTH"
    DAY = "IIN_DAY"
    UNISSUABLE = "IIN_UNISSUABLE"
    CHECK_DIGIT = "IIN_CHECK_DIGIT"


class BinProblemCode(StrEnum):
    """Why a text is no BIN."""

    NOT_DIGITS = "BIN_NOT_DIGITS"
    LENGTH = "BIN_LENGTH"
    IS_AN_IIN = "BIN_IS_AN_IIN"
    MONTH = "BIN_MONTH"
    KIND = "BIN_KIND"
    UNISSUABLE = "BIN_UNISSUABLE"
    CHECK_DIGIT = "BIN_CHECK_DIGIT"


@dataclass(frozen=True, slots=True)
class IdentityNumberProblem:
    """A number that cannot be accepted."""

    code: IinProblemCode | BinProblemCode


class IinWarning(StrEnum):
    """What is kept on record and shown, and never refused (handbook 1.1)."""

    CENTURY_DIGIT_SPECIAL = "IIN_CENTURY_DIGIT_SPECIAL"
    BIRTH_DATE_DIFFERS = "IIN_BIRTH_DATE_DIFFERS"
    SEX_DIFFERS = "IIN_SEX_DIFFERS"
    BORN_IN_FUTURE = "IIN_BORN_IN_FUTURE"


@dataclass(frozen=True, slots=True)
class IIN:
    """An acceptable IIN; birth date and sex are unknown when the century digit is the special 0."""

    number: str
    birth_date: date | None
    sex: Sex | None
    century_digit_is_special: bool = False
    warnings: tuple[IinWarning, ...] = ()


def bare_number(text: str) -> str:
    """The text without the spaces and hyphens people group digits with."""
    return re.sub(r"[\s\-\u2010-\u2015\u2212]", "", text)


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit of an IIN or BIN, or None when no number with this beginning is ever issued."""
    for weights in (FIRST_PASS, SECOND_PASS):
        rest = sum(int(digit) * weight for digit, weight in zip(first_eleven, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def parse_iin(text: str) -> IIN | IdentityNumberProblem:
    """Judge twelve digits; spaces and hyphens are allowed, digits of other scripts are not."""
    number = bare_number(text)
    problem = _shape_problem(number) or _date_problem(number) or _check_digit_problem(number)
    if problem:
        return IdentityNumberProblem(problem)
    if number[6] == SPECIAL_CENTURY_DIGIT:
        return IIN(number, None, None, True, (IinWarning.CENTURY_DIGIT_SPECIAL,))
    return IIN(number, _birth_date(number), Sex.MALE if int(number[6]) % 2 else Sex.FEMALE)


def contradictions(iin: IIN, birth_date: date, sex: Sex, on: date) -> tuple[IinWarning, ...]:
    """Warnings about a number against the identity document; they never refuse (decree No. 853 of 2013)."""
    found = {
        IinWarning.BIRTH_DATE_DIFFERS: iin.birth_date not in (None, birth_date),
        IinWarning.SEX_DIFFERS: iin.sex not in (None, sex),
        IinWarning.BORN_IN_FUTURE: birth_date > on or (iin.birth_date is not None and iin.birth_date > on),
    }
    return iin.warnings + tuple(warning for warning, holds in found.items() if holds)


def make_iin(birth_date: date, sex: Sex, serial: int) -> str | None:
    """A well-formed number for synthetic people (serial 0–9999), or None for an unissuable beginning."""
    century_digit = (birth_date.year // 100 - 18) * 2 + (1 if sex is Sex.MALE else 2)
    if not 1 <= century_digit <= 6 or not 0 <= serial <= 9999:
        raise ValueError("an IIN needs a birth year 1800–2099 and a serial 0–9999")
    beginning = f"{birth_date:%y%m%d}{century_digit}{serial:04}"
    last = check_digit(beginning)
    return None if last is None else f"{beginning}{last}"


def _shape_problem(number: str) -> IinProblemCode | None:
    if not re.fullmatch(r"[0-9]*", number):
        return IinProblemCode.NOT_DIGITS
    if len(number) != 12:
        return IinProblemCode.LENGTH
    if LOOKS_LIKE_BIN.fullmatch(number) and check_digit(number[:11]) == int(number[11]):
        return IinProblemCode.IS_A_BIN
    return None


def _date_problem(number: str) -> IinProblemCode | None:
    if number[6] not in CENTURIES and number[6] != SPECIAL_CENTURY_DIGIT:
        return IinProblemCode.CENTURY
    if not 1 <= int(number[2:4]) <= 12:
        return IinProblemCode.MONTH
    return None if _birth_date(number) else IinProblemCode.DAY


def _birth_date(number: str) -> date | None:
    any_leap_century = 2000
    century = CENTURIES.get(number[6], any_leap_century)
    try:
        return date(century + int(number[:2]), int(number[2:4]), int(number[4:6]))
    except ValueError:
        return None


def _check_digit_problem(number: str) -> IinProblemCode | None:
    expected = check_digit(number[:11])
    if expected is None:
        return IinProblemCode.UNISSUABLE
    return None if expected == int(number[11]) else IinProblemCode.CHECK_DIGIT
