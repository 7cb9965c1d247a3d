"""`emhana user create`: the first account of a house, on record, refused in sentences."""

from typing import Any

import psycopg
import pytest

from db.passwords import verify_password
from domain.access import Role
from domain.language import Language
from server.open_account import AccountRefused, open_account
from tests.conftest import Urls

BIN = "990140001234"
PASSWORD = "snow leopards read at night"
ADMINISTRATOR: dict[str, Any] = {
    "login": "aigul",
    "password": PASSWORD,
    "name": "Айгүл Серікқызы",
    "role": Role.CLINIC_ADMIN,
    "clinic_bin": BIN,
    "regions": [],
    "language": Language.KK,
}


@pytest.fixture
def house(urls: Urls) -> Urls:
    """A database with one clinic and nobody in it."""
    with psycopg.connect(urls.owner) as connection:
        connection.execute("insert into region values ('ala', 'А', 'А', 'A', 'today', null, 'test')")
        connection.execute(
            """insert into clinic (id, bin, name_kk, name_ru, kind, ownership, region_code, kato, address,
                                   is_demo, version)
               select uuidv7(), %s, 'Емхана', 'Поликлиника', 'CITY_POLYCLINIC', 'STATE', 'ala', '750000000',
                      'Абая, 1', false, 1""",
            (BIN,),
        )
    return urls


async def test_the_account_may_sign_in_and_its_opening_is_on_record(house: Urls) -> None:
    await open_account(house.server, **ADMINISTRATOR)
    with psycopg.connect(house.owner) as connection:
        row = connection.execute("select role, password_hash, active from account").fetchone()
        event = connection.execute("select operation, role from access_event").fetchone()
    assert row
    assert (row[0], row[2]) == ("CLINIC_ADMIN", True)
    assert await verify_password(row[1], PASSWORD)
    assert event == ("userCreate", "SYSTEM")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short"}, "has fewer than 15 characters"),
        ({"password": "aigul aigul aigul"}, "contains the login"),
        ({"clinic_bin": None}, "works in a clinic"),
        ({"clinic_bin": "000000000000"}, "works in a clinic"),
        ({"role": Role.AUDITOR}, "works for regions"),
        ({"role": Role.AUDITOR, "regions": ["ala", "99"]}, "^99 is none of the regions "),
        ({"role": Role.SYSTEM}, "is not an office"),
    ],
)
async def test_what_cannot_be_opened_is_refused_in_a_sentence(
    house: Urls, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(AccountRefused, match=said):
        await open_account(house.server, **(ADMINISTRATOR | changed))


async def test_a_login_is_taken_once(house: Urls) -> None:
    await open_account(house.server, **ADMINISTRATOR)
    with pytest.raises(AccountRefused, match="is taken"):
        await open_account(house.server, **ADMINISTRATOR)
