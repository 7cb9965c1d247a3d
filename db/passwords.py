"""Passwords and one-time codes: Argon2id off the event loop, judged by length and by what has leaked."""

import asyncio
import hmac
import secrets
import time
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import pyotp
from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")

MINIMUM_ALONE = 15
MINIMUM_WITH_SECOND_FACTOR = 8
MAXIMUM = 200
CODE_SECONDS = 30
_TOLD_APART = "abcdefghjkmnpqrstvwxyz23456789"
_BREACHED = Path(__file__).parent / "reference" / "breached_passwords.txt"

# OWASP's parameters: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
# Each hash holds a core and 19 MiB: more at once would only starve the requests beside them.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")


class Weakness(StrEnum):
    """Why a password is not accepted. No rules of composition (NIST SP 800-63B-4, ASVS 5.0 §6.2)."""

    TOO_SHORT = "TOO_SHORT"
    TOO_LONG = "TOO_LONG"
    BREACHED = "BREACHED"
    LIKE_LOGIN = "LIKE_LOGIN"


async def hash_password(password: str) -> str:
    """Argon2id, in a thread: it takes tens of milliseconds and as many megabytes."""
    return await _off_loop(_hasher.hash, _normal(password))


async def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash the time is the same: nobody learns who exists."""
    right = await _off_loop(_matches, password_hash or _hash_of_nobody(), _normal(password))
    return right and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def weakness_of(password: str, *, login: str, second_factor: bool) -> Weakness | None:
    """The first reason not to accept a new password; None when it is good."""
    password = _normal(password)
    if len(password) < (MINIMUM_WITH_SECOND_FACTOR if second_factor else MINIMUM_ALONE):
        return Weakness.TOO_SHORT
    if len(password) > MAXIMUM:
        return Weakness.TOO_LONG
    plain = password.casefold()
    if len(login) >= 4 and login.casefold() in plain:
        return Weakness.LIKE_LOGIN
    return Weakness.BREACHED if _is_known(plain) else None


def minimum_length(*, second_factor: bool) -> int:
    """Characters; fewer where a code stands beside the password."""
    return MINIMUM_WITH_SECOND_FACTOR if second_factor else MINIMUM_ALONE


def one_time_password() -> str:
    """A password for the first sign-in, to be told: four groups of four letters and figures, 78 bits."""
    letters = "".join(secrets.choice(_TOLD_APART) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def new_code_secret() -> str:
    """A shared secret of 160 bits for an authenticator app, in base32."""
    return pyotp.random_base32()


def code_address(secret: str, login: str) -> str:
    """The `otpauth:` address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Emhana")


def accepted_step(secret: str, code: str, last_step: int | None, at: float | None = None) -> int | None:
    """The time step of a right one-time code, one step of clock error allowed; None when wrong or used.

    Store the step: a code at or before the last one accepted is a replay.
    """
    current = int((time.time() if at is None else at) // CODE_SECONDS)
    code = code.replace(" ", "")
    generator = pyotp.TOTP(secret)
    found = [
        step
        for step in (current - 1, current, current + 1)
        if hmac.compare_digest(generator.at(step * CODE_SECONDS).encode(), code.encode())
    ]
    return next((step for step in found if last_step is None or step > last_step), None)


async def _off_loop(function: Callable[..., T], *arguments: str) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, function, *arguments)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    """One form for what different keyboards send; cut so that nobody buys hashing time by the megabyte."""
    return unicodedata.normalize("NFKC", password)[: MAXIMUM + 1]


def _is_known(plain: str) -> bool:
    """Leaked as it is, with figures or signs around it, or repeated until it is long enough."""
    core = plain.strip("0123456789!@#$%^&*()-_=+.,?/ ")
    known = _breached()
    return plain in known or not core or core in known or _repeated_unit(plain) or _repeated_unit(core)


def _repeated_unit(plain: str) -> bool:
    """A short piece over and over: `abcabcabcabcabc`."""
    return any(
        plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, min(len(plain) // 2, 8) + 1)
    )


@lru_cache(maxsize=1)
def _breached() -> frozenset[str]:
    lines = _BREACHED.read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))
