"""Vaccination sessions: how they are listed, who is on their lists, what became of each."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import any_, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from db.database import Transaction
from db.queries.conditions import Filters, Orders, at_least, at_most, by, equals, truth
from db.queries.expressions import uuid_array
from db.queries.immunization import DUE, MEMBER
from db.queries.visible import columns, select_visible, visible
from db.tables import ImmunizationSession, ImmunizationSessionPerson, Patient
from db.tables.base import table_of
from domain.immunization_session import SessionOutcome

SESSION, PERSON = table_of(ImmunizationSession), table_of(ImmunizationSessionPerson)
PATIENT = table_of(Patient)

SESSION_FILTERS: Filters = {
    "clinic_id": equals(SESSION.c.clinic_id),
    "group_id": equals(SESSION.c.group_id),
    "vaccine_id": equals(SESSION.c.vaccine_id),
    "held_from": at_least(SESSION.c.held_on),
    "held_to": at_most(SESSION.c.held_on),
    "closed": lambda value, _scope: truth(SESSION.c.closed_at.is_not(None), value),
}
SESSION_ORDERS: Orders = {"HELD_ON": by(SESSION.c.held_on)}

_NAME = select(PATIENT.c.sort_key).where(PATIENT.c.id == PERSON.c.patient_id).correlate(PERSON)
PERSON_FILTERS: Filters = {"session_id": equals(PERSON.c.session_id), "outcome": equals(PERSON.c.outcome)}
PERSON_ORDERS: Orders = {"PATIENT_NAME": by(func.coalesce(_NAME.scalar_subquery(), ""))}


async def locked(tx: Transaction, session_id: UUID) -> ImmunizationSession | None:
    """The session, which nobody else changes until this is over."""
    mine = select_visible(ImmunizationSession, tx.viewer).where(SESSION.c.id == session_id)
    return await tx.first(ImmunizationSession, mine.with_for_update(key_share=True))


async def person(tx: Transaction, session_id: UUID, patient_id: UUID) -> ImmunizationSessionPerson | None:
    """Somebody's place on a session's list, not locked; None when they stand on none that the viewer may see."""
    mine = select_visible(ImmunizationSessionPerson, tx.viewer).where(
        PERSON.c.session_id == session_id, PERSON.c.patient_id == patient_id
    )
    return await tx.first(ImmunizationSessionPerson, mine)


async def put_on_list(tx: Transaction, row: ImmunizationSession, patient_ids: Sequence[UUID]) -> int:
    """Add visible people to a session's list; who is on it already stays as they are."""
    people = select(
        literal(row.id), PATIENT.c.id, literal(row.clinic_id), PATIENT.c.clinic_id, literal(1)
    ).where(PATIENT.c.id == any_(uuid_array(tuple(patient_ids))), visible(Patient, tx.viewer))
    names = ["session_id", "patient_id", "clinic_id", "record_clinic_id", "version"]
    statement = upsert(PERSON).from_select(names, people).on_conflict_do_nothing()
    return int((await tx.execute(statement)).rowcount)


async def due_in_group(
    tx: Transaction, group_id: UUID, vaccine_groups: Sequence[str], cvx: str, on: date
) -> list[UUID]:
    """Members of a class for whom this vaccine is due by a day and nothing stands in the way."""
    statement = (
        select(DUE.c.patient_id)
        .join(MEMBER, MEMBER.c.patient_id == DUE.c.patient_id)
        .where(
            MEMBER.c.group_id == group_id,
            MEMBER.c.since <= on,
            func.coalesce(MEMBER.c.until > on, True),
            DUE.c.vaccine_group.in_(vaccine_groups),
            DUE.c.act_on <= on,
            literal(cvx) == any_(DUE.c.vaccines),
        )
        .distinct()
    )
    return [row.patient_id for row in await tx.rows(statement)]


async def members(tx: Transaction, group_id: UUID, on: date) -> list[UUID]:
    """Who belongs to a class or group on a day."""
    statement = select(MEMBER.c.patient_id).where(
        MEMBER.c.group_id == group_id, MEMBER.c.since <= on, func.coalesce(MEMBER.c.until > on, True)
    )
    return [row.patient_id for row in await tx.rows(statement)]


async def see_to(
    tx: Transaction,
    session_id: UUID,
    patient_id: UUID,
    clinic_id: UUID,
    outcome: SessionOutcome | None,
    dose_id: UUID | None = None,
    note: str | None = None,
) -> ImmunizationSessionPerson:
    """What became of a person in a session, whether or not they were on its list; without an outcome they wait."""
    seen = {
        "outcome": outcome.value if outcome else None,
        "dose_id": dose_id,
        "note": note,
        "seen_at": func.now() if outcome else None,
        "seen_by": tx.viewer.account_id if outcome else None,
    }
    keys = {"session_id": session_id, "patient_id": patient_id, "clinic_id": clinic_id, "version": 1}
    statement = (
        upsert(PERSON)
        .values(**keys, **seen)
        .on_conflict_do_update(
            index_elements=["session_id", "patient_id"], set_=seen | {"version": PERSON.c.version + 1}
        )
    )
    row: ImmunizationSessionPerson = await tx.one(
        ImmunizationSessionPerson, statement.returning(*columns(ImmunizationSessionPerson, tx.viewer))
    )
    return row


async def reopen(tx: Transaction, session_id: UUID, patient_id: UUID, dose_id: UUID) -> None:
    """Forget that this dose was given in the session."""
    statement = update(PERSON).where(
        PERSON.c.session_id == session_id, PERSON.c.patient_id == patient_id, PERSON.c.dose_id == dose_id
    )
    await tx.execute(
        statement.values(outcome=None, dose_id=None, seen_at=None, seen_by=None, version=PERSON.c.version + 1)
    )


async def progress(tx: Transaction, session_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str | None, int]]:
    """How many people of each session have which outcome; null are those who wait."""
    statement = (
        select(PERSON.c.session_id, PERSON.c.outcome, func.count().label("people"))
        .where(
            PERSON.c.session_id == any_(uuid_array(tuple(session_ids))),
            visible(ImmunizationSessionPerson, tx.viewer),
        )
        .group_by(PERSON.c.session_id, PERSON.c.outcome)
    )
    found: dict[UUID, dict[str | None, int]] = {key: {} for key in session_ids}
    for row in await tx.rows(statement):
        found[row.session_id][row.outcome] = row.people
    return found
