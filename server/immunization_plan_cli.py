"""`emhana immunization plan`: plan everybody whose plan no longer holds, with progress to be seen."""

import os
import time
from datetime import datetime
from typing import Annotated

import typer

PROCESSES = typer.Option(min=1, help="Processes; one for each core when not said.")
ON = typer.Option(formats=["%Y-%m-%d"], help="As of this day; today in Kazakhstan when not said.")


def plan_command(
    on: Annotated[datetime | None, ON] = None, processes: Annotated[int | None, PROCESSES] = None
) -> None:
    """Plan the next doses of everybody whose plan no longer holds. Safe to stop: it goes on where it was."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from server.immunization_planning import plan_everybody, today
    from server.installed import installed_database
    from server.settings import settings_from

    console = Console(highlight=False)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:,.0f} people/s"),
        TimeRemainingColumn(),
    )
    with installed_database(settings_from(os.environ)) as ready, Progress(*columns, console=console) as progress:
        bar, began = progress.add_task("people", total=None, rate=0.0), time.perf_counter()

        def report(done: int, total: int) -> None:
            rate = done / (time.perf_counter() - began)
            progress.update(bar, completed=done, total=total, rate=rate)

        day = on.date() if on else today()
        done = plan_everybody(ready.database_url, day, processes or os.cpu_count() or 1, report)
        seconds = time.perf_counter() - began
    console.print(
        f"{done:,} people planned in {seconds:,.1f} s, {done / seconds:,.0f} a second."
        if done
        else "Every plan holds; there was nothing to do."
    )
