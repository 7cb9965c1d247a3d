"""`emhana audit`: whether the trail is whole."""

import os

import typer
from rich.console import Console

from server.settings import settings_from

app = typer.Typer(help="The trail of who read and did what.", no_args_is_help=True)


@app.command()
def verify() -> None:
    """Read the audit trail, its seals and their log; tell what was changed, cut or put in. Exit code 1 if so.

    Only what is younger than the last seal, some seconds, can be changed unseen.
    """
    import asyncio

    from server.installed import installed_database
    from server.trail import judge

    # Stopped half-way, it must not look as if it had found nothing.
    Console(stderr=True, highlight=False).print("Reading the trail and its seals …")
    with installed_database(settings_from(os.environ)) as ready:
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
