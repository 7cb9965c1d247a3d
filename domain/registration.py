"""Registering a person: what a clerk typed, read into what the record will say, or all its problems."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from domain.address import street_key
from domain.iin import IIN, IinWarning, contradictions, parse_iin
from domain.language import Language
from domain.people import Citizenship, Sex, age
from domain.phones import PhoneProblem, parse_phone

EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST_NAME, LONGEST_TEXT, MOST_PHONES = 100, 200, 10
SHORTEST_REASON = 5
YEARS_AS_NEWBORN = 1
NAME_MARKS = frozenset(" -'.`ʹʻʼ‘’")
EMAIL = re.compile(r"[^\s@\"(),:;<>\[\]\\]{1,64}@[^\s@\"(),:;<>\[\]\\]+\.[^\s@\"(),:;<>\[\]\\.]{2,}")
ADDRESS_FIELDS = ("kato", "locality", "street", "house", "flat")
IDENTITY_FIELDS = frozenset({"iin", "family_name", "given_name", "patronymic", "birth_date", "sex"})


class WithoutIin(StrEnum):
    """Why a person has no IIN yet; each gets a temporary id (handbook 1.3, advice of ours)."""

    NEWBORN = "NEWBORN"
    FOREIGNER = "FOREIGNER"
    UNKNOWN_PERSON = "UNKNOWN_PERSON"


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


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One wrong field, by its name in the API; `facts` fill the message of `code`."""

    path: tuple[str, ...]
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class PersonWarning:
    """What is kept on record and shown with the person, and never refused."""

    code: IinWarning
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """A person's whole record as it will be: everything normal and judged."""

    iin: str | None = None
    family_name: str
    given_name: str
    patronymic: str | None = None
    sex: Sex
    birth_date: date
    deceased_on: date | None = None
    citizenship: Citizenship = Citizenship.CITIZEN
    contract_until: date | None = None
    language: Language = Language.KK
    phones: Sequence[str] = ()
    email: str | None = None
    kato: str | None = None
    locality: str | None = None
    street: str | None = None
    house: str | None = None
    flat: str | None = None

    @property
    def street_key(self) -> str | None:
        return street_key(self.street) if self.street else None


class Identified(Protocol):
    """What a warning depends on."""

    @property
    def iin(self) -> str | None: ...
    @property
    def birth_date(self) -> date: ...
    @property
    def sex(self) -> Sex: ...


class _Wrong(Exception):
    def __init__(self, code: str, path: tuple[str, ...] = (), **facts: Any) -> None:
        self.code, self.path, self.facts = code, path, facts


def read_person(
    given: Mapping[str, Any], on: date, known: Any = None
) -> PersonDetails | tuple[FieldProblem, ...]:
    """The details of a person on a day, or every problem found.

    `given` has only what the client sent; the rest comes from the record `known`, or is empty for a new
    person, who has an IIN or says `without_iin` why not.
    """
    sent = {**given, **_flat_address(given)}
    values, problems = _read_fields(sent, on, known)
    problems += [
        FieldProblem(path, wrong, facts)
        for path, wrong, facts in _contradicting(values, sent, on, known)
        if not any(problem.path == path for problem in problems)
    ]
    return tuple(problems) if problems else _details(values)


def _details(values: Mapping[str, Any]) -> PersonDetails:
    kinds = {"sex": Sex, "citizenship": Citizenship, "language": Language}
    return PersonDetails(**{**values, **{name: kind(values[name]) for name, kind in kinds.items()}})


def warnings_of(details: Identified, on: date) -> tuple[PersonWarning, ...]:
    """Where the IIN and the identity document disagree (decree No. 853 of 2013: no reason to refuse)."""
    iin = parse_iin(details.iin) if details.iin else None
    if not isinstance(iin, IIN):
        return ()
    return tuple(
        PersonWarning(warning, _warning_facts(warning, iin))
        for warning in contradictions(iin, details.birth_date, details.sex, on)
    )


def is_reason(text: str | None) -> bool:
    """Whether a text can stand on record as a reason: a word at least."""
    return sum(letter.isalnum() for letter in text or "") >= SHORTEST_REASON


def _warning_facts(warning: IinWarning, iin: IIN) -> dict[str, str]:
    if warning is IinWarning.SEX_DIFFERS and iin.sex:
        return {"sex": iin.sex.value}
    if warning in (IinWarning.BIRTH_DATE_DIFFERS, IinWarning.BORN_IN_FUTURE) and iin.birth_date:
        return {"birth_date": iin.birth_date.isoformat()}
    return {}


def _read_fields(sent: Mapping[str, Any], on: date, known: Any) -> tuple[dict[str, Any], list[FieldProblem]]:
    values: dict[str, Any] = {}
    problems = []
    for name, read in READERS.items():
        try:
            values[name] = _read(name, read, sent, on, known)
        except _Wrong as wrong:
            values[name] = None
            problems.append(FieldProblem((*_path(name), *wrong.path), wrong.code, wrong.facts))
    return values, problems


def _read(name: str, read: Callable[[Any, date], Any], sent: Mapping[str, Any], on: date, known: Any) -> Any:
    empty = EMPTY.get(name)
    if name in sent:
        value = empty if sent[name] is None else read(sent[name], on)
    else:
        value = empty if known is None else getattr(known, name)
    if value is None and name in REQUIRED:
        raise _Wrong(PersonProblemCode.REQUIRED)
    return value


def _flat_address(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if "address" not in given:
        return {}
    address: Mapping[str, Any] | None = given["address"]
    return dict.fromkeys(ADDRESS_FIELDS) if address is None else address


def _path(name: str) -> tuple[str, ...]:
    first, *rest = name.split("_")
    field_name = first + "".join(word.capitalize() for word in rest)
    return ("address", field_name) if name in ADDRESS_FIELDS else (field_name,)


def _contradicting(
    values: Mapping[str, Any], sent: Mapping[str, Any], on: date, known: Any
) -> Iterator[tuple[tuple[str, ...], str, dict[str, Any]]]:
    yield from _without_iin(values, sent, on) if known is None else _losing_iin(values, known)
    temporary = values["citizenship"] == Citizenship.TEMPORARY_WITH_CONTRACT
    if temporary and values["contract_until"] is None:
        yield ("contractUntil",), PersonProblemCode.CONTRACT_UNTIL_MISSING, {}
    if not temporary and sent.get("contract_until") is not None:
        yield ("contractUntil",), PersonProblemCode.CONTRACT_UNTIL_NOT_NEEDED, {}
    born, died = values["birth_date"], values["deceased_on"]
    if born and died and died < born:
        yield ("deceasedOn",), PersonProblemCode.DECEASED_BEFORE_BIRTH, {}


def _without_iin(
    values: Mapping[str, Any], sent: Mapping[str, Any], on: date
) -> Iterator[tuple[tuple[str, ...], str, dict[str, Any]]]:
    why = sent.get("without_iin")
    if values["iin"] is None and why is None:
        yield ("iin",), PersonProblemCode.IIN_OR_WHY_NOT, {}
    if values["iin"] is not None and why is not None:
        yield ("withoutIin",), PersonProblemCode.IIN_AND_WHY_NOT, {}
    born = values["birth_date"]
    if why is WithoutIin.NEWBORN and born and age(born, on).years >= YEARS_AS_NEWBORN:
        yield ("birthDate",), PersonProblemCode.NOT_A_NEWBORN, {"years": YEARS_AS_NEWBORN}
    if why is WithoutIin.FOREIGNER and values["citizenship"] is Citizenship.CITIZEN:
        yield ("citizenship",), PersonProblemCode.CITIZEN_HAS_IIN, {}


def _losing_iin(
    values: Mapping[str, Any], known: Any
) -> Iterator[tuple[tuple[str, ...], str, dict[str, Any]]]:
    if values["iin"] is None and known.temporary_id is None:
        yield ("iin",), PersonProblemCode.REQUIRED, {}


def tidy(text: str) -> str:
    """One way to write the same text: composed letters, single spaces, none at the ends."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _text(text: str, _on: date) -> str | None:
    tidied = tidy(text)
    if len(tidied) > LONGEST_TEXT:
        raise _Wrong(PersonProblemCode.TEXT_TOO_LONG, most=LONGEST_TEXT)
    if not tidied.isprintable():
        raise _Wrong(PersonProblemCode.TEXT_UNPRINTABLE)
    return tidied or None


def _name(text: str, _on: date) -> str | None:
    tidied = tidy(text)
    if len(tidied) > LONGEST_NAME:
        raise _Wrong(PersonProblemCode.TEXT_TOO_LONG, most=LONGEST_NAME)
    if tidied and not (any(map(str.isalpha, tidied)) and all(map(_may_be_in_name, tidied))):
        raise _Wrong(PersonProblemCode.NAME_NOT_LETTERS)
    return tidied or None


def _may_be_in_name(letter: str) -> bool:
    return letter.isalpha() or letter in NAME_MARKS or unicodedata.category(letter) == "Mn"


def _iin(text: str, _on: date) -> str | None:
    if not text.strip():
        return None
    parsed = parse_iin(text)
    if isinstance(parsed, IIN):
        return parsed.number
    raise _Wrong(parsed.code)


def _birth_date(day: date, on: date) -> date:
    if day > on:
        raise _Wrong(PersonProblemCode.BIRTH_DATE_IN_FUTURE)
    if day < EARLIEST_BIRTH:
        raise _Wrong(PersonProblemCode.BIRTH_DATE_TOO_EARLY, earliest=EARLIEST_BIRTH)
    return day


def _deceased_on(day: date, on: date) -> date:
    if day > on:
        raise _Wrong(PersonProblemCode.DECEASED_IN_FUTURE)
    return day


def _phones(texts: Sequence[str], _on: date) -> list[str]:
    if len(texts) > MOST_PHONES:
        raise _Wrong(PersonProblemCode.TOO_MANY_PHONES, most=MOST_PHONES)
    numbers = []
    for place, text in enumerate(texts):
        number = parse_phone(text)
        if isinstance(number, PhoneProblem):
            raise _Wrong(number.code, (str(place),))
        numbers.append(number)
    return list(dict.fromkeys(numbers))


def _email(text: str, on: date) -> str | None:
    tidied = _text(text, on)
    if tidied and not EMAIL.fullmatch(tidied):
        raise _Wrong(PersonProblemCode.EMAIL_SHAPE)
    return tidied


def _kato(text: str, _on: date) -> str:
    if not re.fullmatch(r"[0-9]{9}", text):
        raise _Wrong(PersonProblemCode.KATO_SHAPE)
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
