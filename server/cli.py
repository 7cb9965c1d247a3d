"""`emhana`: every command of an installation. Imports wait for the command, so that help is quick."""

import os
import sys
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer
from rich.console import Console

from server import look_cli
from server.audit_cli import app as audit
from server.immunization_cli import app as immunization
from server.immunization_plan_cli import plan_command
from server.reminders_cli import app as reminders
from server.settings import settings_from
from server.user_cli import app as user

EXAMPLES = """
[bold]Examples[/bold]

  emhana run                     try it on this machine, with a demo city
  emhana doctor                  what is wrong here, and how to mend it
  emhana migrate                 on each release, before it is served
  emhana serve --workers 2       for real, behind a proxy that speaks TLS
  emhana demo --people 100000    a believable region to measure with

Settings come from the environment: [bold]emhana settings[/bold] lists them.
"""

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
DEMO_PEOPLE = 8_000
"""The demo's own size: help tells it without waiting for the demo to be imported, and a test holds the two together."""
Supervised = Annotated[bool, typer.Option("--supervised", hidden=True)]


@app.command(rich_help_panel=OPERATE)
def run(
    people: Annotated[int, typer.Option(min=100, help="People of the demo city.")] = DEMO_PEOPLE,
) -> None:
    """Start it all for trying out: database, demo city, server and worker. Ctrl-C stops it all.

    The first start fills an empty database and prints one login per role; later ones keep what is there. The data,
    files and logs stay in ./var (EMHANA_VAR); the server listens on EMHANA_PORT. What stops by itself is started again.
    """
    from server.run import run as run_all

    run_all(settings_from(os.environ), people)


@app.command(rich_help_panel=OPERATE)
def serve(
    workers: Annotated[int, typer.Option(min=1, help="Processes; about one for each core.")] = 1,
    host: Annotated[str | None, typer.Option(help="Address to listen on, before EMHANA_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, before EMHANA_PORT.")] = None,
    supervised: Supervised = False,
) -> None:
    """Serve the API and the web client until told to stop; requests in flight are answered first."""
    from server.embedded import with_database
    from server.prerequisites import port_free

    chosen = settings_from(os.environ)
    chosen = replace(chosen, host=host or chosen.host, port=port or chosen.port)
    if taken := port_free(chosen.port, chosen.host):
        sys.exit(taken)
    with with_database(chosen) as ready:
        from db.migrate import upgrade  # takes a second or two: what cannot be is told before
        from server import serving

        if supervised:
            serving.stop_when_orphaned()
        serving.refuse_half_loaded(ready)
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

    chosen = settings_from(os.environ)
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
    EMHANA_DATABASE_URL. On each release it comes before the new servers; the old ones may serve on meanwhile,
    unless a migration says in its first line that they must be stopped.
    """
    from server.embedded import with_database

    with with_database(settings_from(os.environ)) as ready:
        from db import installation  # takes a second: what cannot be is told before
        from db.demo import is_unfinished
        from db.migrate import upgrade
        from db.resealing import reseal

        if is_unfinished(ready.owner_database_url):
            sys.exit("The demo was interrupted while it was loaded: run `emhana demo` to finish it, then migrate.")
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
    people: Annotated[int, typer.Option(min=100, help="How many people the region has.")] = DEMO_PEOPLE,
) -> None:
    """Fill an empty database with a believable region: clinics, staff, people, attachments, logins.

    Everybody in it is invented, dates are relative to today, and the logins are those that `emhana run` prints: never
    for a database that real people will use. A database that holds anybody is refused; a
    load that was interrupted late is finished.
    """
    from db.demo import is_unfinished
    from db.migrate import upgrade
    from server.embedded import with_database
    from server.run import load_demo

    with with_database(settings_from(os.environ)) as ready:
        if not is_unfinished(ready.owner_database_url):
            upgrade(ready.owner_database_url)
        load_demo(ready, people, Console(highlight=False))


look_inside = partial(app.command, rich_help_panel=LOOK)
look_inside("doctor")(look_cli.doctor)
look_inside("settings")(look_cli.list_settings)
look_inside("schema")(look_cli.schema)
look_inside("explain")(look_cli.explain)
look_inside("access")(look_cli.access)
immunization.command("plan")(plan_command)
app.add_typer(user, name="user", rich_help_panel=ACCOUNTS)
app.add_typer(reminders, name="reminders", rich_help_panel=OPERATE)
app.add_typer(audit, name="audit", rich_help_panel=LOOK)
app.add_typer(immunization, name="immunization", rich_help_panel=LOOK)


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
