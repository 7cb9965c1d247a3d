"""Who may be on record already: candidates of the clinic and, by the exact IIN, of all, with the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.queries import patient as people
from db.tables import Patient
from domain.access import Action
from domain.address import house_key
from domain.duplicate import (
    FieldMatch,
    MatchField,
    MatchKind,
    MatchStrength,
    PersonFacts,
    duplicate_evidence,
    duplicate_score,
)
from domain.iin import IIN, parse_iin
from domain.messages import message
from domain.people import Sex
from domain.phones import PhoneProblem, parse_phone
from resolvers import elsewhere
from resolvers.context import OperationContext
from resolvers.elsewhere import ElsewhereRow
from resolvers.refusals import DuplicatePerson

MOST_SHOWN = 10
SHOWN_STRENGTHS = (MatchStrength.CERTAIN, MatchStrength.LIKELY, MatchStrength.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Match:
    """One field of both records, side by side, and how they agree."""

    field: MatchField
    kind: MatchKind
    yours: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on record who may be the same person: of this clinic, or elsewhere."""

    strength: MatchStrength
    matches: tuple[Match, ...]
    patient: Patient | None = None
    elsewhere: ElsewhereRow | None = None
    bits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A person as far as a form tells by now."""

    iin: str | None = None
    family_name: str = ""
    given_name: str = ""
    patronymic: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    phones: Sequence[str] = field(default_factory=tuple)
    street: str | None = None
    house: str | None = None


async def find(context: OperationContext, given: dict[str, Any]) -> list[Candidate]:
    """Candidates while the form is being filled in, the surest first; what cannot be read yet is left out."""
    context.viewer.must(Action.SEARCH_PATIENTS)
    sketch = _sketch(given)
    found = [*await same_iin(context, sketch), *await alike(context, sketch)]
    return [c for c in found if c.patient is None or c.patient.id != given.get("except_id")][:MOST_SHOWN]


async def same_iin(context: OperationContext, person: PersonFacts) -> list[Candidate]:
    """Whoever has this IIN already, in whichever clinic: certainly the same person."""
    known = await elsewhere.by_iin(context, person.iin) if person.iin else None
    if known is None:
        return []
    if isinstance(known, Patient):
        return [_candidate(person, known)]
    match = Match(MatchField.IIN, MatchKind.SAME, person.iin, person.iin)
    return [Candidate(MatchStrength.CERTAIN, (match,), elsewhere=known)]


async def alike(context: OperationContext, person: PersonFacts) -> list[Candidate]:
    """People of the clinic who look like this one but have not the same IIN."""
    clinic = await people.own_clinic(context.tx)
    rows = await people.alike(
        context.tx,
        clinic.number,
        (person.family_name, person.given_name),
        _days(person.birth_date),
        person.phones,
    )
    judged = [_candidate(person, row) for row in rows if row.iin is None or row.iin != person.iin]
    likely = [candidate for candidate in judged if candidate.strength in SHOWN_STRENGTHS]
    likely.sort(key=lambda candidate: (SHOWN_STRENGTHS.index(candidate.strength), -candidate.bits))
    context.audit.showed(candidate.patient.id for candidate in likely[:MOST_SHOWN] if candidate.patient)
    return likely[:MOST_SHOWN]


def refused(candidates: Sequence[Candidate]) -> DuplicatePerson:
    certain = all(candidate.strength is MatchStrength.CERTAIN for candidate in candidates)
    path = ("iin",) if certain else ()
    return DuplicatePerson(candidates=tuple(candidates), path=path)


def _sketch(given: Mapping[str, Any]) -> Sketch:
    numbers = [parse_phone(phone) for phone in given.get("phones") or ()]
    iin = parse_iin(given.get("iin") or "")
    return Sketch(
        iin=iin.number if isinstance(iin, IIN) else None,
        family_name=given.get("family_name") or "",
        given_name=given.get("given_name") or "",
        patronymic=given.get("patronymic"),
        birth_date=given.get("birth_date"),
        sex=given.get("sex"),
        phones=tuple(number for number in numbers if not isinstance(number, PhoneProblem)),
        street=given.get("street"),
        house=given.get("house"),
    )


def _days(birth_date: date | None) -> list[date]:
    """The birth date, and the one that it becomes when day and month change places."""
    if birth_date is None:
        return []
    if birth_date.day > 12:
        return [birth_date]
    return [birth_date, birth_date.replace(month=birth_date.day, day=birth_date.month)]


def _candidate(person: PersonFacts, row: Patient) -> Candidate:
    evidence = duplicate_evidence(person, row)
    score = duplicate_score(evidence)
    matches = tuple(_match(match, person, row) for match in evidence)
    return Candidate(score.strength, matches, patient=row, bits=score.bits)


def _match(match: FieldMatch, person: PersonFacts, row: Patient) -> Match:
    return Match(match.field, match.kind, _shown(match.field, person), _shown(match.field, row))


def _shown(matched: MatchField, person: PersonFacts) -> str | None:
    """A field's value as it is compared, for both sides to be shown beside each other."""
    match matched:
        case MatchField.NAME:
            return " ".join(part for part in (person.family_name, person.given_name) if part)
        case MatchField.BIRTH_DATE:
            return person.birth_date.isoformat() if person.birth_date else None
        case MatchField.PHONE:
            return ", ".join(person.phones)
        case MatchField.ADDRESS:
            return f"{person.street}, {house_key(person.house or '')}"
        case MatchField.SEX:
            return person.sex and str(person.sex)
    value: str | None = getattr(person, matched.lower(), None)
    return value


def match_message(match: Match, context: OperationContext) -> str:
    return message(f"MATCH_{match.field}_{match.kind}", context.language)
