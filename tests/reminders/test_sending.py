"""What a worker looks at in the moment of sending, against a real gateway and a real mail server."""

import asyncio
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.tables import Consent, Deferral, ReminderOptOut
from domain.consent import ConsentDecision, Signer
from domain.reminder_opt_out import ReminderOptOutSource
from domain.reminder_rules import ReminderChannel
from server.channels.http import Webhook
from server.channels.mail import Mail
from server.reminders import plan_day
from tests.api.town import Town, today
from tests.reminders.conftest import (
    SECRET,
    Family,
    gateway,
    mail_server,
)
from tests.reminders.hands import (
    ALL,
    ORIGIN,
    all_ready,
    by_nobody,
    by_sms,
    ready,
    send_all,
    sender,
    sms,
    the_row,
)


async def test_one_message_is_about_siblings_and_all_that_is_due(
    town: Town, always: Path, tmp_path: Path
) -> None:
    made = await ready(town, children=2)
    async with by_sms(town, tmp_path) as (server, hands):
        await send_all(hands)
    (taken,) = server.taken()
    row = await the_row(town)
    assert (row.fate, row.left_on, row.gateway_id) == ("SENT", today(), f"g-{str(row.id)[:8]}")
    assert (taken["id"], taken["to"]) == (str(row.id), made.mother.phones[0])
    assert all(child.given_name in taken["text"] for child in made.children)
    items = await town.all("select distinct patient_id from reminder_item where dropped is null")
    assert {item.patient_id for item in items} >= {child.id for child in made.children}
    (event,) = await town.all("select * from access_event where operation = 'sendReminder'")
    assert {child.id for child in made.children} <= set(event.patient_ids)
    assert await plan_day(town.database, ALL) == 0


async def refuse_everything(town: Town, made: Family) -> None:
    (child,) = made.children
    sql = "select vaccine_group from immunization_due where patient_id = :id"
    for due in await town.all(sql, id=child.id):
        async with town.as_system() as tx:
            await tx.insert(
                Consent(
                    patient_id=child.id,
                    clinic_id=town.here.clinic.id,
                    record_clinic_id=town.here.clinic.id,
                    vaccine_group=due.vaccine_group,
                    decision=ConsentDecision.REFUSAL,
                    written_on=today(),
                    signed_by=Signer.MOTHER,
                )
            )


async def defer_everything(town: Town, made: Family) -> None:
    async with town.as_system() as tx:
        await tx.insert(
            Deferral(
                patient_id=made.children[0].id,
                clinic_id=town.here.clinic.id,
                record_clinic_id=town.here.clinic.id,
                since=today(),
                until=today() + timedelta(days=30),
                reason="Қызба",
            )
        )


async def die(town: Town, made: Family) -> None:
    async with town.as_system() as tx:
        await tx.execute(
            text("update patient set deceased_on = :on where id = :id"),
            {"on": today(), "id": made.children[0].id},
        )


async def move_away(town: Town, made: Family) -> None:
    async with town.as_system() as tx:
        await tx.execute(
            text("update attachment set ends_on = :on, end_reason = 'LEFT_COUNTRY' where patient_id = :id"),
            {"on": today(), "id": made.children[0].id},
        )


async def opt_out(town: Town, made: Family) -> None:
    async with town.as_system() as tx:
        await tx.insert(
            ReminderOptOut(
                patient_id=made.mother.id, clinic_id=town.here.clinic.id, source=ReminderOptOutSource.STAFF
            )
        )


async def stop_being_the_guardian(town: Town, made: Family) -> None:
    async with town.as_system() as tx:
        await tx.execute(text("update family_link set until = current_date"))


@pytest.mark.parametrize(
    ("happens", "reasons"),
    [
        (refuse_everything, {"REFUSED"}),
        (defer_everything, {"DEFERRED"}),
        (die, {"DECEASED"}),
        (move_away, {"DETACHED"}),
        (opt_out, {"OPTED_OUT"}),
        (stop_being_the_guardian, {"NOT_THE_GUARDIAN"}),
    ],
)
async def test_what_happened_meanwhile_is_seen_in_the_moment_of_sending(
    town: Town, always: Path, tmp_path: Path, happens: Any, reasons: set[str]
) -> None:
    made = await ready(town, birth_date=today() - timedelta(days=365 * 30))
    await town.all("select 1")
    async with town.as_system() as tx:
        own = {"id": made.mother.id}
        await tx.execute(text("update reminder_item set dropped = 'TOO_LATE' where patient_id = :id"), own)
    await happens(town, made)
    async with by_sms(town, tmp_path) as (server, hands):
        await send_all(hands)
    assert server.taken() == []
    row = await the_row(town)
    assert (row.fate, {row.reason}) == ("WITHDRAWN", reasons)
    assert row.left_on is None


async def test_whom_a_desk_has_in_hand_is_waited_for(town: Town, always: Path, tmp_path: Path) -> None:
    made = await ready(town)
    with gateway(tmp_path) as server:
        async with (
            sender(town.database, {ReminderChannel.SMS: sms(server)}) as hands,
            town.as_system() as desk,
        ):
            await desk.rows(
                text("select id from patient where id = :id for no key update"),
                {"id": made.children[0].id},
            )
            await send_all(hands)
        assert server.taken() == []
    row = await the_row(town)
    assert (row.fate, row.reason) == ("PLANNED", "PLAN_STALE")


async def test_a_lost_answer_is_asked_for(town: Town, always: Path, tmp_path: Path) -> None:
    await ready(town)
    async with by_sms(town, tmp_path, lost=1.0) as (server, hands):
        await send_all(hands)
    assert len(server.taken()) == 1
    assert (await the_row(town)).fate == "SENT"


async def test_a_letter_without_an_answer_stays_unknown_and_is_not_repeated_that_day(
    town: Town, always: Path, tmp_path: Path
) -> None:
    await ready(town, email=True)
    with mail_server(tmp_path, lost=1.0) as server:
        mail = Mail(f"smtp://127.0.0.1:{server.port}", "Emhana <post@clinic.example>", 5)
        async with sender(town.database, {ReminderChannel.EMAIL: mail}) as hands:
            await send_all(hands)
            assert await plan_day(town.database, ALL) == 0
        (letter,) = server.taken()
    row = await the_row(town)
    assert (row.fate, row.reason, letter["id"]) == ("UNKNOWN", "OUTCOME_UNKNOWN", str(row.id))
    assert letter["one_click"] == "List-Unsubscribe=One-Click"
    assert letter["unsubscribe"].startswith(f"<{ORIGIN}/reminders/stop/")
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    assert await plan_day(town.database, ALL, tomorrow) == 1


async def test_a_channel_that_is_down_rests_and_costs_no_attempt(town: Town, always: Path) -> None:
    await all_ready(town, 5)
    async with by_nobody(town) as hands:
        await send_all(hands)
    (channel,) = await town.all("select * from reminder_channel where channel = 'SMS'")
    assert (channel.failures, channel.closed_until is not None) == (3, True)
    rows = await town.all("select fate, reason, tries from reminder")
    assert {row.reason for row in rows} == {"CHANNEL_DOWN"}
    assert {row.tries for row in rows} == {0}


async def test_a_webhook_gets_a_signed_body(town: Town, always: Path, tmp_path: Path) -> None:
    await ready(town)
    with gateway(tmp_path) as server:
        webhook = Webhook(f"http://127.0.0.1:{server.port}", SECRET, 5)
        async with sender(town.database, {ReminderChannel.WEBHOOK: webhook}) as hands:
            await send_all(hands)
        (taken,) = server.taken()
    assert (taken["type"], taken["language"]) == ("reminder", "kk")
    assert (await the_row(town)).fate == "SENT"


async def test_several_workers_with_jumping_clocks_send_each_once(
    town: Town, always: Path, tmp_path: Path
) -> None:
    await all_ready(town, 20)

    def jumping(now: datetime) -> datetime:
        return now + timedelta(minutes=random.choice((-3, 0, 5)))

    with gateway(tmp_path, lost=0.2, slow=0.05) as server:
        async with (
            sender(town.database, {ReminderChannel.SMS: sms(server)}, clock=jumping) as one,
            sender(town.database, {ReminderChannel.SMS: sms(server)}, clock=jumping) as two,
        ):
            for _ in range(200):
                if not any(await asyncio.gather(*(hands.step() for hands in (one, two, one, two)))):
                    await asyncio.sleep(0.1)  # what is tried again waits for a second and more
                if not await town.all(
                    "select 1 from reminder where fate in ('PLANNED', 'RETRYING', 'SENDING')"
                ):
                    break
        texts = server.taken()
    fates = Counter(row.fate for row in await town.all("select fate from reminder"))
    assert fates == {"SENT": 20}
    assert sorted(Counter(one["to"] for one in texts if not one["again"]).values()) == [1] * 20


async def test_a_notice_goes_to_the_clinic_s_address_or_is_only_shown(
    town: Town, always: Path, tmp_path: Path
) -> None:
    notice = """insert into outbox (topic, recipient, clinic_id, payload, tries)
                values ('attachment.left', 'clinic', :clinic, '{"from_day": "2026-11-24"}', 0)"""
    async with town.as_system() as tx:
        await tx.execute(
            text("update clinic set email = 'here@example.invalid' where id = :id"),
            {"id": town.here.clinic.id},
        )
        for place in (town.here, town.there):
            await tx.execute(text(notice), {"clinic": place.clinic.id})
    with mail_server(tmp_path) as server:
        mail = Mail(f"smtp://127.0.0.1:{server.port}", "Emhana <post@clinic.example>", 5)
        async with sender(town.database, {ReminderChannel.EMAIL: mail}) as hands:
            await send_all(hands)
        (letter,) = server.taken()
    rows = await town.all("select fate, reason from outbox order by fate")
    assert [(row.fate, row.reason) for row in rows] == [("SENT", None), ("WITHDRAWN", "NO_ADDRESS")]
    assert (letter["to"], "24" in letter["text"]) == ("here@example.invalid", True)
