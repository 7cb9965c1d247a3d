"""Duplicates: whether two records are one person, field by field, and how sure it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, runtime_checkable

from domain.address import house_key, street_key
from domain.names import search_key, typo_distance
from domain.people import Sex


class MatchField(StrEnum):
    """What is compared between two records."""

    IIN = "IIN"
    DOCUMENT = "DOCUMENT"
    NAME = "NAME"
    FAMILY_NAME = "FAMILY_NAME"
    GIVEN_NAME = "GIVEN_NAME"
    PATRONYMIC = "PATRONYMIC"
    BIRTH_DATE = "BIRTH_DATE"
    SEX = "SEX"
    PHONE = "PHONE"
    ADDRESS = "ADDRESS"


class MatchKind(StrEnum):
    """How two values agree."""

    SAME = "SAME"
    ONE_TYPO = "ONE_TYPO"
    SWAPPED = "SWAPPED"
    DAY_MONTH_SWAPPED = "DAY_MONTH_SWAPPED"
    ONE_DIGIT_OFF = "ONE_DIGIT_OFF"
    DIFFERENT = "DIFFERENT"


class MatchStrength(StrEnum):
    """How sure it is that two records are one person."""

    CERTAIN = "CERTAIN"
    LIKELY = "LIKELY"
    POSSIBLE = "POSSIBLE"
    NONE = "NONE"


class PersonFacts(Protocol):
    """What a record, or a form half filled in, tells of a person."""

    @property
    def family_name(self) -> str: ...
    @property
    def given_name(self) -> str: ...
    @property
    def patronymic(self) -> str | None: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def sex(self) -> Sex | None: ...
    @property
    def iin(self) -> str | None: ...
    @property
    def phones(self) -> Sequence[str]: ...
    @property
    def street(self) -> str | None: ...
    @property
    def house(self) -> str | None: ...


@runtime_checkable
class HasDocument(Protocol):
    """A record that also knows its identity document's number."""

    @property
    def document_number(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """One field of two records; `bits` speak for one person, or against when negative."""

    field: MatchField
    kind: MatchKind
    bits: int

    @property
    def code(self) -> str:
        """The key of its words in domain/messages.py."""
        return f"MATCH_{self.field}_{self.kind}"


@dataclass(frozen=True, slots=True)
class DuplicateScore:
    strength: MatchStrength
    bits: int


BITS: dict[tuple[MatchField, MatchKind], int] = {
    (MatchField.IIN, MatchKind.SAME): 30,
    (MatchField.IIN, MatchKind.DIFFERENT): -16,
    (MatchField.DOCUMENT, MatchKind.SAME): 20,
    (MatchField.NAME, MatchKind.SWAPPED): 15,
    (MatchField.FAMILY_NAME, MatchKind.SAME): 9,
    (MatchField.FAMILY_NAME, MatchKind.ONE_TYPO): 6,
    (MatchField.FAMILY_NAME, MatchKind.DIFFERENT): -3,
    (MatchField.GIVEN_NAME, MatchKind.SAME): 7,
    (MatchField.GIVEN_NAME, MatchKind.ONE_TYPO): 4,
    (MatchField.GIVEN_NAME, MatchKind.DIFFERENT): -6,
    (MatchField.PATRONYMIC, MatchKind.SAME): 5,
    (MatchField.PATRONYMIC, MatchKind.ONE_TYPO): 3,
    (MatchField.PATRONYMIC, MatchKind.DIFFERENT): -3,
    (MatchField.BIRTH_DATE, MatchKind.SAME): 14,
    (MatchField.BIRTH_DATE, MatchKind.DAY_MONTH_SWAPPED): 10,
    (MatchField.BIRTH_DATE, MatchKind.ONE_DIGIT_OFF): 7,
    (MatchField.BIRTH_DATE, MatchKind.DIFFERENT): -6,
    (MatchField.SEX, MatchKind.SAME): 1,
    (MatchField.SEX, MatchKind.DIFFERENT): -5,
    (MatchField.PHONE, MatchKind.SAME): 7,
    (MatchField.ADDRESS, MatchKind.SAME): 6,
}
"""Rounded log2(how often one person agrees so / how often strangers do): 30,000 birthdays make 14 bits, a
family name that one in 500 bears 9. Estimates: among a million strangers 20 bits are even odds."""

LIKELY_FROM, POSSIBLE_FROM = 27, 18
HOUSEHOLD = (MatchField.PHONE, MatchField.ADDRESS)
PATRONYMIC_ENDING = re.compile(r"(uli|kizi|inichna|ovich|evich|ovna|evna|ichna|ich)$")


def duplicate_evidence(candidate: PersonFacts, existing: PersonFacts) -> tuple[FieldMatch, ...]:
    """Field by field, what speaks for and against one person; fields unknown on either side are left out."""
    kinds = (
        (MatchField.IIN, _same_or_different(candidate.iin, existing.iin)),
        (MatchField.DOCUMENT, _same(_document(candidate), _document(existing))),
        *_name_kinds(candidate, existing),
        (MatchField.BIRTH_DATE, _birth_date_kind(candidate.birth_date, existing.birth_date)),
        (MatchField.SEX, _same_or_different(candidate.sex, existing.sex)),
        (MatchField.PHONE, MatchKind.SAME if set(candidate.phones) & set(existing.phones) else None),
        (MatchField.ADDRESS, _same(_address(candidate), _address(existing))),
    )
    return tuple(FieldMatch(field, kind, BITS[field, kind]) for field, kind in kinds if kind is not None)


def duplicate_score(evidence: Iterable[FieldMatch]) -> DuplicateScore:
    """Add the bits up; phone and address tell of one household and count once.

    One IIN, or one document with one birth date, is certain. Without the same given name on both sides two
    records are at most possibly one person: twins share everything else, newborns have no name yet.
    """
    matches = {match.field: match for match in evidence}
    household = max((matches[field].bits for field in HOUSEHOLD if field in matches), default=0)
    bits = household + sum(match.bits for match in matches.values() if match.field not in HOUSEHOLD)
    return DuplicateScore(_strength({match.field: match.kind for match in matches.values()}, bits), bits)


def _strength(kinds: dict[MatchField, MatchKind], bits: int) -> MatchStrength:
    same = {field for field, kind in kinds.items() if kind is MatchKind.SAME}
    if MatchField.IIN in same or {MatchField.DOCUMENT, MatchField.BIRTH_DATE} <= same:
        return MatchStrength.CERTAIN
    given_name_fits = kinds.get(MatchField.GIVEN_NAME, MatchKind.DIFFERENT) is not MatchKind.DIFFERENT
    if bits >= LIKELY_FROM and (given_name_fits or MatchField.NAME in kinds):
        return MatchStrength.LIKELY
    return MatchStrength.POSSIBLE if bits >= POSSIBLE_FROM else MatchStrength.NONE


def _name_kinds(a: PersonFacts, b: PersonFacts) -> Iterator[tuple[MatchField, MatchKind | None]]:
    family_a, given_a = search_key(a.family_name), search_key(a.given_name)
    family_b, given_b = search_key(b.family_name), search_key(b.given_name)
    if family_a != given_a and (family_a, given_a) == (given_b, family_b) and family_a and given_a:
        yield MatchField.NAME, MatchKind.SWAPPED
    else:
        yield MatchField.FAMILY_NAME, _word_kind(family_a, family_b)
        yield MatchField.GIVEN_NAME, _word_kind(given_a, given_b)
    yield MatchField.PATRONYMIC, _word_kind(_father(a.patronymic), _father(b.patronymic))


def _father(patronymic: str | None) -> str:
    """The father's name in a patronymic: Қайратұлы and Кайратович both come from Қайрат."""
    return PATRONYMIC_ENDING.sub("", search_key(patronymic))


def _word_kind(a: str, b: str) -> MatchKind | None:
    if not a or not b:
        return None
    distance = typo_distance(a, b, 1)
    return (MatchKind.SAME, MatchKind.ONE_TYPO, MatchKind.DIFFERENT)[distance]


def _birth_date_kind(a: date | None, b: date | None) -> MatchKind | None:
    if a is None or b is None:
        return None
    if a == b:
        return MatchKind.SAME
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return MatchKind.DAY_MONTH_SWAPPED
    digits_off = sum(x != y for x, y in zip(f"{a:%Y%m%d}", f"{b:%Y%m%d}", strict=True))
    return MatchKind.ONE_DIGIT_OFF if digits_off == 1 else MatchKind.DIFFERENT


def _same(a: object, b: object) -> MatchKind | None:
    return MatchKind.SAME if a and a == b else None


def _same_or_different(a: object, b: object) -> MatchKind | None:
    if not a or not b:
        return None
    return MatchKind.SAME if a == b else MatchKind.DIFFERENT


def _document(person: PersonFacts) -> str | None:
    return person.document_number if isinstance(person, HasDocument) else None


def _address(person: PersonFacts) -> tuple[str, str] | None:
    if not person.street or not person.house:
        return None
    return street_key(person.street), house_key(person.house)
