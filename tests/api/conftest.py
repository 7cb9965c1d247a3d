"""What tests of the API share beside the town: its door, and the city of the registrar's desk."""

from collections.abc import AsyncIterator, Iterator

import pytest

from db.database import Database
from tests.api.desk import City, found_city
from tests.api.door import Door, served
from tests.api.town import Town
from tests.conftest import NewDatabase, Urls, filled


@pytest.fixture(scope="session")
def founded_city(new_database: NewDatabase) -> Iterator[tuple[str, City]]:
    with new_database() as urls:
        yield filled(urls, found_city)


@pytest.fixture
def foundation(request: pytest.FixtureRequest, foundation: str) -> str:
    found: str = request.getfixturevalue("founded_city")[0] if "city" in request.fixturenames else foundation
    return found


@pytest.fixture
def city(database: Database, founded_city: tuple[str, City]) -> City:
    _, founded = founded_city
    return City(database, founded.here, founded.there)


@pytest.fixture
async def door(town: Town, urls: Urls) -> AsyncIterator[Door]:
    async with served(urls, secret="tests") as client:
        yield Door(town, urls, client)
