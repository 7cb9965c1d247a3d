"""Doses: recorded, judged, planned anew; corrected and voided with a trail; races decided by the database."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from db.database import Database
from db.queries.vaccine_lot import move
from db.tables import Dose, Patient, Vaccine, VaccineLot
from domain.access import Role
from domain.refusal import RefusalCode
from domain.vaccine_lot import LotMovementKind
from resolvers import dose as doses
from resolvers.immunization import of_patient
from resolvers.refusals import DoseAlreadyRecorded, DoseNotAdvised
from tests.api import town as towns
from tests.api.town import Town

TODAY = towns.today()


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    yield await towns.build(database)


async def lot_of(town: Town, cvx: str, **details: Any) -> VaccineLot:
    """Ten doses in the refrigerator, unless said otherwise."""
    count = details.pop("doses", 10)
    async with town.as_system() as tx:
        (found,) = await town.all("select id from vaccine where cvx = :cvx limit 1", cvx=cvx)
        row = await tx.insert(
            VaccineLot(
                **{
                    "clinic_id": town.here.clinic.id,
                    "vaccine_id": found.id,
                    "series": f"S-{next(towns.numbers)}",
                    "expires_on": TODAY + timedelta(days=300),
                }
                | details
            )
        )
        if count:
            await move(tx, row, LotMovementKind.RECEIVED, count)
    return row


async def record(town: Town, **given: Any) -> Any:
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        return await doses.record(context, given)


async def child(town: Town, days: int) -> Patient:
    return await town.person(town.here, birth_date=TODAY - timedelta(days=days))


async def due_of(town: Town, patient: Patient) -> dict[str, Any]:
    rows = await town.all("select * from immunization_due where patient_id = :id", id=patient.id)
    return {row.vaccine_group: row for row in rows}


async def left(town: Town, lot: VaccineLot) -> int:
    (row,) = await town.all("select doses_left from vaccine_lot where id = :id", id=lot.id)
    return int(row.doses_left)


async def test_a_dose_moves_the_plan_and_the_stock_in_one_go(town: Town) -> None:
    patient, lot = await child(town, 70), await lot_of(town, "132")

    row = await record(town, patient_id=patient.id, lot_id=lot.id)

    assert isinstance(row, Dose)
    assert (row.cvx, row.series, row.given_on, row.advice) == ("132", lot.series, TODAY, [])
    due = await due_of(town, patient)
    assert (due["DT"].dose_number, due["DT"].earliest_on) == (2, TODAY + timedelta(days=28))
    assert await left(town, lot) == 9
