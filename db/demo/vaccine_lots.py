"""Where a clinic of the demo vaccinates: who gives and records doses there, and from which lots."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from psycopg import Connection
from psycopg.rows import namedtuple_row

from db.demo.copying import copy_rows
from db.demo.ids import Ids

LOT = "id clinic_id vaccine_id series expires_on doses_left version"
MOVEMENT = "lot_id clinic_id kind change dose_id moved_at moved_by"
VACCINES = "select id::text, cvx, dose_ml, route from vaccine order by trade_name desc"
CLINICS = """
select c.id::text, c.number, c.region_code,
       (select a.id::text from account a where a.clinic_id = c.id
         order by a.role = 'NURSE' desc, a.login limit 1) as account_id,
       (select s.id::text from staff s join employment e on e.staff_id = s.id
         where s.clinic_id = c.id order by e.specialty_code = 'NURSE_VACC' desc, s.id limit 1) as nurse_id
  from clinic c order by c.number
"""


@dataclass(frozen=True, slots=True)
class Vaccine:
    id: str
    dose_ml: float | None
    route: str | None


@dataclass(frozen=True, slots=True)
class Lot:
    id: str
    series: str
    expires_on: int


@dataclass(slots=True)
class Room:
    """A clinic's vaccination room; `lots` by the vaccine's code."""

    clinic_id: str
    number: int
    region: str
    account_id: str | None
    nurse_id: str | None
    lots: dict[str, Lot] = field(default_factory=dict)


def vaccines(connection: Connection) -> dict[str, Vaccine]:
    """The product in use by its code."""
    rows = connection.execute(VACCINES)
    return {code: Vaccine(vaccine_id, dose_ml, route) for vaccine_id, code, dose_ml, route in rows}


def open_rooms(connection: Connection, codes: Sequence[str], ids: Ids, today: int) -> dict[str, Room]:
    """By clinic, after its accounts are there."""
    with connection.cursor(row_factory=namedtuple_row) as cursor:
        rows: Sequence[Any] = cursor.execute(CLINICS).fetchall()
    random, rooms = Random(41), {}
    for row in rows:
        rooms[row.id] = room = Room(row.id, row.number, row.region_code, row.account_id, row.nurse_id)
        for code in codes:
            series = f"{code}-{row.number:02}{random.randrange(1000):03}"
            room.lots[code] = Lot(ids.new(), series, today + 120 + int(random.random() * 400))
    return rooms


def stock(
    connection: Connection,
    rooms: Mapping[str, Room],
    products: Mapping[str, Vaccine],
    used: Counter[str],
    ids: Ids,
    today: date,
) -> None:
    """Today's lots, after `used` doses of each; one that is nearly over, one that has expired, one that is empty."""
    random, lots, received = Random(42), [], []
    for room in rooms.values():
        for place, (code, lot) in enumerate(room.lots.items()):
            usual = lot, 20 + int(random.random() * 200)
            for each, left in (usual, *_odd_lots(place, code, ids, today.toordinal())):
                expires = date.fromordinal(each.expires_on)
                lots.append((each.id, room.clinic_id, products[code].id, each.series, expires, left, 1))
                came = left + used[each.id]
                received.append((each.id, room.clinic_id, "RECEIVED", came, None, today, None))
    copy_rows(connection, "vaccine_lot", LOT, lots)
    copy_rows(connection, "vaccine_lot_movement", MOVEMENT, received)


def _odd_lots(place: int, code: str, ids: Ids, today: int) -> Iterator[tuple[Lot, int]]:
    if place % 4 == 0:
        yield Lot(ids.new(), f"{code}-OLD{place}", today - 20), 3
    if place % 4 == 1:
        yield Lot(ids.new(), f"{code}-SOON{place}", today + 12), 8
