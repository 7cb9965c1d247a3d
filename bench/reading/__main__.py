"""Six screens, read by Emhana, by the fastest peer, by a stock server and by hand-written SQL, from one database.

`python -m bench.reading --people 100000 --seconds 10 --rounds 3` checks that all answer the same, then measures them in
turn and writes `reading-PEOPLE.md` and `.svg`. Needs wrk, and once the network for the peer's packages.
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console

from bench.reading import memory, parts, report
from bench.reading.answers import data_of, difference
from bench.reading.city import City, city
from bench.reading.contestants import (
    REPOSITORY,
    Absent,
    Contestant,
    Running,
    contestants,
    has_switch,
    running,
)
from bench.reading.load import CONNECTIONS, WARM_UP_SECONDS, shoot, wrk
from bench.reading.report import Circumstances, Measured
from bench.reading.screens import Screen, Screens, screens_of
from bench.reading.statements import statements

REMARKS = (
    "Emhana and the limit find the session behind a cookie and write one row into the audit trail before they answer, "
    "each time; PostGraphile, stock Strawberry and the naked limit do neither and are told who asks.",
    "PostGraphile with session and trail does both; only Emhana and the limit also record whom an answer showed.",
    "All read as the same narrow role under the same row-level security, with the viewer set in each transaction (the "
    "naked limit: once in each connection).",
    "Rows of requests that end together share a transaction in the trail; the limit writes each in its own.",
    "The peer and the limits get the search box's text already turned into look-ups; global ids are the rows' own in "
    "the peer's lists.",
    "The trail is set back before each measurement, so a card has the same readers for everybody.",
)


PUBLISHED = REPOSITORY / "docs" / "bench"
COMPARED = 5
"""How many requests of each screen are compared value by value."""


class Unequal(Exception):
    """Two contestants say different things."""


def main() -> int:
    options = arguments()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    console = Console(width=130, highlight=False)
    folder = Path(os.environ.get("EMHANA_VAR", "var")).resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        wrk()
        with city(options.people, folder, fresh=options.fresh) as there:
            return measure_all(there, options, folder, console)
    except (Absent, Unequal) as problem:
        console.print(f"[red]{problem}[/]")
        return 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench reading", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--screens", nargs="+", help="some of them by name")
    parser.add_argument("--contestants", nargs="+", help="some of them by name; Emhana is always there")
    parser.add_argument(
        "--workers", default="1", help="processes of each server, or `best`: what serves each best"
    )
    parser.add_argument(
        "--memory", type=int, metavar="REQUESTS", help="watch one worker over so many requests instead"
    )
    parser.add_argument("--profile", action="store_true", help="where Emhana's time goes instead, by py-spy")
    parser.add_argument(
        "--publish", action="store_true", help="also write the table and its plot into docs/bench"
    )
    parser.add_argument("--fresh", action="store_true", help="load the people anew")
    parser.add_argument("--show-sql", action="store_true", help="the statements of one request of each")
    return parser.parse_args()


def measure_all(there: City, options: argparse.Namespace, folder: Path, console: Console) -> int:
    screens = screens_of(there)
    chosen = [screen for screen in screens.screens if not options.screens or screen.name in options.screens]
    if options.memory or options.profile:
        return look_into_emhana(there, screens, chosen, options, folder, console)
    with contextlib.ExitStack() as held:
        players, absent = start_all(there, screens, options, folder, held)
        for why in absent:
            console.print(f"[yellow]{why}[/]")
        results = {
            screen.name: compare(there, screens, screen, players, options, console) for screen in chosen
        }
        if not options.rounds:
            return 0
        loads = list(shoot_all(there, screens, chosen, players, results, options, folder, console))
    workers = {player.contestant.about: player.contestant.workers for player in players}
    how = Circumstances(
        options.people, options.seconds, options.rounds, CONNECTIONS, workers, loads, (*REMARKS, *absent)
    )
    names = {player.contestant.name: player.contestant.about for player in players}
    text = report.markdown(results, names, {screen.name: screen.about for screen in chosen}, how)
    console.print(text, markup=False, soft_wrap=True)
    for place in (folder, *([PUBLISHED] if options.publish else [])):
        keep(place, f"reading-{options.people}", text, report.svg(results, names, how))
    return 0


def shoot_all(
    there: City,
    screens: Screens,
    chosen: list[Screen],
    players: list[Running],
    results: Mapping[str, Mapping[str, Measured]],
    options: argparse.Namespace,
    folder: Path,
    console: Console,
) -> Iterator[float]:
    """All rounds, everybody in turn on each screen; tells the load average as it goes."""
    yield os.getloadavg()[0]
    for turn in range(options.rounds):
        for screen in chosen:
            for player in playing(players, screen):
                reset(there, screens)
                shoot(player, screens, screen, WARM_UP_SECONDS, folder, there.pid)
                reset(there, screens)
                shot = shoot(player, screens, screen, options.seconds, folder, there.pid)
                results[screen.name][player.contestant.name].shots.append(shot)
            yield os.getloadavg()[0]
        console.print(f"round {turn + 1} of {options.rounds} done, load average {os.getloadavg()[0]:.1f}")


def start_all(
    there: City, screens: Screens, options: argparse.Namespace, folder: Path, held: contextlib.ExitStack
) -> tuple[list[Running], list[str]]:
    """The contestants that answer, and why others do not take part. Raises Absent without Emhana itself."""
    players: list[Running] = []
    absent = [] if has_switch() else ["Emhana has no switch to turn its engine off: that column is left out."]
    counts = [1, os.cpu_count() or 1] if options.workers == "best" else [int(options.workers)]
    for choices in zip(*(contestants(there, screens, count) for count in counts), strict=True):
        one = choices[0]
        if not options.contestants or one.name in (*options.contestants, "emhana"):
            try:
                players.append(held.enter_context(running(best(there, screens, choices, folder), folder)))
            except Absent as why:
                if one.name == "emhana":
                    raise
                absent.append(str(why))
    return players, absent


def best(there: City, screens: Screens, choices: Sequence[Contestant], folder: Path) -> Contestant:
    """The one of a contestant's settings that answers most lists of people; the only one needs no trial."""
    screen = next(screen for screen in screens.screens if screen.name == "people")

    def rate(choice: Contestant) -> float:
        with running(choice, folder) as player:
            shoot(player, screens, screen, WARM_UP_SECONDS, folder, there.pid)
            return shoot(player, screens, screen, 2 * WARM_UP_SECONDS, folder, there.pid).rate

    return max(choices, key=rate) if len(choices) > 1 else choices[0]


def look_into_emhana(
    there: City,
    screens: Screens,
    chosen: list[Screen],
    options: argparse.Namespace,
    folder: Path,
    console: Console,
) -> int:
    """The memory of one worker, or where its time goes on each screen."""
    ours = contestants(there, screens, 1)[0]
    with running(ours, folder) as player:
        if options.memory:
            told = []
            for requests, used in memory.watch(there, player, screens, chosen, options.memory, folder):
                told.append((requests, used))
                console.print(f"{requests:,} requests: {used:.0f} MB")
            console.print(memory.verdict(told))
        for screen in chosen if options.profile else ():
            reset(there, screens)
            counted, spent = parts.profile(there, player, screens, screen, options.seconds, folder)
            console.print(
                f"{screen.about}: {spent:.1f} ms of the server's processor for each request", markup=False
            )
            console.print(*parts.lines(counted, spent), sep="\n", markup=False)
    return 0


def keep(place: Path, name: str, text: str, plot: str) -> None:
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.md").write_text(f"{text}\n![Requests per second]({name}.svg)\n")
    (place / f"{name}.svg").write_text(plot)


def playing(players: list[Running], screen: Screen) -> Iterator[Running]:
    return (player for player in players if player.contestant.plays(screen))


def reset(there: City, screens: Screens) -> None:
    there.forget_reading(screens.people, screens.sessions["registrar9"])


def compare(
    there: City,
    screens: Screens,
    screen: Screen,
    players: list[Running],
    options: argparse.Namespace,
    console: Console,
) -> dict[str, Measured]:
    """All answers of a screen, equal. Raises Unequal with the first place where they are not."""
    found: dict[str, Measured] = {}
    expected: list[object] = []
    for player in playing(players, screen):
        name, about = player.contestant.name, player.contestant.about
        said, length = answers(there, screens, screen, player)
        expected = expected or said
        for ours, theirs in zip(expected, said, strict=True):
            if told := difference(ours, theirs):
                raise Unequal(f"{screen.name}: {players[0].contestant.about} ≠ {about} at {told}")
        asked = statements(
            there, player, screens, screen, screens.bodies(screen, player.contestant.documents)[0]
        )
        found[name] = Measured(statements=len(asked), bytes=length)
        if options.show_sql:
            console.print(f"{screen.name}, {about}:", *(one[:400] for one in asked), sep="\n  ", markup=False)
    console.print(f"{screen.name}: {len(found)} contestants say the same")
    return found


def answers(there: City, screens: Screens, screen: Screen, player: Running) -> tuple[list[object], int]:
    """What a contestant says to the first few requests, and the bytes of the first. Raises Unequal for errors."""
    said, length = [], 0
    for body in screens.bodies(screen, player.contestant.documents)[:COMPARED]:
        reset(there, screens)
        answer = player.answer(screens, screen, body)
        length = length or len(answer)
        try:
            said.append(data_of(answer))
        except ValueError as problem:
            raise Unequal(f"{screen.name}: {player.contestant.about} answers {problem}") from None
    return said, length


if __name__ == "__main__":
    sys.exit(main())
