"""Registering a person: what a clerk typed, read into what the record will say, or all its problems."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from domain.address import street_key
from domain.iin import IIN, IinWarning, contradictions, parse_iin
from domain.language import Language
from domain.people import Citizenship, Sex, age
from domain.person_fields import EMPTY, READERS, REQUIRED, PersonProblemCode, Wrong

SHORTEST_REASON = 5
YEARS_AS_NEWBORN = 1
ADDRESS_FIELDS = ("kato", "locality", "street", "house", "flat")
IDENTITY_FIELDS = frozenset({"iin", "family_name", "given_name", "patronymic", "birth_date", "sex"})


class WithoutIin(StrEnum):
    """Why a person has no IIN yet; each gets a temporary id (handbook 1.3, advice of ours)."""

    NEWBORN = "NEWBORN"
    FOREIGNER = "FOREIGNER"
    UNKNOWN_PERSON = "UNKNOWN_PERSON"


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
    return disagreements(iin, details.birth_date, details.sex, on) if isinstance(iin, IIN) else ()


def disagreements(iin: IIN, birth_date: date, sex: Sex, on: date) -> tuple[PersonWarning, ...]:
    """The contradictions of a number and a document, with what the number says."""
    return tuple(
        PersonWarning(warning, _warning_facts(warning, iin))
        for warning in contradictions(iin, birth_date, sex, on)
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
        except Wrong as wrong:
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
        raise Wrong(PersonProblemCode.REQUIRED)
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
