"""What tests of the API share beside the town: its door."""

from collections.abc import AsyncIterator

import pytest

from tests.api.door import Door, served
from tests.api.town import Town
from tests.conftest import Urls


@pytest.fixture
async def door(town: Town, urls: Urls) -> AsyncIterator[Door]:
    async with served(urls, secret="tests") as client:
        yield Door(town, urls, client)
