"""Hands that send: a sender at a gateway that takes, or at none, and families whose message is ready."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from db.database import Database
from domain.reminder_rules import ReminderChannel
from server.channels import Channel
from server.channels.http import SmsGateway
from server.reminder_sending import Sender
from server.reminders import plan_day
from tests.api.town import Town
from tests.reminders.conftest import (
    SECRET,
    Family,
    Outside,
    family,
    free_port,
    gateway,
    planned_immunizations,
)

ALL = frozenset(ReminderChannel)
ORIGIN = "https://emhana.example"


def sms(server: Outside) -> SmsGateway:
    return SmsGateway(f"http://127.0.0.1:{server.port}", SECRET, "Emhana", 5)


@asynccontextmanager
async def sender(
    database: Database, channels: dict[ReminderChannel, Channel], **more: Any
) -> AsyncIterator[Sender]:
    made = Sender(database, channels, ORIGIN, **more)
    await made.announce()
    yield made
    for channel in channels.values():
        await channel.close()


@asynccontextmanager
async def by_sms(town: Town, folder: Path, **trouble: float) -> AsyncIterator[tuple[Outside, Sender]]:
    """Hands at a gateway, and what it took."""
    with gateway(folder, **trouble) as server:
        async with sender(town.database, {ReminderChannel.SMS: sms(server)}) as hands:
            yield server, hands


@asynccontextmanager
async def by_nobody(town: Town) -> AsyncIterator[Sender]:
    """Hands at a gateway that does not answer."""
    nobody = SmsGateway(f"http://127.0.0.1:{free_port()}", SECRET, "Emhana", 1)
    async with sender(town.database, {ReminderChannel.SMS: nobody}) as hands:
        yield hands


async def send_all(hands: Sender) -> None:
    while await hands.step():
        pass


async def ready(town: Town, number: int = 1, **details: Any) -> Family:
    """A family with a message planned for today."""
    made = await family(town, number, **details)
    await planned_immunizations(town)
    assert await plan_day(town.database, ALL) == 1
    return made


async def all_ready(town: Town, families: int) -> None:
    """So many families, each with a message planned for today."""
    for number in range(families):
        await family(town, number)
    await planned_immunizations(town)
    assert await plan_day(town.database, ALL) == families


async def the_row(town: Town) -> Any:
    (row,) = await town.all("select * from reminder")
    return row
