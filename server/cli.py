"""`emhana`: every command of an installation. Imports wait for the command, so that help is quick."""

import importlib.util
import os
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from server.reminders_cli import app as reminders
from server.settings import VARIABLES, Settings, read, settings_from

EXAMPLES = """
[bold]Examples[/bold]

  emhana run                     try it on this machine, with a demo city
  emhana doctor                  what is wrong here, and how to mend it
  emhana migrate                 on each release, before it is served
  emhana serve --workers 2       for real, behind a proxy that speaks TLS
  emhana demo --people 100000    a believable region to measure with

Settings come from the environment: [bold]emhana settings[/bold] lists them.
"""

Choice = TypeVar("Choice", bound=StrEnum)

OPERATE, DATA, LOOK, ACCOUNTS = "Run it", "Data", "Look inside", "People who sign in"

app = typer.Typer(
    help="Emhana: a hospital information system for polyclinics and for the Fund that pays and audits them.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
user = typer.Typer(help="Who may sign in.", no_args_is_help=True)
audit = typer.Typer(help="The trail of who read and did what.", no_args_is_help=True)
app.add_typer(user, name="user", rich_help_panel=ACCOUNTS)
app.add_typer(reminders, name="reminders", rich_help_panel=OPERATE)
app.add_typer(audit, name="audit", rich_help_panel=LOOK)
if importlib.util.find_spec("server.immunization_cli"):
    from server.immunization_cli import app as immunization
    from server.immunization_plan_cli import plan_command

    immunization.command("plan")(plan_command)
    app.add_typer(immunization, name="immunization", rich_help_panel=LOOK)

Supervised = Annotated[bool, typer.Option("--supervised", hidden=True)]


def settings() -> Settings:
    return settings_from(os.environ)


@app.command(rich_help_panel=OPERATE)
def run(
    people: Annotated[int | None, typer.Option(min=100, help="People of the demo city.")] = None,
) -> None:
    """Start it all for trying out: database, demo city, server and worker. Ctrl-C stops it all.

    The first start fills an empty database and prints one login per role; later ones keep what is there. The data,
    files and logs stay in ./var (EMHANA_VAR); the server listens on EMHANA_PORT. What stops by itself is started again.
    """
    from server.run import run as run_all

    run_all(settings(), people)


@app.command(rich_help_panel=OPERATE)
def serve(
    workers: Annotated[int, typer.Option(min=1, help="Processes; about one for each core.")] = 1,
    host: Annotated[str | None, typer.Option(help="Address to listen on, before EMHANA_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, before EMHANA_PORT.")] = None,
    supervised: Supervised = False,
) -> None:
    """Serve the API and the web client until told to stop; requests in flight are answered first."""
    from db.migrate import upgrade
    from server import serving
    from server.embedded import with_database
    from server.prerequisites import port_free

    chosen = settings()
    chosen = replace(chosen, host=host or chosen.host, port=port or chosen.port)
    if taken := port_free(chosen.port, chosen.host):
        sys.exit(taken)
    if supervised:
        serving.stop_when_orphaned()
    with with_database(chosen) as ready:
        if chosen.embedded:
            upgrade(ready.owner_database_url)
        serving.serve(ready, workers)


@app.command(rich_help_panel=OPERATE)
def worker(supervised: Supervised = False) -> None:
    """Do the queued and the periodic jobs: settle each new day, plan doses, send reminders, seal the audit trail.

    Run as many as you like beside any number of servers: each job is done by one of them.
    """
    from server import jobs, logs, serving, telemetry
    from server.embedded import with_database

    chosen = settings()
    logs.configure(chosen)
    telemetry.configure(chosen)
    if supervised:
        serving.stop_when_orphaned()
    with with_database(chosen) as ready:
        jobs.work(ready)


@app.command(rich_help_panel=DATA)
def migrate() -> None:
    """Bring the database to the newest schema. Safe to repeat.

    Runs as the role of EMHANA_OWNER_DATABASE_URL, makes the server's role and gives it the password of
    EMHANA_DATABASE_URL. On each release it comes before the new servers; the old ones may serve on meanwhile.
    """
    from db import installation
    from db.migrate import upgrade
    from db.resealing import reseal
    from server.embedded import with_database

    with with_database(settings()) as ready:
        upgrade(ready.owner_database_url)
        installation.share_password(ready.owner_database_url, ready.database_url)
        _, lost = reseal(ready.owner_database_url, ready.vault)
        if lost:
            Console().print(
                f"{lost} second factors or codes of certificates were sealed with a secret that is not given: name it "
                "in EMHANA_EARLIER_SECRETS and migrate again, or reset the former and issue the latter anew."
            )
        Console().print(f"The database is at revision {installation.newest_revision()}, the newest.")


@app.command(rich_help_panel=DATA)
def demo(
    people: Annotated[int | None, typer.Option(min=100, help="How many people the region has.")] = None,
) -> None:
    """Fill an empty database with a believable region: clinics, staff, people, attachments, logins.

    Everybody in it is invented, dates are relative to today, and the logins are those that `emhana run` prints: never
    for a database that real people will use. A database that holds anybody is refused.
    """
    from db.migrate import upgrade
    from server.embedded import with_database
    from server.run import load_demo

    with with_database(settings()) as ready:
        upgrade(ready.owner_database_url)
        load_demo(ready, people, Console(highlight=False))


@app.command(rich_help_panel=LOOK)
def doctor() -> None:
    """Examine this installation; each fault comes with its remedy. Exit code 1 when there is one.

    Looks at settings, folder, port, clock, database and the ways out for reminders, and changes nothing.
    """
    from rich.table import Table

    from server.doctor import Verdict, examine

    marks = {Verdict.GOOD: "[green]✓[/]", Verdict.WARNING: "[yellow]![/]", Verdict.FAILURE: "[red]✗[/]"}
    table = Table(box=None, show_header=False, padding=(0, 1))
    chosen, problems = read(os.environ)
    findings = list(examine(chosen, os.environ, problems))
    for finding in findings:
        remedy = f"\n[dim]{finding.remedy}[/]" if finding.remedy else ""
        table.add_row(marks[finding.verdict], finding.subject, finding.found + remedy)
    Console(highlight=False).print(table)
    if any(finding.verdict is Verdict.FAILURE for finding in findings):
        raise typer.Exit(1)


@app.command(rich_help_panel=LOOK, name="settings")
def list_settings() -> None:
    """Every setting, what it is for, and its value here; secrets are not shown."""
    from rich.table import Table

    chosen = settings()
    table = Table("Variable", "Value", "What it is", box=None)
    for variable in VARIABLES:
        hidden = not chosen.__dataclass_fields__[variable.target].repr
        value = getattr(chosen, variable.target)
        table.add_row(variable.name, "(hidden)" if hidden and value else str(value), variable.about)
    Console(highlight=False).print(table)


@app.command(rich_help_panel=LOOK)
def schema() -> None:
    """Print the GraphQL schema, with every description: the manual of the API."""
    from schema.root import schema as built

    typer.echo(built.as_str())


@app.command(rich_help_panel=LOOK)
def explain(
    file: Annotated[Path, typer.Argument(help="A document with one query.", exists=True, dir_okay=False)],
    role: Annotated[str, typer.Option(help="The office that reads it: DOCTOR, AUDITOR …")],
    variables: Annotated[str, typer.Option(help="Its variables, as JSON.")] = "{}",
) -> None:
    """Show how a query is read: its levels, their SQL, and what PostgreSQL says of each.

    emhana explain docs/examples/en/4-doctor-lists.graphql --role AUDITOR
    """
    import asyncio

    from domain.access import Role
    from server import explain as explaining
    from server.embedded import with_database

    office, given = chosen_from(Role, role, "--role"), object_of(variables, "--variables")
    console = Console(highlight=False)

    async def show(ready: Settings) -> None:
        found = explaining.explain(ready, file.read_text(), office, given)
        async for level in found:
            console.print(f"[bold]{level.level}[/]  cost {level.cost}")
            console.print(f"{level.sql}\n\n{level.seen}\n", markup=False, soft_wrap=True)

    with with_database(settings()) as ready:
        try:
            asyncio.run(show(ready))
        except explaining.NotExplained as reason:
            raise typer.BadParameter(str(reason)) from None


@app.command(rich_help_panel=LOOK)
def access() -> None:
    """Print the permission matrix: which role may do what."""
    from rich.table import Table

    from domain.access import PERMISSIONS, Action, Role

    table = Table("Action", *(role.value for role in Role), box=None)
    for action in Action:
        allowed = PERMISSIONS.get(action, frozenset())
        table.add_row(action.value, *("●" if role in allowed else "·" for role in Role))
    Console(width=None if sys.stdout.isatty() else 240, highlight=False).print(table)


@user.command("create")
def create_user(
    login: Annotated[str, typer.Argument(help="What they sign in with.")],
    role: Annotated[str, typer.Option(help="REGISTRAR, DOCTOR, HEAD_DOCTOR, CLINIC_ADMIN, AUDITOR, INTEGRATION …")],
    name: Annotated[str, typer.Option(help="As colleagues see it.")],
    clinic: Annotated[str | None, typer.Option(help="BIN of the clinic they work in.")] = None,
    region: Annotated[
        list[str] | None, typer.Option(help="KATO code of a region, for the Fund; may be repeated.")
    ] = None,
    language: Annotated[str, typer.Option(help="kk, ru or en.")] = "kk",
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for if absent.")
    ] = "",
) -> None:
    """Open an account: the first administrator of a clinic, who then opens the others in the client.

    emhana user create aigul --role CLINIC_ADMIN --name "Айгүл Сейтова" --clinic 990240001234

    emhana user create erlan --role FUND_OFFICER --name "Ерлан Оспанов" --region 750000000
    """
    import asyncio

    from domain.access import Role
    from domain.language import Language
    from server.embedded import with_database
    from server.open_account import open_account

    with with_database(settings()) as ready:
        opening = open_account(
            ready.database_url,
            login=login,
            password=password,
            name=name,
            role=chosen_from(Role, role, "--role"),
            clinic_bin=clinic,
            regions=region or [],
            language=chosen_from(Language, language, "--language"),
        )
        asyncio.run(opening)
    Console().print(f"{login} may sign in.")


def chosen_from(kind: type[Choice], word: str, option: str) -> Choice:
    try:
        return kind(word)
    except ValueError as error:
        raise typer.BadParameter(f"{word} is none of {', '.join(kind)}", param_hint=option) from error


def object_of(text: str, option: str) -> dict[str, object]:
    import json

    try:
        found = json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"this is no JSON: {error}", param_hint=option) from error
    if not isinstance(found, dict):
        raise typer.BadParameter("this is no JSON object", param_hint=option)
    return found


@audit.command()
def verify() -> None:
    """Read the audit trail, its seals and their log; tell what was changed, cut or put in. Exit code 1 if so.

    Only what is younger than the last seal, some seconds, can be changed unseen.
    """
    import asyncio

    from server.embedded import with_database
    from server.trail import judge

    with with_database(settings()) as ready:
        verdict = asyncio.run(judge(ready))
    console = Console(highlight=False)
    for fault in verdict.faults:
        console.print(f"[red]✗[/] {fault}")
    console.print(
        f"{verdict.heads} heads over {verdict.events} events were read; {verdict.younger} events are too young for one."
    )
    if verdict.faults:
        raise typer.Exit(1)
    console.print("[green]✓[/] Nothing that was sealed has been changed.")


def main() -> None:
    """Expected trouble is one sentence and exit code 1; only our own mistakes show a traceback."""
    from server.trouble import sentence

    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if (said := sentence(error)) is None:
            raise
        sys.exit(said)


if __name__ == "__main__":
    main()
