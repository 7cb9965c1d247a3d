"""`emhana doctor`: is this installation sound, and if not, how is each fault mended?"""

import shutil
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from db.installation import Installation, inspect, is_migrated, reason_of
from db.reference import bring_reminder_rules, reminder_rules
from domain.reminder_rules import rules_on
from server.embedded import embedded_cluster, with_database
from server.prerequisites import GIGABYTE, port_free
from server.run import address, answers
from server.settings import DEVELOPMENT_SECRET, Problem, Settings, unknown_names
from server.web_client_files import client_directory

MINIMUM_PYTHON = (3, 11)
POSTGRESQL = 18
CLOCK_SECONDS = 2
PORTS_OF_SCHEMES = {"https": 443, "http": 80, "smtp": 587, "smtps": 465}


class Verdict(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Finding:
    """`remedy` says what to do, and is empty only when all is good."""

    subject: str
    verdict: Verdict
    found: str
    remedy: str = ""


def good(subject: str, found: str) -> Finding:
    return Finding(subject, Verdict.GOOD, found)


def warning(subject: str, found: str, remedy: str) -> Finding:
    return Finding(subject, Verdict.WARNING, found, remedy)


def failure(subject: str, found: str, remedy: str) -> Finding:
    return Finding(subject, Verdict.FAILURE, found, remedy)


def examine(
    settings: Settings, environment: Mapping[str, str], problems: Iterable[Problem] = ()
) -> Iterator[Finding]:
    """Every finding in turn, with `problems` of the settings themselves; the database's own only when it answers."""
    yield python()
    yield variables(environment)
    yield from (failure("Settings", found, remedy[:1].upper() + remedy[1:]) for found, remedy in problems)
    if not settings.production:
        yield secret(settings)
    yield folder(settings.var)
    yield disk(settings.var)
    yield client()
    yield port(settings)
    yield time_zone()
    yield rules_of_reminders(settings)
    yield from ways_out(settings)
    yield from database(settings)


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < MINIMUM_PYTHON:
        return failure("Python", version, "Install Python 3.11 or newer.")
    return good("Python", version)


def variables(environment: Mapping[str, str]) -> Finding:
    if names := unknown_names(environment):
        remedy = "Correct the spelling or unset them; `emhana settings` lists every setting."
        return warning("Environment", f"unknown: {', '.join(names)}", remedy)
    return good("Environment", "every EMHANA_ variable is known")


def secret(settings: Settings) -> Finding:
    if settings.secret == DEVELOPMENT_SECRET:
        remedy = "Before real use set EMHANA_SECRET to the output of `openssl rand -base64 48`."
        return warning("Secret", "the development one", remedy)
    return good("Secret", "set")


def folder(var: Path) -> Finding:
    probe, there = var / ".doctor", var.exists()
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
        if not there:
            var.rmdir()
    except OSError as error:
        remedy = f"Make {var.resolve()} writable, or name another folder in EMHANA_VAR."
        return failure("Folder", error.strerror or "not writable", remedy)
    return good("Folder", f"{var.resolve()} is writable")


def disk(var: Path) -> Finding:
    existing = next(path for path in (var.resolve(), *var.resolve().parents) if path.exists())
    free = shutil.disk_usage(existing).free / GIGABYTE
    if free < 1:
        return failure("Disk", f"{free:.1f} GB free", "Free at least 1 GB: a full disk stops the database.")
    if free < 5:
        return warning("Disk", f"{free:.1f} GB free", "Free some space: 5 GB leave room to grow.")
    return good("Disk", f"{free:.0f} GB free")


def client() -> Finding:
    if built := client_directory():
        return good("Web client", f"built, in {built}")
    return failure("Web client", "not built", "Run `make client` in the working tree, or install the wheel.")


def port(settings: Settings) -> Finding:
    refused = port_free(settings.port, settings.host)
    if not refused:
        return good("Port", f"{settings.port} is free")
    if answers(f"{address(settings)}health/live"):
        return good("Port", f"Emhana answers on {settings.port}")
    found, remedy = refused.split(": ", 1)
    return failure("Port", found, remedy[:1].upper() + remedy[1:])


def time_zone() -> Finding:
    """All of Kazakhstan has kept UTC+5 since 1 March 2024; older tables still say +6 for Almaty."""
    try:
        offset = datetime(2025, 1, 1, tzinfo=UTC).astimezone(ZoneInfo("Asia/Almaty")).utcoffset()
    except ZoneInfoNotFoundError:
        return failure("Time zone", "Asia/Almaty is unknown", "Install the tzdata package here.")
    if offset != timedelta(hours=5):
        return failure("Time zone", f"Asia/Almaty is UTC+{offset}", "Update tzdata to 2024a or newer.")
    return good("Time zone", "Asia/Almaty is UTC+5")


def rules_of_reminders(settings: Settings) -> Finding:
    try:
        bring_reminder_rules(settings.reminder_rules)
        rules = rules_on(reminder_rules(), datetime.now(UTC).date())
    except (OSError, ValueError, TypeError, KeyError) as error:
        bring_reminder_rules(None)
        remedy = "Correct the file of EMHANA_REMINDER_RULES; its shape: db/reference/reminder_rules.json."
        return failure("Reminders", f"the rules cannot be read: {error}", remedy)
    return good(
        "Reminders",
        f"{rules.send_from:%H:%M} to {rules.send_until:%H:%M}, {rules.most_in_a_month} a month at most",
    )


def ways_out(settings: Settings) -> Iterator[Finding]:
    """Whether each channel that is set up can be reached from here; nothing is sent."""
    named = {
        "SMS gateway": settings.sms_url,
        "Mail server": settings.smtp_url,
        "Webhook": settings.webhook_url,
    }
    if not any(named.values()):
        remedy = "Set EMHANA_SMS_URL, EMHANA_SMTP_URL or EMHANA_WEBHOOK_URL when families are to be reminded."
        yield warning("Channels", "none: no reminder leaves", remedy)
    for subject, url in named.items():
        if url:
            yield reached(subject, url)


def reached(subject: str, url: str) -> Finding:
    parts = urlsplit(url)
    port = parts.port or PORTS_OF_SCHEMES[parts.scheme]
    try:
        socket.create_connection((parts.hostname or "localhost", port), timeout=5).close()
    except OSError as error:
        remedy = "Start it or correct its address; then try `emhana reminders send-test`."
        return failure(subject, f"{parts.hostname}:{port} does not answer ({error})", remedy)
    return good(subject, f"{parts.hostname}:{port} answers")


def database(settings: Settings) -> Iterator[Finding]:
    if settings.embedded and not (embedded_cluster(settings).data / "PG_VERSION").exists():
        yield failure("Database", "none yet", "Run `make run`, or set EMHANA_DATABASE_URL.")
        return
    try:
        with with_database(settings) as ready:
            if settings.embedded and not is_migrated(ready.owner_database_url):
                yield failure("Migrations", "none yet", "Run `emhana migrate`.")
                return
            found = inspect(ready.database_url)
    except Exception as error:
        if (reason := reason_of(error)) is None:
            raise
        yield failure(
            "Database", reason, "Start PostgreSQL or correct EMHANA_DATABASE_URL; then run `emhana migrate`."
        )
        return
    yield from (judge(found) for judge in JUDGES)


def version(found: Installation) -> Finding:
    if found.version < POSTGRESQL:
        return failure("Database", f"PostgreSQL {found.version}", f"Upgrade to PostgreSQL {POSTGRESQL}.")
    return good("Database", f"PostgreSQL {found.version} answers")


def migrations(found: Installation) -> Finding:
    if found.revision != found.newest_revision:
        at = found.revision or "nothing"
        return failure("Migrations", f"at {at}, not {found.newest_revision}", "Run `emhana migrate`.")
    return good("Migrations", f"at {found.revision}, the newest")


def demo(found: Installation) -> Finding:
    if found.unfinished_demo:
        return failure("Demo", "interrupted while it was loaded", "Run `emhana demo`, which finishes it.")
    return good("Demo", "no half-loaded city")


def role(found: Installation) -> Finding:
    wrong = {
        "is a superuser": found.superuser,
        "bypasses row-level security": found.bypasses,
        "inherits its roles' rights": found.inherits,
        f"owns {', '.join(found.owned[:3])} …": bool(found.owned),
    }
    if faults := [fault for fault, holds in wrong.items() if holds]:
        return failure(
            "Server's role",
            f"{found.role} " + ", ".join(faults),
            "Let EMHANA_DATABASE_URL name emhana_server, which `emhana migrate` makes, "
            "and EMHANA_OWNER_DATABASE_URL the role that migrates.",
        )
    return good("Server's role", f"{found.role} owns nothing and bypasses nothing")


def row_security(found: Installation) -> Finding:
    if found.open_tables:
        return failure(
            "Row-level security",
            f"not forced on {', '.join(found.open_tables)}",
            "Run `emhana migrate`; if it stays so, `alter table … enable row level security, force row level "
            "security` for each.",
        )
    return good("Row-level security", "forced on every table")


def clock(found: Installation) -> Finding:
    ahead = found.seconds_ahead
    if abs(ahead) > CLOCK_SECONDS:
        remedy = "Keep both machines on time with NTP: sessions and the audit trail depend on it."
        return failure("Clock", f"the database's differs by {ahead:+.0f} s", remedy)
    return good("Clock", "the database's agrees with ours")


JUDGES: tuple[Callable[[Installation], Finding], ...] = (version, demo, migrations, role, row_security, clock)
