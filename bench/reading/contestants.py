"""Who is measured: each as a server of its own on a port of its own, with the settings that serve it best."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson

from bench.reading.city import City
from bench.reading.screens import HERE, Screen, Screens

START_SECONDS = 90
LISTS = ("people", "clinics", "lists")
POOL = 8
"""Database connections of one process: as many as the client has."""
REPOSITORY = HERE.parent.parent
PEER = HERE / "peer"


class Absent(Exception):
    """A contestant that cannot take part here, and why."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """`documents` is the folder of its screens; `skips` those that it does not have."""

    name: str
    about: str
    command: tuple[str, ...]
    path: str = "/graphql"
    documents: str = "screens"
    environment: dict[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    workers: int = 1

    def plays(self, screen: Screen) -> bool:
        return not self.only or screen.name in self.only


@dataclass(frozen=True, slots=True)
class Running:
    """A contestant that answers."""

    contestant: Contestant
    port: int
    process: subprocess.Popen[bytes]

    def url(self, screen: Screen) -> str:
        return f"http://127.0.0.1:{self.port}{self.contestant.path.format(screen=screen.name)}"

    def answer(self, screens: Screens, screen: Screen, body: bytes) -> bytes:
        """One request, as the load sends it."""
        headers = headers_of(screens, screen)
        asked = urllib.request.Request(self.url(screen), data=body, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise Absent(
                f"{self.contestant.name} answers {error.code}: {error.read()[:600].decode()}"
            ) from None


def headers_of(screens: Screens, screen: Screen) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "Accept": "application/graphql-response+json",
        "X-Emhana-Client": "bench",
        "Cookie": f"emhana={screens.session(screen).token}",
        "X-Viewer": screen.login,
    }


def python(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *words)


def contestants(city: City, screens: Screens, workers: int) -> list[Contestant]:
    """All of them, in the order in which they take turns."""
    viewers = orjson.dumps(
        {screen.name: screens.session(screen).settings for screen in screens.screens}
    ).decode()
    logins = orjson.dumps({login: session.settings for login, session in screens.sessions.items()}).decode()
    common = {
        "BENCH_URL": city.server_url,
        "BENCH_POOL": str(POOL),
        "BENCH_VIEWERS": viewers,
        "BENCH_LOGINS": logins,
    }
    emhana = {
        "EMHANA_DATABASE_URL": city.server_url,
        "EMHANA_POOL_SIZE": str(POOL),
        "EMHANA_LOG_LEVEL": "error",
        "EMHANA_SESSION_IDLE_MINUTES": "720",
    }
    serve = python("server.cli", "serve", "--workers", str(workers), "--port", "{port}")
    peer = (str(node()), "server.mjs", "{port}", str(workers))
    production = common | {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    found = [
        Contestant("emhana", "Emhana", serve, environment=emhana),
        *(
            [Contestant("plain", "Emhana, engine off", serve, environment=emhana | {"EMHANA_READ_ENGINE": "off"})]
            if has_switch()
            else []
        ),
        Contestant("peer", "PostGraphile 5", peer, documents="peer", environment=production),
        Contestant("dutiful", "PostGraphile 5, session and trail", peer, documents="peer",
                   environment=production | {"BENCH_DUTIES": "1"}),
        Contestant("stock", "stock Strawberry", uvicorn("bench.reading.stock:application", workers),
                   environment=common, only=LISTS),
        Contestant("limit", "limit: one SELECT", uvicorn("bench.reading.limit:application", workers),
                   path="/limit/{screen}", environment=common),
        Contestant("naked", "naked limit", uvicorn("bench.reading.limit:application", workers),
                   path="/naked/{screen}", environment=common),
    ]  # fmt: skip
    return [replace(one, workers=workers) for one in found]


def has_switch() -> bool:
    """Whether the engine can be turned off at all."""
    from server.settings import VARIABLES

    return any(variable.name == "EMHANA_READ_ENGINE" for variable in VARIABLES)


def uvicorn(application: str, workers: int) -> tuple[str, ...]:
    options = (
        "--factory",
        "--port",
        "{port}",
        "--workers",
        str(workers),
        "--no-access-log",
        "--log-level",
        "error",
    )
    return python("uvicorn", application, *options, "--loop", "uvloop", "--http", "httptools")


def node() -> Path:
    found = shutil.which(
        "node", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    )
    return Path(found or "node")


def install_peer() -> None:
    """The peer's packages, once. Raises Absent without a network."""
    if (PEER / "node_modules" / "postgraphile").exists():
        return
    npm = Path(sys.executable).with_name("npm")
    done = subprocess.run(
        [str(npm) if npm.exists() else "npm", "install", "--no-save", "--no-audit", "--no-fund"],
        cwd=PEER, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise Absent(
            f"PostGraphile cannot be installed ({done.stderr.strip().splitlines()[-1:]}): check the network."
        )


@contextmanager
def running(contestant: Contestant, var: Path) -> Iterator[Running]:
    """Started, answering, and stopped at the end."""
    if contestant.documents == "peer":
        install_peer()
    port = free_port()
    command = [word.format(port=port) for word in contestant.command]
    log = var / f"{contestant.name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=os.environ | contestant.environment | {"EMHANA_VAR": str(var), "PYTHONPATH": str(REPOSITORY)},
            cwd=PEER if contestant.documents == "peer" else REPOSITORY,
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        wait_for(port, process, contestant, log)
        yield Running(contestant, port, process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], contestant: Contestant, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Absent(
        f"{contestant.about} does not start: {' / '.join(log.read_text().strip().splitlines()[-3:])}"
    )


def free_port() -> int:
    """One of BENCH_PORTS (as in 8150-8169), or any that is free."""
    first, _, last = os.environ.get("BENCH_PORTS", "").partition("-")
    candidates: Sequence[int] = range(int(first), int(last) + 1) if last else (0,)
    for port in candidates:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Absent("No port is free.")
