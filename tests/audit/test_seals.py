"""Whoever changes the audit trail is found, however much of the database is theirs."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from typer.testing import CliRunner

from db.audit.head import head_of, root_of
from db.audit.key import KeyMissing, make_key
from db.audit.sealing import Sealer, TrailRewritten
from db.audit.verification import Verdict, verify
from db.database import Database
from db.tables import AccessSeal
from server.cli import app
from tests.conftest import NewDatabase, Urls

HEADS, EACH = 3, 5
ADD: LiteralString = (
    "insert into access_event (account_name, role, operation, patient_ids, patient_count, purpose, outcome, changes, at) "
    "select 'Сынақ', 'NURSE', 'Person', array[uuidv7()], 1, 'Қабылдау ' || n, 'OK', '{\"b\": 1, \"a\": [2.5]}', "
    "now() - %s::interval from generate_series(1, %s) n"
)


@dataclass(frozen=True, slots=True)
class Trail:
    """A sealed trail, its attacker and its verifier."""

    urls: Urls
    folder: Path
    database: Database
    superuser: psycopg.Connection[Any]

    @property
    def sealer(self) -> Sealer:
        return Sealer(self.folder / "seal.key", self.folder / "seals.log")

    def add(self, count: int = EACH, ago: str = "0") -> None:
        self.superuser.execute(ADD, [ago, count])

    async def seal(self) -> int:
        return await self.sealer.seal(self.database)

    async def verdict(self) -> Verdict:
        return await verify(self.database, self.sealer.key, self.sealer.log)

    def attack(self, *statements: LiteralString) -> None:
        for table in ("access_event", "access_seal"):
            self.superuser.execute(f"alter table {table} disable trigger never_changed")
        for statement in statements:
            assert self.superuser.execute(statement).rowcount, statement


def trail_of(urls: Urls, folder: Path, superuser: psycopg.Connection[Any]) -> Trail:
    return Trail(urls, folder, Database(urls.server, pool_size=3), superuser)


@pytest.fixture(scope="module")
def sealed(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Three heads, the events of the first an hour old."""
    folder = tmp_path_factory.mktemp("seals")

    async def fill(urls: Urls) -> None:
        with psycopg.connect(urls.owner, autocommit=True) as superuser:
            trail = trail_of(urls, folder, superuser)
            for number in range(HEADS):
                trail.add(ago="0" if number else "1 hour")
                assert await trail.seal() == 1
            await trail.database.dispose()

    with new_database() as urls:
        asyncio.run(fill(urls))
        yield urls.owner.split("?")[0].rsplit("/", 1)[-1], folder


@pytest.fixture
async def trail(new_database: NewDatabase, sealed: tuple[str, Path], tmp_path: Path) -> AsyncIterator[Trail]:
    name, folder = sealed
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with new_database(template=name) as urls, psycopg.connect(urls.owner, autocommit=True) as superuser:
        trail = trail_of(urls, tmp_path, superuser)
        yield trail
        await trail.database.dispose()


async def test_what_nobody_touched_is_whole(trail: Trail) -> None:
    verdict = await trail.verdict()

    assert (verdict.heads, verdict.events, verdict.younger, verdict.faults) == (HEADS, HEADS * EACH, 0, [])


ATTACKS: dict[str, tuple[LiteralString, ...]] = {
    "a reason is changed": ("update access_event set purpose = 'Басқа' where purpose = 'Қабылдау 2'",),
    "a moment is moved": (
        "update access_event set at = at + interval '1 microsecond' where purpose = 'Қабылдау 1'",
    ),
    "a change is hidden": ("update access_event set changes = '{}' where purpose = 'Қабылдау 3'",),
    "one row is gone": (
        "delete from access_event where id = (select id from access_event order by at limit 1 offset 7)",
    ),
    "all rows are gone": ("delete from access_event",),
    "a row is put into the past": (
        "insert into access_event (account_name, operation, outcome, patient_ids, patient_count, at) "
        "values ('Сынақ', 'Person', 'OK', '{}', 0, now() - interval '40 minutes')",
    ),
    "two patients' rows are swapped": (
        "update access_event e set patient_ids = o.patient_ids from (select id, lead(patient_ids) over w as after, "
        "lag(patient_ids) over w as patient_ids, row_number() over w as n from access_event window w as (order by id)) o "
        "where o.id = e.id and o.n = 2",
    ),
    "two rows take each other's place": (
        "update access_event set id = uuidv7() where id = (select event_ids[1] from access_seal where position = 2)",
    ),
    "the order is another": (
        "update access_seal set event_ids = array_reverse(event_ids) where position = 2",
    ),
    "a row is taken off the seal": (
        "update access_seal set event_ids = event_ids[2:], size = size - 1 where position = 3",
        "delete from access_event where id = (select id from access_event order by at desc limit 1)",
    ),
    "a seal is gone": ("delete from access_seal where position = 2",),
    "the tail is cut": (
        "delete from access_event where id in (select unnest(event_ids) from access_seal where position = 3)",
        "delete from access_seal where position = 3",
    ),
    "everything is gone": ("delete from access_event", "delete from access_seal"),
}


@pytest.mark.parametrize("attack", ATTACKS)
async def test_an_attack_is_found(attack: str, trail: Trail) -> None:
    trail.attack(*ATTACKS[attack])

    assert (await trail.verdict()).faults


async def test_a_row_put_into_the_past_is_found_after_the_next_head_too(trail: Trail) -> None:
    trail.attack(*ATTACKS["a row is put into the past"])
    trail.add()
    await trail.seal()

    (fault,) = (await trail.verdict()).faults
    assert "put in later than it says" in fault


async def test_seals_of_another_key_are_found(trail: Trail, tmp_path: Path) -> None:
    """An attacker makes a head over the changed rows anew, in every way right but for the key."""
    trail.attack("update access_event set purpose = 'Басқа'")
    forger = make_key(tmp_path / "forged.key")
    events = _events(trail)
    previous = bytes(32)
    for seal in _seals(trail):
        seal.root = root_of(events[key] for key in seal.event_ids)
        seal.previous, seal.key_id = previous, forger.id
        trail.superuser.execute(
            "update access_seal set root = %s, previous = %s, key_id = %s, signature = %s where position = %s",
            [seal.root, previous, forger.id, forger.sign(head_of(seal).signed), seal.position],
        )
        previous = head_of(seal).hash

    faults = (await trail.verdict()).faults
    assert sum("signature of our key" in fault for fault in faults) == HEADS
    assert sum("not the one in the log" in fault for fault in faults) == HEADS
    assert len(faults) == 2 * HEADS


def _events(trail: Trail) -> dict[UUID, dict[str, Any]]:
    with trail.superuser.cursor(row_factory=dict_row) as cursor:
        return {row["id"]: row for row in cursor.execute("select * from access_event")}


def _seals(trail: Trail) -> list[AccessSeal]:
    with trail.superuser.cursor(row_factory=dict_row) as cursor:
        return [AccessSeal(**row) for row in cursor.execute("select * from access_seal order by position")]


async def test_an_older_backup_is_found_and_nothing_is_sealed_over_it(trail: Trail) -> None:
    trail.attack(*ATTACKS["the tail is cut"])
    trail.add()

    with pytest.raises(TrailRewritten):
        await trail.seal()
    (fault,) = [fault for fault in (await trail.verdict()).faults if "tail" in fault]
    assert "head 3" in fault


async def test_a_hole_in_the_log_is_found(trail: Trail) -> None:
    lines = trail.sealer.log.read_bytes().splitlines(keepends=True)
    trail.sealer.log.write_bytes(lines[0] + lines[2])

    (fault,) = (await trail.verdict()).faults
    assert fault == "The log lacks head 2."


async def test_only_what_is_younger_than_the_last_head_can_be_changed_unseen(trail: Trail) -> None:
    trail.add(1)
    trail.attack("update access_event set purpose = 'Басқа' where at = (select max(at) from access_event)")

    verdict = await trail.verdict()
    assert (verdict.younger, verdict.faults) == (1, [])


async def test_a_row_that_is_committed_late_is_sealed_late(trail: Trail) -> None:
    """It was written before rows that were sealed already: no order of ids or moments would have found it."""
    with psycopg.connect(trail.urls.owner) as slow:
        slow.execute(ADD, ["0", 1])
        trail.add()
        await trail.seal()
        trail.add()
        await trail.seal()
        slow.commit()
    assert await trail.seal() == 1

    verdict = await trail.verdict()
    assert (verdict.events, verdict.younger, verdict.faults) == ((HEADS + 2) * EACH + 1, 0, [])


async def test_while_somebody_writes_nothing_after_them_is_settled(trail: Trail) -> None:
    with psycopg.connect(trail.urls.owner) as slow:
        slow.execute(ADD, ["0", 1])
        for _ in range(2):
            trail.add()
            await trail.seal()
        *_, before, after = _seals(trail)
        (began,) = slow.execute("select now()").fetchone() or (None,)
        assert before.settled_at <= after.settled_at < began


async def test_two_workers_seal_in_turn(trail: Trail) -> None:
    trail.add()

    made = await asyncio.gather(*(trail.seal() for _ in range(3)))

    assert sum(made) == 1
    assert (await trail.verdict()).faults == []
    assert len(trail.sealer.log.read_bytes().splitlines()) == HEADS + 1


async def test_a_head_that_a_crash_kept_from_the_log_gets_there(trail: Trail) -> None:
    text = trail.sealer.log.read_bytes()
    trail.sealer.log.write_bytes(text[: text.rfind(b"\n", 0, -1) + 1])

    assert await trail.seal() == 0

    assert trail.sealer.log.read_bytes() == text


async def test_an_idle_night_has_heads_too(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await trail.seal() == 0
    monkeypatch.setattr("db.audit.sealing.HEARTBEAT", timedelta(0))
    assert await trail.seal() == 1

    assert (await trail.verdict()).faults == []


async def test_more_than_fits_under_one_head_goes_under_several(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.audit.sealing.AT_ONCE", 4)
    trail.add(10)

    assert await trail.seal() == 3

    verdict = await trail.verdict()
    assert (verdict.events, verdict.faults) == (HEADS * EACH + 10, [])


async def test_without_its_key_nothing_is_sealed_or_vouched_for(trail: Trail) -> None:
    trail.sealer.key.unlink()
    trail.add()

    with pytest.raises(KeyMissing):
        await trail.seal()
    with pytest.raises(KeyMissing):
        await trail.verdict()
    assert not trail.sealer.key.exists()


async def test_the_key_is_for_its_owner_only(trail: Trail) -> None:
    assert trail.sealer.key.stat().st_mode & 0o777 == 0o600


def run(urls: Urls, folder: Path) -> Callable[..., Any]:
    environment = {"EMHANA_DATABASE_URL": urls.server, "EMHANA_VAR": str(folder)}
    return lambda: CliRunner().invoke(app, ["audit", "verify"], env=environment)


async def test_the_command_says_so(trail: Trail) -> None:
    command = run(trail.urls, trail.folder)

    good = await asyncio.to_thread(command)
    trail.attack(*ATTACKS["one row is gone"])
    bad = await asyncio.to_thread(command)

    assert (good.exit_code, bad.exit_code) == (0, 1), good.output + bad.output
    assert "3 heads over 15 events" in good.output
    assert good.stderr.startswith("Reading the trail"), "a command that is stopped half-way has said something"
    assert "is missing" in bad.output
