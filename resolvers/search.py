"""The one search box: what was typed, scanned or pasted, and whom it means."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.queries import patient as people
from db.queries import search as finding
from db.tables import Clinic, Patient
from domain.access import Action
from domain.iin import IIN, bare_number, parse_iin
from domain.mrz import IdentityCard, MrzProblem, looks_like_mrz, parse_td1
from domain.names import words
from domain.people import Sex
from domain.phones import PhoneProblem, parse_phone
from resolvers import elsewhere, lists
from resolvers.context import OperationContext
from resolvers.elsewhere import ElsewhereRow
from resolvers.iin import person_by_iin
from resolvers.lists import Window
from resolvers.record import Asked
from resolvers.refusals import InputProblem

__all__ = ["Card", "Hit", "SearchOutcome", "Understanding", "person_by_iin", "search"]

PATH = ("text",)
LARGEST_PAGE, LONGEST_TEXT, MOST_CLINICS = 50, 300, 5
SURE = 1.0


class Understanding(StrEnum):
    """What was typed."""

    NAME = "NAME"
    IIN = "IIN"
    PHONE = "PHONE"
    IDENTITY_CARD = "IDENTITY_CARD"
    EMPTY = "EMPTY"


@dataclass(frozen=True, slots=True)
class Hit:
    """Of a plan only the person's id is known yet."""

    patient: Patient | Asked
    score: float


@dataclass(frozen=True, slots=True)
class Card:
    """What a scanned identity card says, to open the form filled in; its names are transliterated."""

    iin: str | None
    family_name: str
    given_name: str
    sex: Sex | None
    birth_date: date | None
    document_number: str
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOutcome:
    understood_as: Understanding
    people: tuple[Hit, ...] = ()
    named: str | None = None
    elsewhere: ElsewhereRow | None = None
    problem: InputProblem | None = None
    card: Card | None = None


async def search(context: OperationContext, text: str, first: int = 20) -> SearchOutcome:
    """People of the viewer's clinic, the best match first; of another clinic only by the exact IIN."""
    context.viewer.must(Action.SEARCH_PATIENTS)
    first = max(1, min(first, LARGEST_PAGE))
    match understand(text):
        case Understanding.IDENTITY_CARD:
            return await _by_card(context, text, first)
        case Understanding.IIN:
            return await _by_iin(context, text)
        case Understanding.PHONE:
            return await _by_phone(context, text, first)
        case Understanding.NAME:
            return await _by_name(context, text[:LONGEST_TEXT], first)
    return SearchOutcome(understood_as=Understanding.EMPTY)


def understand(text: str) -> Understanding:
    """A card has its own shape; twelve digits are an IIN, others a phone; a birth date goes with a name."""
    if looks_like_mrz(text):
        return Understanding.IDENTITY_CARD
    number = bare_number(text.strip())
    if len(number) == 12 and number.isascii() and number.isdigit():
        return Understanding.IIN
    if words(text) or finding.understand(text).born:
        return Understanding.NAME
    return Understanding.PHONE if any(map(str.isdigit, text)) else Understanding.EMPTY


async def _by_card(context: OperationContext, text: str, first: int) -> SearchOutcome:
    read = parse_td1(text)
    if isinstance(read, MrzProblem):
        return SearchOutcome(understood_as=Understanding.IDENTITY_CARD, problem=InputProblem(PATH, read.code))
    known = await elsewhere.by_iin(context, read.iin.number) if read.iin else None
    if known is None and not read.iin:
        hits = await _found(context, f"{read.family_name} {read.given_name}", first)
    else:
        hits = _hits(known)
    return SearchOutcome(
        understood_as=Understanding.IDENTITY_CARD,
        people=hits,
        elsewhere=known if isinstance(known, ElsewhereRow) else None,
        card=_card(read),
    )


async def _by_iin(context: OperationContext, text: str) -> SearchOutcome:
    """A number with a wrong check digit is said to be wrong, and looked up nowhere."""
    read = parse_iin(text)
    if not isinstance(read, IIN):
        return SearchOutcome(understood_as=Understanding.IIN, problem=InputProblem(PATH, read.code))
    known = await elsewhere.by_iin(context, read.number)
    return SearchOutcome(
        understood_as=Understanding.IIN,
        people=_hits(known),
        elsewhere=known if isinstance(known, ElsewhereRow) else None,
    )


async def _by_phone(context: OperationContext, text: str, first: int) -> SearchOutcome:
    number = parse_phone(text)
    if isinstance(number, PhoneProblem):
        return SearchOutcome(understood_as=Understanding.PHONE, problem=InputProblem(PATH, number.code))
    return SearchOutcome(understood_as=Understanding.PHONE, people=await _found(context, number, first))


async def _by_name(context: OperationContext, text: str, first: int) -> SearchOutcome:
    return SearchOutcome(
        understood_as=Understanding.NAME,
        people=await _found(context, text, first),
        named=text,
    )


async def _found(context: OperationContext, text: str, first: int) -> tuple[Hit, ...]:
    """People whom a name, a birth date or a phone may mean, the best match first."""
    scores = dict(await finding.find_people(context.tx, context.viewer, text, context.today, first))
    if not scores:
        return ()
    if context.planned:
        # Whom a search means is on record, also where only the scores are shown.
        context.audit.showed(scores)
        return tuple(Hit(Asked(Patient, key), score) for key, score in scores.items())
    rows = await context.tx.all(Patient, people.visible_people(context.viewer, list(scores)))
    by_id = {row.id: row for row in rows}
    context.audit.showed(by_id)
    return tuple(Hit(by_id[key], score) for key, score in scores.items() if key in by_id)


async def clinics(outcome: SearchOutcome, context: OperationContext) -> list[Clinic]:
    """Clinics that have the name which was typed."""
    if outcome.named is None:
        return []
    page = await lists.listed(context, "clinic", {"name": outcome.named}, None, Window(first=MOST_CLINICS))
    return page.rows


def _hits(known: Patient | ElsewhereRow | None) -> tuple[Hit, ...]:
    return (Hit(known, SURE),) if isinstance(known, Patient) else ()


def _card(read: IdentityCard) -> Card:
    return Card(
        iin=read.iin.number if read.iin else None,
        family_name=read.family_name,
        given_name=read.given_name,
        sex=read.sex,
        birth_date=read.birth_date,
        document_number=read.document_number,
        expires_on=read.expires_on,
    )
