"""Many desks want the last place on one doctor's list at the same moment: one gets it, the others are told.

`python -m bench.attachment_race [races]` runs 50 races of 200 desks over the server's own kind of pool.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from db import migrate, reference
from db.database import Database
from db.queries.doctor_list import norm_of
from db.tables import Attachment, DoctorList, Patient
from domain.attachment import AttachmentReason, ListKind
from resolvers import attachment
from resolvers.refusals import NormExceeded
from server.embedded import SERVER_ROLE, SUPERUSER, Cluster
from tests.api import town as towns
from tests.api.town import Town

RACES, DESKS, CONNECTIONS = 50, 200, 20
OUTSIDERS_FROM_ELSEWHERE = 2


@dataclass(frozen=True, slots=True)
class Race:
    """What happened: `places` were free, `people` are on the list afterwards, `limit` may be."""

    outcomes: Counter[str]
    people: int
    counted: int
    limit: int
    losers_offered_a_doctor: bool
    seconds: float

    @property
    def fair(self) -> bool:
        """One winner, nobody over the limit, no error, every loser offered somebody else."""
        return (
            self.outcomes == {"attached": 1, "told": sum(self.outcomes.values()) - 1}
            and self.people == self.limit
            and self.counted == 1
            and self.losers_offered_a_doctor
        )


async def gather_people(town: Town, count: int) -> list[Patient]:
    """Every other one comes from another clinic."""
    patients = []
    async with town.as_system() as tx:
        for number in range(count):
            home = town.there if number % OUTSIDERS_FROM_ELSEWHERE else town.here
            patients.append(await tx.insert(towns.person(home)))
            await tx.insert(towns.attachment(patients[-1], home, ListKind.THERAPIST))
    return patients


async def run(town: Town, patients: list[Patient]) -> Race:
    """One race for the last place on a new list, a desk for each person; who gets it leaves `patients`."""
    most = limit()
    async with town.as_system() as tx:
        wanted = await towns.doctor_list(tx, town.here.clinic.id, ListKind.GP)
    await town.set_people(wanted, most - 1)
    started = time.perf_counter()
    outcomes = await asyncio.gather(
        *(_desk(town, wanted, patient) for patient in patients), return_exceptions=True
    )
    seconds = time.perf_counter() - started
    (row,) = await town.all("select people from doctor_list where id = :id", id=wanted.id)
    winners = await town.all("select patient_id from attachment where list_id = :id", id=wanted.id)
    losers = [outcome for outcome in outcomes if isinstance(outcome, NormExceeded)]
    gone = {winner.patient_id for winner in winners}
    patients[:] = [patient for patient in patients if patient.id not in gone]
    return Race(
        Counter(map(_word, outcomes)),
        row.people,
        len(winners),
        most,
        all(loser.alternatives for loser in losers),
        seconds,
    )


def limit() -> int:
    rules = reference.attachment_rules()
    norm = norm_of(ListKind.GP, towns.today())
    assert norm
    return rules.limit(norm)


async def _desk(town: Town, wanted: DoctorList, patient: Patient) -> object:
    async with town.operation(town.here.viewer()) as context:
        given = {
            "patient_id": patient.id,
            "list_id": wanted.id,
            "reason": AttachmentReason.FREE_CHOICE,
            "home_visit_waiver": True,
        }
        return await attachment.attach(context, given)


def _word(outcome: object) -> str:
    if isinstance(outcome, Attachment):
        return "attached"
    return "told" if isinstance(outcome, NormExceeded) else f"failed: {type(outcome).__name__}: {outcome}"


async def _races(url: str, races: int) -> list[Race]:
    database = Database(url, pool_size=CONNECTIONS, wait_seconds=120)
    try:
        town = await towns.build(database)
        patients = await gather_people(town, DESKS)
        done = []
        for _ in track(range(races), "Races"):
            patients += await gather_people(town, DESKS - len(patients))
            done.append(await run(town, patients))
        return done
    finally:
        await database.dispose()


def main() -> int:
    console, asked = Console(), int(sys.argv[1]) if len(sys.argv) > 1 else RACES
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres", durable=False)
        cluster.start()
        try:
            cluster.create_database()
            migrate.upgrade(cluster.url(SUPERUSER))
            races = asyncio.run(_races(cluster.url(SERVER_ROLE), asked))
        finally:
            cluster.stop()
    fair = sum(race.fair for race in races)
    for race in (race for race in races if not race.fair):
        console.print(race)
    middle = statistics.median(race.seconds for race in races)
    console.print(
        f"{fair} of {len(races)} races of {DESKS} desks were fair: one attached, {DESKS - 1} told and "
        f"offered another doctor, nobody over the limit, no error; "
        f"{DESKS / middle:.0f} decisions/s (median race {middle:.2f} s)."
    )
    return 0 if fair == len(races) else 1


if __name__ == "__main__":
    sys.exit(main())
