"""`make run`: database, demo city, server and worker from one terminal; Ctrl-C ends them all."""

import contextlib
import fcntl
import locale
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Literal, Never

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from server.embedded import Cluster, embedded_cluster, running_postmaster, with_database
from server.prerequisites import port_free
from server.settings import Settings

START_SECONDS = 60
GOODBYE_SECONDS = 35
MOST_REVIVALS = 5
REVIVALS_WITHIN_SECONDS = 600


class RunError(Exception):
    """What cannot be started, and what to do; one sentence."""


@dataclass(slots=True)
class Child:
    """A program of ours in a session of its own, so that Ctrl-C reaches it only through us, in order."""

    name: str
    log: Path
    process: subprocess.Popen[bytes]

    def alive(self) -> bool:
        return self.process.poll() is None

    def fate(self) -> str:
        """What was killed from outside had no time to say why in its log."""
        status = self.process.returncode or 0
        return f", killed by {signal.Signals(-status).name}" if status < 0 else ""

    def see_off(self) -> None:
        """Until it has ended, which it was told to."""
        try:
            self.process.wait(GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


@dataclass(slots=True)
class Interruption:
    """Ctrl-C or a polite kill: noted at once, acted upon where it does no harm."""

    came: bool = False
    before: dict[signal.Signals, object] = field(default_factory=dict)

    def note(self, number: int, frame: FrameType | None) -> None:
        if not self.came:
            self.came = True
            raise KeyboardInterrupt

    def __enter__(self) -> "Interruption":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.before[number] = signal.signal(number, self.note)
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self.before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]


def run(settings: Settings, people: int | None = None) -> None:
    """Returns when interrupted. Raises RunError with a sentence for the terminal."""
    console = Console(highlight=False)
    prepare(settings)
    with Interruption(), contextlib.suppress(KeyboardInterrupt), sole_run(settings.var):
        try:
            console.print("Starting the database …")
            importing = Thread(target=import_module, args=("db.migrate",), daemon=True)
            importing.start()  # takes as long
            with with_database(settings, adopt=True) as ready:
                importing.join()  # two threads that import one package see it half made
                bring_up_to_date(ready, people, console)
                watch(ready, console, embedded_cluster(settings) if settings.embedded else None)
        finally:
            console.print("Stopped.")


def prepare(settings: Settings) -> None:
    if taken := port_free(settings.port, settings.host):
        raise RunError(taken)
    try:
        (settings.var / "log").mkdir(parents=True, exist_ok=True)
        (settings.var / "log" / "server.log").touch()
    except OSError as error:
        raise RunError(
            f"The folder {settings.var.resolve()} cannot be written ({error.strerror}): "
            "make it writable, or name another in EMHANA_VAR."
        ) from error


@contextlib.contextmanager
def sole_run(var: Path) -> Iterator[None]:
    """One `make run` per folder: a second would stop the first one's database."""
    with (var / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RunError(
                f"Emhana already runs in {var.resolve()}: use that one, "
                "or stop it with Ctrl-C in its terminal."
            ) from error
        yield


def bring_up_to_date(settings: Settings, people: int | None, console: Console) -> None:
    from db import demo, installation, migrate
    from db.resealing import reseal

    console.print("Bringing the database up to date …")
    if demo.is_unfinished(settings.owner_database_url):
        load_demo(settings, people, console)
    migrate.upgrade(settings.owner_database_url)
    installation.share_password(settings.owner_database_url, settings.database_url)
    reseal(settings.owner_database_url, settings.vault)
    if installation.is_empty(settings.owner_database_url):
        load_demo(settings, people, console)


def load_demo(settings: Settings, people: int | None, console: Console) -> None:
    """A city to try things in, with a progress bar for each kind; `people`, or the city's own size."""
    from db import demo

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bars: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = progress.add_task(what, total=total)
            progress.update(bars[what], completed=done, total=total)  # type: ignore[arg-type]

        demo.load(settings.owner_database_url, people or demo.DEFAULT_PEOPLE, report)


def watch(settings: Settings, console: Console, cluster: Cluster | None) -> None:
    """Starts server and worker, says where they are, and keeps them going until somebody interrupts."""
    children: list[Child] = []
    try:
        for name in ("server", "worker"):
            children.append(start(name, settings))
        wait_until_ready(settings, children)
        welcome(settings, console)
        keep(Revivals(console), settings, cluster, children)
    finally:
        console.print("Stopping …")
        for child in children:
            child.process.terminate()
        for child in children:
            child.see_off()


@dataclass(slots=True)
class Revivals:
    """What has stopped by itself is started again, unless that does not help."""

    console: Console
    moments: list[float] = field(default_factory=list)

    def note(self, what: str, log: Path, how: str = "") -> None:
        now = time.monotonic()
        self.moments = [moment for moment in self.moments if now - moment < REVIVALS_WITHIN_SECONDS]
        if len(self.moments) == MOST_REVIVALS:
            raise RunError(f"{what} stops again and again: the end of {log} says why.")
        self.moments.append(now)
        self.console.print(f"{what} has stopped{how}: starting it again … (why: the end of {log})", soft_wrap=True)


def keep(revivals: Revivals, settings: Settings, cluster: Cluster | None, children: list[Child]) -> Never:
    """The database first: a worker that sees it go ends."""
    while True:
        if cluster and running_postmaster(cluster.data) is None:
            if not (cluster.data / "PG_VERSION").exists():
                raise RunError(f"The folder {cluster.data} was taken away: the next run begins anew.")
            revivals.note("The database", cluster.log)
            cluster.start()
        for child in children:
            if not child.alive():
                revivals.note(f"The {child.name}", child.log, child.fate())
                child.process = started(child.name, child.log, settings, "ab")
        time.sleep(0.3)


def start(name: str, settings: Settings) -> Child:
    log = settings.var.resolve() / "log" / f"{name}.log"
    return Child(name, log, started(name, log, settings, "wb"))


def started(name: str, log: Path, settings: Settings, mode: Literal["ab", "wb"]) -> subprocess.Popen[bytes]:
    command = {"server": "serve", "worker": "worker"}[name]
    environment = {**os.environ, "EMHANA_DATABASE_URL": settings.database_url}
    environment.pop("EMHANA_OWNER_DATABASE_URL", None)
    with log.open(mode) as out:
        return subprocess.Popen(
            [sys.executable, "-m", "server.cli", command, "--supervised"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def wait_until_ready(settings: Settings, children: list[Child]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(child.alive() for child in children):
        if answers(f"{address(settings)}health/ready"):
            return
        time.sleep(0.1)
    raise RunError(ended(children))


def ended(children: list[Child]) -> str:
    child = next((child for child in children if not child.alive()), children[0])
    return f"The {child.name} has stopped or does not answer: the end of {child.log} says why."


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def address(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in {"", "0.0.0.0", "::"} else settings.host
    return f"http://{host}:{settings.port}/"


def welcome(settings: Settings, console: Console) -> None:
    """For the demo city one login per role with what to try; and last the address."""
    from db import installation

    if installation.is_demo(settings.owner_database_url):
        console.print(demo_logins())
    console.print(f"Emhana is ready: [bold]{address(settings)}[/]   Ctrl-C stops it.")


def demo_logins() -> Table:
    from db.demo.logins import DEMO_LOGINS
    from domain.language import Language

    language = Language(spoken_language())
    table = Table("Login", "Password", "Role", "Try this", box=None, padding=(0, 1))
    for login in DEMO_LOGINS:
        table.add_row(login.login, login.password, login.role.value, login.try_this[language])
    return table


def spoken_language() -> str:
    """Of this terminal, when it is one of ours."""
    code = (locale.getlocale()[0] or os.environ.get("LANG", ""))[:2].lower()
    return code if code in {"kk", "ru"} else "en"
