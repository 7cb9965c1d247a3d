"""What became of messages: delivered, failed, refused, held up by a channel that is down; and what the clinic sees."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from domain.access import Role
from domain.reminder_rules import ReminderChannel
from resolvers import lists
from resolvers import reminder as resolved
from server.reminder_sending import Sender
from server.reminders import plan_day
from tests.api.town import Town
from tests.reminders.hands import ALL, all_ready, by_nobody, by_sms, ready, send_all, the_row

# The numbers to which the gateway of the tests gives a fate of their own.
DELIVERED, ABSENT, NO_MOBILE = "+77990000001", "+77990000002", "+77990000003"


async def minutes_pass(town: Town, minutes: int) -> None:
    """Everything that has happened to messages happened so much earlier."""
    moved = ", ".join(
        f"{name} = {name} - :past"
        for name in ("planned_at", "settled_at", "asked_at", "claimed_at", "next_try_at")
    )
    channel = (
        "update reminder_channel set closed_until = closed_until - :past, changed_at = changed_at - :past"
    )
    async with town.as_system() as tx:
        past = {"past": timedelta(minutes=minutes)}
        await tx.execute(text(f"update reminder set {moved}"), past)
        await tx.execute(text(channel), past)


async def ask_for_all(hands: Sender) -> None:
    while await hands.look_after():
        pass


async def as_the_clinic_sees_it(town: Town) -> Any:
    """The one message on the nurse's ledger, in her words, with what she can do."""
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        page = await lists.listed(context, "reminder", {}, None, lists.Window(first=100))
        (row,) = page.rows
        return (
            row.fate,
            resolved.reason_words(row, context),
            row.detail,
            resolved.available_actions(row, context),
        )


async def try_again(town: Town) -> None:
    row = await the_row(town)
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        await resolved.retry(context, {"reminder_id": row.id, "version": row.version})


async def channels_of(town: Town) -> list[resolved.ChannelState]:
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        return await resolved.channels(context)


async def test_what_was_accepted_is_asked_for_until_it_is_delivered(
    town: Town, always: Path, tmp_path: Path
) -> None:
    await ready(town, phones=[DELIVERED])
    async with by_sms(town, tmp_path) as (_, hands):
        await send_all(hands)
        await ask_for_all(hands)
        assert (await the_row(town)).fate == "SENT", "nobody asks at once"
        await minutes_pass(town, 6)
        await ask_for_all(hands)
        row = await the_row(town)
        assert (row.fate, row.left_on is not None, row.reason) == ("DELIVERED", True, None)
        assert not await hands.look_after(), "and nobody asks again"


async def test_what_is_on_its_way_is_asked_for_every_five_minutes_and_two_days_at_most(
    town: Town, always: Path, tmp_path: Path
) -> None:
    await ready(town)
    async with by_sms(town, tmp_path) as (_, hands):
        await send_all(hands)
        for minutes, asked in ((4, False), (2, True), (4, False), (2, True), (60 * 48, False)):
            await minutes_pass(town, minutes)
            assert await hands.look_after() is asked, minutes
    assert (await the_row(town)).fate == "SENT"


async def test_a_gateway_that_is_away_leaves_the_question_open(
    town: Town, always: Path, tmp_path: Path
) -> None:
    await ready(town, phones=[DELIVERED])
    async with by_sms(town, tmp_path) as (_, hands):
        await send_all(hands)
    await minutes_pass(town, 6)
    async with by_nobody(town) as hands:
        await ask_for_all(hands)
    row = await the_row(town)
    assert (row.fate, row.asked_at is not None) == ("SENT", True)


async def test_what_could_not_be_delivered_is_dead_and_leaves_anew_when_the_number_is_right(
    town: Town, always: Path, tmp_path: Path
) -> None:
    """The gateway takes one key once: under the old one the second chance would be none."""
    made = await ready(town, phones=[ABSENT])
    async with by_sms(town, tmp_path) as (server, hands):
        await send_all(hands)
        await minutes_pass(town, 6)
        await ask_for_all(hands)
        fate, words, detail, can = await as_the_clinic_sees_it(town)
        assert (fate, detail, can) == ("DEAD", "absent subscriber", ["RETRY"])
        assert words
        assert await plan_day(town.database, ALL) == 0, "nobody writes to that number again by themselves"

        async with town.as_system() as tx:
            right = {"id": made.mother.id, "phones": [DELIVERED]}
            await tx.execute(text("update patient set phones = :phones where id = :id"), right)
        await try_again(town)
        await send_all(hands)
        await minutes_pass(town, 6)
        await ask_for_all(hands)
    first, second = server.taken()
    assert (await the_row(town)).fate == "DELIVERED"
    assert (first["to"], second["to"]) == (ABSENT, DELIVERED)
    assert first["id"] != second["id"]


async def test_a_refused_number_is_left_alone_for_as_long_as_one_who_was_told(
    town: Town, always: Path, tmp_path: Path
) -> None:
    await ready(town, phones=[NO_MOBILE])
    async with by_sms(town, tmp_path) as (server, hands):
        await send_all(hands)
    assert server.taken() == []
    fate, words, detail, can = await as_the_clinic_sees_it(town)
    assert (fate, detail, can) == ("DEAD", "HTTP 422 not a mobile number", ["RETRY"])
    assert words
    assert await plan_day(town.database, ALL) == 0
    (row,) = await town.all("select settled_at from reminder")
    assert await plan_day(town.database, ALL, row.settled_at + timedelta(days=13)) == 0
    assert await plan_day(town.database, ALL, row.settled_at + timedelta(days=14)) == 1


async def test_a_channel_that_is_down_is_said_so_and_when_it_is_back_each_message_leaves_once(
    town: Town, always: Path, tmp_path: Path
) -> None:
    await all_ready(town, 5)
    async with by_nobody(town) as hands:
        await send_all(hands)
    (state,) = await channels_of(town)
    assert (state.channel, state.down, state.waiting) == (ReminderChannel.SMS, True, 5)
    assert state.detail
    assert "ConnectError" in state.detail
    assert state.next_try_at > state.since  # type: ignore[operator]

    await minutes_pass(town, 15)
    async with by_sms(town, tmp_path) as (server, hands):
        await send_all(hands)
    texts = server.taken()
    assert len({one["to"] for one in texts}) == len(texts) == 5
    (state,) = await channels_of(town)
    assert (state.down, state.waiting, state.detail) == (False, 0, None)


async def test_what_a_channel_held_up_for_three_days_is_dead_with_its_reason_and_said_the_next_day(
    town: Town, always: Path
) -> None:
    await ready(town)
    async with by_nobody(town) as hands:
        await send_all(hands)
        await minutes_pass(town, 60 * 24 * 3)
        await send_all(hands)
    fate, words, detail, can = await as_the_clinic_sees_it(town)
    assert (fate, can) == ("DEAD", ["RETRY"])
    assert words
    assert "ConnectError" in detail
    row = await the_row(town)
    assert (row.reason, row.tries) == ("TRIED_TOO_LONG", 0)
    assert await plan_day(town.database, ALL, row.settled_at + timedelta(days=1)) == 1


async def test_a_second_chance_has_three_days_of_its_own(town: Town, always: Path) -> None:
    await ready(town)
    async with by_nobody(town) as hands:
        await send_all(hands)
        await minutes_pass(town, 60 * 24 * 3)
        await send_all(hands)
        await try_again(town)
        async with town.as_system() as tx:
            await tx.execute(text("update reminder_channel set closed_until = null, failures = 0"))
        await send_all(hands)
    row = await the_row(town)
    assert (row.fate, row.reason) == ("RETRYING", "CHANNEL_DOWN")
