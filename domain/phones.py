"""Telephone numbers of Kazakhstan, kept as E.164: +7 and ten digits. The numbering plan is unverified."""

import re
from dataclasses import dataclass
from enum import StrEnum

ALMATY = "727"
COUNTRY = re.compile(r"\+?7|8")
NATIONAL = re.compile(r"7[0-9]{9}")
SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015\u2212]")
CITY_NUMBER_LENGTH = 7


class PhoneProblemCode(StrEnum):
    """Why a text is no telephone number that can be kept."""

    EMPTY = "PHONE_EMPTY"
    NOT_DIGITS = "PHONE_NOT_DIGITS"
    SHORT = "PHONE_SHORT"
    LENGTH = "PHONE_LENGTH"
    FOREIGN = "PHONE_FOREIGN"


@dataclass(frozen=True, slots=True)
class PhoneProblem:
    code: PhoneProblemCode


def parse_phone(text: str, area_code: str = ALMATY) -> str | PhoneProblem:
    """E.164 of a number as people write it; seven digits belong to the city of `area_code`.

    Refused: service numbers like 1414, which nobody can be called at (SHORT), other countries (FOREIGN).
    """
    dialled = SEPARATORS.sub("", text)
    if not re.fullmatch(r"\+?[0-9]+", dialled):
        return PhoneProblem(PhoneProblemCode.NOT_DIGITS if dialled else PhoneProblemCode.EMPTY)
    if dialled.startswith("+") and not dialled.startswith("+7"):
        return PhoneProblem(PhoneProblemCode.FOREIGN)
    if not dialled.startswith("+") and len(dialled) < CITY_NUMBER_LENGTH:
        return PhoneProblem(PhoneProblemCode.SHORT)
    national = _national(dialled, area_code)
    if len(national) != 10:
        return PhoneProblem(PhoneProblemCode.LENGTH)
    return f"+7{national}" if NATIONAL.fullmatch(national) else PhoneProblem(PhoneProblemCode.FOREIGN)


def _national(dialled: str, area_code: str) -> str:
    if len(dialled) == CITY_NUMBER_LENGTH:
        return area_code + dialled
    if len(dialled) == 10 and not dialled.startswith("+"):
        return dialled
    return COUNTRY.sub("", dialled, count=1)


def format_phone(number: str) -> str:
    """+7 701 123 45 67, as printed on Kazakh forms; anything that is not our E.164 is returned as it is."""
    if not re.fullmatch(r"\+7[0-9]{10}", number):
        return number
    return f"+7 {number[2:5]} {number[5:8]} {number[8:10]} {number[10:]}"
