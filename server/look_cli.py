"""Commands that look inside an installation and change nothing."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from server.settings import VARIABLES, Settings, read, settings_from
from server.typed import chosen_from, object_of


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


def list_settings() -> None:
    """Every setting, what it is for, and its value here; secrets are not shown."""
    from rich.table import Table

    chosen = settings_from(os.environ)
    table = Table("Variable", "Value", "What it is", box=None)
    for variable in VARIABLES:
        hidden = not chosen.__dataclass_fields__[variable.target].repr
        value = getattr(chosen, variable.target)
        table.add_row(variable.name, "(hidden)" if hidden and value else str(value), variable.about)
    Console(highlight=False).print(table)


def schema() -> None:
    """Print the GraphQL schema, with every description: the manual of the API."""
    from schema.root import schema as built

    typer.echo(built.as_str())


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
    from server.installed import installed_database

    office, given = chosen_from(Role, role, "--role"), object_of(variables, "--variables")
    console = Console(highlight=False)

    async def show(ready: Settings) -> None:
        found = explaining.explain(ready, file.read_text(), office, given)
        async for level in found:
            console.print(f"[bold]{level.level}[/]  cost {level.cost}")
            console.print(f"{level.sql}\n\n{level.seen}\n", markup=False, soft_wrap=True)

    with installed_database(settings_from(os.environ)) as ready:
        try:
            asyncio.run(show(ready))
        except explaining.NotExplained as reason:
            raise typer.BadParameter(str(reason)) from None


def access() -> None:
    """Print the permission matrix: which role may do what."""
    from rich.table import Table

    from domain.access import PERMISSIONS, Action, Role

    table = Table("Action", *(role.value for role in Role), box=None)
    for action in Action:
        allowed = PERMISSIONS.get(action, frozenset())
        table.add_row(action.value, *("●" if role in allowed else "·" for role in Role))
    Console(width=None if sys.stdout.isatty() else 240, highlight=False).print(table)
