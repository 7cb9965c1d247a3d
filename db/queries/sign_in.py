"""Signing in, and proving later that it is still the same person: password, one-time code, session at the end."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select, update

from db.database import DbRole, Transaction
from db.passwords import Weakness, hash_password, needs_rehash, verify_password, weakness_of
from db.queries import second_factor
from db.queries.session import end_session, open_session, session_of
from db.queries.sign_in_attempt import account_key, address_key, count, forget, forgive, seconds_to_wait
from db.tables.account import Account
from db.tables.base import table_of
from db.vault import Vault
from domain.access import Role, Viewer

ONE_TIME = timedelta(days=3)
_accounts = table_of(Account)


@dataclass(frozen=True, slots=True)
class Welcome:
    """Signed in: the token for the cookie, who it is, and when the session ends at the latest."""

    token: str
    viewer: Viewer
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Proven:
    """The person at the keyboard is still the one who signed in."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The account whose login was given: for the audit trail, never for the answer."""

    account_id: UUID
    name: str
    clinic_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLetIn:
    """Without `tried` nobody has that login. It is kept nowhere: people type passwords into the wrong field."""

    tried: Tried | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class WrongCredentials(NotLetIn):
    """Login or password is wrong, or the account is closed; which of them is not told."""


@dataclass(frozen=True, slots=True)
class SecondFactorNeeded(NotLetIn):
    """The password is right; the account also asks for a one-time code."""


@dataclass(frozen=True, slots=True)
class WrongCode(NotLetIn):
    """The password is right; the code is wrong, or was used before."""


@dataclass(frozen=True, slots=True)
class PasswordExpired(NotLetIn):
    """The password is right, but it came from somebody else and its days are over."""


@dataclass(frozen=True, slots=True)
class TooManyAttempts(NotLetIn):
    """Too early after earlier failures; this attempt was not looked at and does not count."""

    retry_after_seconds: int


Failed = WrongCredentials | SecondFactorNeeded | WrongCode | PasswordExpired | TooManyAttempts
SignInOutcome = Welcome | Failed


async def sign_in(
    tx: Transaction,
    vault: Vault,
    login: str,
    password: str,
    code: str | None,
    *,
    lifetime: timedelta,
    address: str | None,
    user_agent: str | None,
) -> SignInOutcome:
    """Try a login. The transaction must commit whatever the outcome is; the session before ends."""
    login = login.strip()
    async with tx.acting_as(DbRole.PUBLIC, account="") as nobody:
        await nobody.let(login=login)
        account = await _proven(nobody, vault, login, password, code, address=address)
        if not isinstance(account, Row):
            outcome: SignInOutcome = replace(account, tried=await _tried(nobody, login))
        else:
            await _succeeded(nobody, account, login, password)
            outcome = await _welcome(
                nobody, account.id, lifetime=lifetime, address=address, user_agent=user_agent
            )
    if not isinstance(outcome, Welcome):
        await tx.let(account=str(tx.viewer.account_id or ""))
        return outcome
    if tx.viewer.session_id is not None:
        await tx.let(account=str(tx.viewer.account_id))
        await end_session(tx, tx.viewer.session_id)
    # The answer is read as who has just come in.
    await tx.let(account=str(outcome.viewer.account_id))
    return outcome


async def sign_in_client(
    tx: Transaction,
    vault: Vault,
    login: str,
    secret: str,
    *,
    scope: str,
    lifetime: timedelta,
    address: str | None,
    user_agent: str | None,
) -> SignInOutcome:
    """Try an integration's secret, in a transaction of nobody that must commit whatever the outcome is."""
    await tx.let(login=login)
    outcome = await _proven(tx, vault, login, secret, None, address=address, with_code=False, client=True)
    if not isinstance(outcome, Row):
        return replace(outcome, tried=await _tried(tx, login))
    await _succeeded(tx, outcome, login, secret)
    return await _welcome(
        tx, outcome.id, lifetime=lifetime, address=address, user_agent=user_agent, scope=scope
    )


async def prove(
    tx: Transaction,
    vault: Vault,
    password: str,
    code: str | None,
    *,
    address: str | None,
    with_code: bool = True,
) -> Proven | Failed:
    """Whether it is still the signed-in person; failures count as those of signing in. The transaction must commit."""
    login = tx.viewer.login
    async with tx.acting_as(DbRole.PUBLIC) as own:
        await own.let(login=login)
        outcome = await _proven(own, vault, login, password, code, address=address, with_code=with_code)
        if not isinstance(outcome, Row):
            return outcome
        await forget(own, account_key(login))
    return Proven()


async def _proven(
    tx: Transaction,
    vault: Vault,
    login: str,
    password: str,
    code: str | None,
    *,
    address: str | None,
    with_code: bool = True,
    client: bool = False,
) -> Row[Any] | Failed:
    """The account, when password and code are its own. Raises nothing; every failure is counted.

    A `client` is an integration, for which people's way in is closed, and theirs for it.
    """
    if wait := await seconds_to_wait(tx, login, address):
        return TooManyAttempts(wait)
    await count(tx, account_key(login))
    account = await _account(tx, login)
    right = await verify_password(account.password_hash if account else None, password)
    if account is None or not right or not account.active or (account.role == Role.INTEGRATION) != client:
        return await _failed(tx, address, WrongCredentials())
    if with_code and account.totp_secret and not code:
        await forgive(tx, account_key(login))
        return SecondFactorNeeded()
    if with_code and account.totp_secret and not await second_factor.accepted(tx, vault, account, code or ""):
        return await _failed(tx, address, WrongCode())
    if account.one_time_until is not None and account.one_time_until < datetime.now(UTC):
        return PasswordExpired()
    return account


async def _failed(tx: Transaction, address: str | None, outcome: Failed) -> Failed:
    if address:
        await count(tx, address_key(address))
    return outcome


async def _welcome(
    tx: Transaction,
    account_id: UUID,
    *,
    lifetime: timedelta,
    address: str | None,
    user_agent: str | None,
    scope: str | None = None,
) -> Welcome:
    token = await open_session(
        tx, account_id, lifetime=lifetime, address=address, user_agent=user_agent, scope=scope
    )
    session = await session_of(tx, token, idle=lifetime)
    assert session is not None
    return Welcome(token, session.viewer, session.expires_at)


async def _tried(tx: Transaction, login: str) -> Tried | None:
    found = await tx.row(select(_accounts.c.id, _accounts.c.name, _accounts.c.clinic_id).where(_has(login)))
    return Tried(found.id, found.name, found.clinic_id) if found else None


def _has(login: str) -> ColumnElement[bool]:
    return func.lower(_accounts.c.login) == login.lower()


async def _account(tx: Transaction, login: str) -> Row[Any] | None:
    return await tx.row(
        select(
            _accounts.c.id,
            _accounts.c.password_hash,
            _accounts.c.totp_secret,
            _accounts.c.totp_last_step,
            _accounts.c.one_time_until,
            _accounts.c.active,
            _accounts.c.role,
        ).where(_has(login))
    )


async def _succeeded(tx: Transaction, account: Row[Any], login: str, password: str) -> None:
    changed: dict[str, Any] = {"last_sign_in_at": func.now(), "failed_sign_ins": 0}
    if needs_rehash(account.password_hash):
        changed["password_hash"] = await hash_password(password)
    alone = account.totp_secret is None and account.one_time_until is None
    if alone and weakness_of(password, login=login, second_factor=False) is Weakness.TOO_SHORT:
        # It was long enough beside a second factor, which is there no more.
        changed["one_time_until"] = func.now() + ONE_TIME
    await tx.execute(update(_accounts).where(_accounts.c.id == account.id).values(**changed))
    await forget(tx, account_key(login))
