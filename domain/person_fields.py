"""The fields of a person's record: how each is read from what a clerk typed, and what can be wrong."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from domain.iin import IIN, parse_iin
from domain.language import Language
from domain.people import Citizenship
from domain.phones import PhoneProblem, parse_phone

EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST_NAME, LONGEST_TEXT, MOST_PHONES = 100, 200, 10
NAME_MARKS = frozenset(" -'.`ʹʻʼ‘’")
EMAIL = re.compile(r"[^\s@\"(),:;<>\[\]\\]{1,64}@[^\s@\"(),:;<>\[\]\\]+\.[^\s@\"(),:;<>\[\]\\.]{2,}")


class PersonProblemCode(StrEnum):
    """What can be wrong with a person's details, besides the codes of domain/iin.py and domain/phones.py."""

    REQUIRED = "REQUIRED"
    NAME_NOT_LETTERS = "NAME_NOT_LETTERS"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    TEXT_UNPRINTABLE = "TEXT_UNPRINTABLE"
    BIRTH_DATE_IN_FUTURE = "BIRTH_DATE_IN_FUTURE"
    BIRTH_DATE_TOO_EARLY = "BIRTH_DATE_TOO_EARLY"
    DECEASED_IN_FUTURE = "DECEASED_IN_FUTURE"
    DECEASED_BEFORE_BIRTH = "DECEASED_BEFORE_BIRTH"
    IIN_OR_WHY_NOT = "IIN_OR_WHY_NOT"
    IIN_AND_WHY_NOT = "IIN_AND_WHY_NOT"
    NOT_A_NEWBORN = "NOT_A_NEWBORN"
    CITIZEN_HAS_IIN = "CITIZEN_HAS_IIN"
    CONTRACT_UNTIL_MISSING = "CONTRACT_UNTIL_MISSING"
    CONTRACT_UNTIL_NOT_NEEDED = "CONTRACT_UNTIL_NOT_NEEDED"
    EMAIL_SHAPE = "EMAIL_SHAPE"
    KATO_SHAPE = "KATO_SHAPE"
    TOO_MANY_PHONES = "TOO_MANY_PHONES"


class Wrong(Exception):
    """What a reader below found; it never leaves domain/registration.py."""

    def __init__(self, code: str, path: tuple[str, ...] = (), **facts: Any) -> None:
        self.code, self.path, self.facts = code, path, facts


def tidy(text: str) -> str:
    """One way to write the same text: composed letters, single spaces, none at the ends."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _text(text: str, _on: date) -> str | None:
    tidied = tidy(text)
    if len(tidied) > LONGEST_TEXT:
        raise Wrong(PersonProblemCode.TEXT_TOO_LONG, most=LONGEST_TEXT)
    if not tidied.isprintable():
        raise Wrong(PersonProblemCode.TEXT_UNPRINTABLE)
    return tidied or None


def _name(text: str, _on: date) -> str | None:
    tidied = tidy(text)
    if len(tidied) > LONGEST_NAME:
        raise Wrong(PersonProblemCode.TEXT_TOO_LONG, most=LONGEST_NAME)
    words = any(map(str.isalpha, tidied)) and tidied[0] != "-"
    if tidied and not (words and all(map(_may_be_in_name, tidied))):
        raise Wrong(PersonProblemCode.NAME_NOT_LETTERS)
    return tidied or None


def _may_be_in_name(letter: str) -> bool:
    return letter.isalpha() or letter in NAME_MARKS or unicodedata.category(letter) == "Mn"


def _iin(text: str, _on: date) -> str | None:
    if not text.strip():
        return None
    parsed = parse_iin(text)
    if isinstance(parsed, IIN):
        return parsed.number
    raise Wrong(parsed.code)


def _birth_date(day: date, on: date) -> date:
    if day > on:
        raise Wrong(PersonProblemCode.BIRTH_DATE_IN_FUTURE)
    if day < EARLIEST_BIRTH:
        raise Wrong(PersonProblemCode.BIRTH_DATE_TOO_EARLY, earliest=EARLIEST_BIRTH)
    return day


def _deceased_on(day: date, on: date) -> date:
    if day > on:
        raise Wrong(PersonProblemCode.DECEASED_IN_FUTURE)
    return day


def _phones(texts: Sequence[str], _on: date) -> list[str]:
    if len(texts) > MOST_PHONES:
        raise Wrong(PersonProblemCode.TOO_MANY_PHONES, most=MOST_PHONES)
    numbers = []
    for place, text in enumerate(texts):
        number = parse_phone(text)
        if isinstance(number, PhoneProblem):
            raise Wrong(number.code, (str(place),))
        numbers.append(number)
    return list(dict.fromkeys(numbers))


def _email(text: str, on: date) -> str | None:
    tidied = _text(text, on)
    if tidied and not EMAIL.fullmatch(tidied):
        raise Wrong(PersonProblemCode.EMAIL_SHAPE)
    return tidied


def _kato(text: str, _on: date) -> str:
    if not re.fullmatch(r"[0-9]{9}", text):
        raise Wrong(PersonProblemCode.KATO_SHAPE)
    return text


def _as_it_is(value: Any, _on: date) -> Any:
    return value


READERS: Mapping[str, Callable[[Any, date], Any]] = {
    "iin": _iin,
    "family_name": _name,
    "given_name": _name,
    "patronymic": _name,
    "sex": _as_it_is,
    "birth_date": _birth_date,
    "deceased_on": _deceased_on,
    "citizenship": _as_it_is,
    "contract_until": _as_it_is,
    "language": _as_it_is,
    "phones": _phones,
    "email": _email,
    "kato": _kato,
    "locality": _text,
    "street": _text,
    "house": _text,
    "flat": _text,
}
REQUIRED = frozenset({"family_name", "given_name", "sex", "birth_date", "citizenship", "language"})
EMPTY: Mapping[str, Any] = {"citizenship": Citizenship.CITIZEN, "language": Language.KK, "phones": ()}
