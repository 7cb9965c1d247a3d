"""The environment, read once into one frozen object; every problem is one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from db.vault import Vault

DEVELOPMENT_SECRET = "development-only-secret-never-in-production"
MINIMUM_SECRET_LENGTH = 32

Environment = Literal["development", "production"]


class Problem(NamedTuple):
    """What is wrong with a setting, and how it is mended."""

    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.found}: {self.remedy}"


class SettingsError(Exception):
    """What is wrong with the environment: one sentence for each problem, each with its remedy."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may differ between two installations. `Settings()` is a laptop in development."""

    environment: Environment = "development"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    secret: str = field(default=DEVELOPMENT_SECRET, repr=False)
    earlier_secrets: tuple[str, ...] = field(default=(), repr=False)
    var: Path = Path("var")

    database_url: str = field(default="", repr=False)
    owner_database_url: str = field(default="", repr=False)
    listen_database_url: str = field(default="", repr=False)
    pool_size: int = 10
    pool_wait_seconds: float = 2.0
    statement_seconds: float = 15.0
    prepared_statements: str = "on"
    read_engine: str = "on"

    session_idle_minutes: int = 15
    session_hours: int = 12
    client_reads_per_minute: int = 600

    seal_key: Path | None = None
    seal_log: Path | None = None

    sms_url: str = ""
    sms_secret: str = field(default="", repr=False)
    sms_sender: str = "Emhana"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    reminder_rules: Path | None = None
    sending_seconds: float = 120.0

    telemetry_url: str = ""
    log_level: str = "info"
    trusted_proxies: str = ""

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def embedded(self) -> bool:
        """No database was named, so the one from the wheel is used, with its data in `var`."""
        return not self.database_url

    @property
    def origin(self) -> str:
        """Where browsers see this server: decides `Origin` checks and the cookie's `__Host-` prefix."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def vault(self) -> Vault:
        """Seals what must not be read in the database or its backups."""
        return Vault(self.secret, self.earlier_secrets)

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https://")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment: where its value goes, how it is read, what `emhana settings` says."""

    suffix: str
    target: str
    read: Callable[[str], object]
    about: str

    @property
    def name(self) -> str:
        return f"EMHANA_{self.suffix}"


def text(value: str) -> str:
    return value


def words(value: str) -> tuple[str, ...]:
    return tuple(value.split())


def one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError("is none of " + ", ".join(allowed))
        return value

    return read


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isdecimal() or not lowest <= int(value) <= highest:
            raise ValueError(f"is not a whole number from {lowest} to {highest}")
        return int(value)

    return read


def seconds(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = 0
    if not 0 < number < 3600:
        raise ValueError("is not a number of seconds")
    return number


def url(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if urlsplit(value).scheme not in schemes:
            raise ValueError("does not begin with " + " or ".join(f"{scheme}://" for scheme in schemes))
        return value

    return read


def mail_address(value: str) -> str:
    if "@" not in parseaddr(value)[1]:
        raise ValueError("is no address like Emhana <post@clinic.kz>")
    return value


postgres = url("postgresql", "postgres")

VARIABLES = (
    Variable("ENV", "environment", one_of("development", "production"), "development or production"),
    Variable("HOST", "host", text, "address to listen on"),
    Variable("PORT", "port", whole(1, 65535), "port to listen on"),
    Variable("PUBLIC_URL", "public_url", url("https", "http"), "where browsers see this server"),
    Variable("SECRET", "secret", text, "signs and seals; 32 random characters or more"),
    Variable(
        "EARLIER_SECRETS", "earlier_secrets", words, "secrets before EMHANA_SECRET, until emhana migrate ran"
    ),
    Variable("VAR", "var", Path, "folder of the embedded database, files and logs"),
    Variable("DATABASE_URL", "database_url", postgres, "PostgreSQL; unset: the embedded one"),
    Variable("OWNER_DATABASE_URL", "owner_database_url", postgres, "the same database as its owner"),
    Variable(
        "LISTEN_DATABASE_URL",
        "listen_database_url",
        postgres,
        "the same database past a pooler, to hear what is announced; unset: EMHANA_DATABASE_URL",
    ),
    Variable("POOL_SIZE", "pool_size", whole(1, 500), "database connections of one server process"),
    Variable("POOL_WAIT_SECONDS", "pool_wait_seconds", seconds, "then 503 with Retry-After"),
    Variable("STATEMENT_SECONDS", "statement_seconds", seconds, "longest that one SQL statement may run"),
    Variable(
        "PREPARED_STATEMENTS", "prepared_statements", one_of("on", "off"), "off behind PgBouncer before 1.22"
    ),
    Variable("READ_ENGINE", "read_engine", one_of("on", "off"), "off: every query by its resolvers"),
    Variable("SESSION_IDLE_MINUTES", "session_idle_minutes", whole(1, 720), "sign-out when nobody types"),
    Variable("SESSION_HOURS", "session_hours", whole(1, 24), "longest session"),
    Variable(
        "CLIENT_READS_PER_MINUTE",
        "client_reads_per_minute",
        whole(1, 1_000_000),
        "FHIR reads that a client's token is good for in a minute",
    ),
    Variable("SEAL_KEY", "seal_key", Path, "key that signs the audit trail; unset: seal.key in EMHANA_VAR"),
    Variable(
        "SEAL_LOG", "seal_log", Path, "its heads, on another machine's disk; unset: seals.log in EMHANA_VAR"
    ),
    Variable("SMS_URL", "sms_url", url("https", "http"), "gateway that takes reminders by SMS; unset: none"),
    Variable("SMS_SECRET", "sms_secret", text, "signs the requests to it"),
    Variable("SMS_SENDER", "sms_sender", text, "name that phones show"),
    Variable("SMTP_URL", "smtp_url", url("smtp", "smtps"), "mail server, with login and password"),
    Variable("MAIL_FROM", "mail_from", mail_address, "sender of letters: Emhana <post@clinic.kz>"),
    Variable("WEBHOOK_URL", "webhook_url", url("https", "http"), "messenger that takes reminders"),
    Variable("WEBHOOK_SECRET", "webhook_secret", text, "signs what it gets"),
    Variable("REMINDER_RULES", "reminder_rules", Path, "own hours and limits; unset: those of the release"),
    Variable("SENDING_SECONDS", "sending_seconds", seconds, "a worker silent for so long has left a message"),
    Variable("TELEMETRY_URL", "telemetry_url", url("http", "https"), "OpenTelemetry collector (OTLP/HTTP)"),
    Variable("LOG_LEVEL", "log_level", one_of("debug", "info", "warning", "error"), "least that is logged"),
    Variable("TRUSTED_PROXIES", "trusted_proxies", text, "addresses whose X-Forwarded-For is believed"),
)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings, or `SettingsError` with every problem at once, never only the first."""
    settings, problems = read(environment)
    if problems:
        raise SettingsError(problems)
    return settings


def read(environment: Mapping[str, str]) -> tuple[Settings, list[Problem]]:
    """The settings, with the defaults in place of what cannot be read, and all that is wrong."""
    problems: list[Problem] = []
    values: dict[str, object] = {}
    for variable in VARIABLES:
        if given := environment.get(variable.name, "").strip():
            try:
                values[variable.target] = variable.read(given)
            except ValueError as error:
                shown = "" if "URL" in variable.name or "SECRET" in variable.name else f"={given}"
                problems.append(Problem(f"{variable.name}{shown} {error}", f"correct or unset it ({variable.about})."))
    settings = Settings(**values)  # type: ignore[arg-type]
    problems += half_set(settings)
    problems += production_problems(settings) if settings.production else []
    return settings, problems


def unknown_names(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like settings and are none: usually a slip of the pen."""
    known = {variable.name for variable in VARIABLES}
    return sorted(name for name in environment if name.startswith("EMHANA_") and name not in known)


def half_set(settings: Settings) -> list[Problem]:
    """A way out needs all of its settings."""
    pairs = [
        (settings.sms_url, settings.sms_secret, "EMHANA_SMS_SECRET", "EMHANA_SMS_URL"),
        (settings.smtp_url, settings.mail_from, "EMHANA_MAIL_FROM", "EMHANA_SMTP_URL"),
        (settings.webhook_url, settings.webhook_secret, "EMHANA_WEBHOOK_SECRET", "EMHANA_WEBHOOK_URL"),
    ]
    return [
        Problem(f"{missing} is not set", f"{given} needs it, so set both or neither.")
        for one, other, missing, given in pairs
        if one and not other
    ]


def production_problems(settings: Settings) -> list[Problem]:
    """What is bearable on a laptop and not in a hospital."""
    checks = [
        (
            settings.secret == DEVELOPMENT_SECRET,
            "EMHANA_SECRET is the one from the source code",
            "set it to 32 or more random characters, "
            "for example the output of `openssl rand -base64 48`.",
        ),
        (
            len(settings.secret) < MINIMUM_SECRET_LENGTH,
            f"EMHANA_SECRET is shorter than {MINIMUM_SECRET_LENGTH} characters",
            "set a longer random one.",
        ),
        (
            settings.embedded,
            "EMHANA_DATABASE_URL is not set",
            "name a PostgreSQL server of your own, with backups; the embedded one is for development.",
        ),
        (
            not settings.secure,
            "EMHANA_PUBLIC_URL is not the https:// address that browsers use",
            "name it: session cookies travel only over TLS in production.",
        ),
    ]
    return [Problem(found, remedy) for wrong, found, remedy in checks if wrong]
