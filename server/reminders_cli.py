"""`emhana reminders`: a day before it comes, a message to try the way out, a clinic's own address."""

import asyncio
import os
from collections import Counter
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from server.settings import Settings, settings_from
from server.typed import chosen_from, day_from

app = typer.Typer(help="Reminders of due doses.", no_args_is_help=True)

Bin = Annotated[str, typer.Option("--clinic", help="BIN of the clinic.")]


@app.command()
def preview(
    clinic: Bin,
    on: Annotated[str | None, typer.Option(help="YYYY-MM-DD; today when not said.")] = None,
    language: Annotated[str, typer.Option(help="Of the reasons: kk, ru or en.")] = "ru",
) -> None:
    """Who would get what on a day and why, and why others would not."""
    from domain.day import day_of
    from domain.language import Language
    from server.installed import installed_database

    chosen = settings_from(os.environ)
    day = day_from(on) if on else day_of(datetime.now(UTC))
    with installed_database(chosen) as ready:
        asyncio.run(_preview(ready, clinic, day, chosen_from(Language, language, "--language")))


async def _preview(settings: Settings, bin_: str, on: date, language: Any) -> None:
    from db.database import Database
    from db.queries import clinic as clinics
    from db.reference import bring_reminder_rules
    from domain.access import SYSTEM
    from resolvers.reminder_planning import hours_for
    from resolvers.reminder_planning import preview as previewed
    from server.reminders import configured

    bring_reminder_rules(settings.reminder_rules)
    console, silent = Console(highlight=False), Counter[str]()
    told = Table("To", "By", "About", "Text", box=None)
    quiet = Table("Who", "Why not", box=None)
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.transaction(SYSTEM) as tx:
            clinic = await clinics.with_bin(tx, bin_)
            if clinic is None:
                raise typer.BadParameter(f"no clinic has the BIN {bin_}", param_hint="--clinic")
            ways = configured(settings)
            async for one in previewed(tx, clinic.id, on, ways):
                _row(told, quiet, silent, one, clinic, on, language)
    finally:
        await database.dispose()
    console.print(
        f"[bold]{clinic.name_ru}[/], {on}: {told.row_count} messages, {silent.total()} people get none."
    )
    if not hours_for(on).is_open_day(on):
        console.print("A day off: nothing leaves, and what is planned waits for the next working day.")
    if not ways:
        console.print(
            "No channel is set up: `emhana settings` lists EMHANA_SMS_URL, EMHANA_SMTP_URL, EMHANA_WEBHOOK_URL."
        )
    console.print(told, quiet)


def _row(
    told: Table, quiet: Table, silent: Counter[str], one: Any, clinic: Any, on: date, language: Any
) -> None:
    from domain.messages import message
    from resolvers.reminder_planning import said

    if one.proposal is not None and one.proposal.way is not None:
        doses = ", ".join(
            f"{item.given_name}: {item.vaccine_group} {item.dose_number}" for item in one.proposal.items
        )
        way = one.proposal.way
        told.add_row(way.address, way.channel, doses, said(one.proposal, clinic, on))
        return
    silent[one.reason] += 1
    dropped = one.proposal.dropped if one.proposal else ()
    reasons = {reason for _, reason in dropped} | ({one.reason} if one.reason else set())
    quiet.add_row(
        ", ".join(one.names), "; ".join(message(f"WHY_{reason}", language) for reason in sorted(reasons))
    )


@app.command("send-test")
def send_test(
    channel: Annotated[str, typer.Option(help="SMS, EMAIL or WEBHOOK.")],
    to: Annotated[str, typer.Option(help="Phone or e-mail address.")],
) -> None:
    """Send one message by a channel, outside the ledger, and tell what was answered. Exit code 1 if not taken."""
    from domain.delivery import Outcome
    from domain.reminder_rules import ReminderChannel

    chosen = settings_from(os.environ)
    attempt = asyncio.run(_send_test(chosen, chosen_from(ReminderChannel, channel, "--channel"), to))
    console = Console(highlight=False)
    console.print(f"{attempt.outcome} {attempt.detail or ''} {attempt.gateway_id or ''}".strip())
    if attempt.outcome not in (Outcome.ACCEPTED, Outcome.DELIVERED):
        raise typer.Exit(1)


async def _send_test(settings: Settings, channel: Any, to: str) -> Any:
    from uuid import uuid4

    from domain.language import Language
    from server.channels import Outgoing
    from server.reminder_sending import send_test
    from server.reminders import channels_of

    ways = channels_of(settings)
    if channel not in ways:
        raise typer.BadParameter("this channel is not set up: `emhana settings`", param_hint="--channel")
    text = "Emhana: сынақ хабары / проверочное сообщение / a test message"
    trial = Outgoing(id=uuid4(), address=to, language=Language.KK, text=text, subject="Emhana")
    return await send_test(ways[channel], trial)


@app.command("clinic-email")
def clinic_email(clinic: Bin, address: Annotated[str, typer.Option(help="Empty: none.")]) -> None:
    """Where a clinic reads its post: notices that somebody moved elsewhere go there."""
    from server.installed import installed_database

    with installed_database(settings_from(os.environ)) as ready:
        asyncio.run(_clinic_email(ready, clinic, address or None))
    Console(highlight=False).print(f"Notices to {clinic} go to {address or 'nobody'}.")


async def _clinic_email(settings: Settings, bin_: str, address: str | None) -> None:
    from db.database import Database
    from db.queries import clinic as clinics
    from domain.access import SYSTEM

    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.transaction(SYSTEM) as tx:
            if not await clinics.keep_email(tx, bin_, address):
                raise typer.BadParameter(f"no clinic has the BIN {bin_}", param_hint="--clinic")
    finally:
        await database.dispose()
