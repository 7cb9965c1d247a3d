"""Signing in, on the real tables: right, wrong, too often, with a second factor, never twice with a code."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher

from db.database import Database
from db.passwords import (
    CODE_SECONDS,
    Weakness,
    accepted_step,
    hash_password,
    new_code_secret,
    verify_password,
    weakness_of,
)
from db.queries.session import session_of
from db.queries.sign_in import (
    PasswordExpired,
    SecondFactorNeeded,
    SignInOutcome,
    TooManyAttempts,
    Welcome,
    WrongCode,
    WrongCredentials,
    sign_in,
)
from db.resealing import reseal
from db.vault import Unreadable, Vault
from domain.access import ANONYMOUS, Action
from tests.conftest import Urls
from tests.contract.protocol.conftest import Seed, owner

PASSWORD = "төрт көк қарға билейді"
HOURS = timedelta(hours=12)
VAULT = Vault("the newest secret", ["the one before"])


@pytest.fixture
async def database(urls: Urls) -> AsyncIterator[Database]:
    database = Database(urls.server)
    yield database
    await database.dispose()


@pytest.fixture
async def account(urls: Urls, seed: Seed) -> Seed:
    change(urls, seed, password_hash=await hash_password(PASSWORD))
    return seed


def change(urls: Urls, seed: Seed, **values: Any) -> None:
    with owner(urls) as connection:
        for name, value in values.items():
            connection.execute(
                f"update account set {name} = %s where id = %s",
                [value, seed.account_id],
            )


def attempts_were(urls: Urls, ago: str) -> None:
    with owner(urls) as connection:
        connection.execute("update sign_in_attempt set last_at = now() - %s::interval", [ago])


async def attempt(
    database: Database,
    login: str,
    password: str = PASSWORD,
    code: str | None = None,
    address: str | None = None,
) -> SignInOutcome:
    async with database.transaction(ANONYMOUS) as tx:
        return await sign_in(
            tx, VAULT, login, password, code, lifetime=HOURS, address=address, user_agent="a browser"
        )


async def test_the_right_password_opens_a_session(database: Database, account: Seed) -> None:
    welcome = await attempt(database, f"  {account.login.upper()} ")
    assert isinstance(welcome, Welcome)
    assert welcome.viewer.account_id == account.account_id
    async with database.transaction(ANONYMOUS) as tx:
        session = await session_of(tx, welcome.token, idle=HOURS)
    assert session is not None
    assert session.viewer == welcome.viewer


async def test_who_signs_in_again_leaves_the_session_before(
    database: Database, account: Seed, urls: Urls
) -> None:
    first = await attempt(database, account.login)
    assert isinstance(first, Welcome)
    async with database.transaction(first.viewer) as tx:
        wrong = await sign_in(
            tx, VAULT, account.login, "wrong", None, lifetime=HOURS, address=None, user_agent=None
        )
    assert wrong == WrongCredentials()
    async with database.transaction(first.viewer) as tx:
        second = await sign_in(
            tx, VAULT, account.login, PASSWORD, None, lifetime=HOURS, address=None, user_agent=None
        )
    assert isinstance(second, Welcome)
    async with database.transaction(ANONYMOUS) as tx:
        assert await session_of(tx, first.token, idle=HOURS) is None
        assert await session_of(tx, second.token, idle=HOURS) is not None


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", PASSWORD.upper(), "x" * 1_000_000])
async def test_a_wrong_password_does_not(database: Database, account: Seed, password: str) -> None:
    assert await attempt(database, account.login, password) == WrongCredentials()


@pytest.mark.parametrize("login", ["nobody", "", "' or true --", "x" * 100_000])
async def test_an_unknown_login_looks_the_same(database: Database, login: str) -> None:
    assert await attempt(database, login) == WrongCredentials()


async def test_a_closed_account_looks_the_same(database: Database, account: Seed, urls: Urls) -> None:
    change(urls, account, active=False)
    assert await attempt(database, account.login) == WrongCredentials()


async def test_an_unknown_login_takes_as_long_as_a_known_one(account: Seed) -> None:
    known = await hash_password(PASSWORD)

    async def seconds(stored: str | None) -> float:
        began = time.perf_counter()
        assert not await verify_password(stored, "wrong")
        return time.perf_counter() - began

    times = [(await seconds(known), await seconds(None)) for _ in range(9)]
    ratio = median(with_hash / without for with_hash, without in times)
    assert 0.5 < ratio < 2


async def test_failures_make_one_wait_longer_and_longer_but_never_for_good(
    database: Database, account: Seed, urls: Urls
) -> None:
    for _ in range(4):
        assert await attempt(database, account.login, "wrong") == WrongCredentials()
    assert await attempt(database, account.login) == TooManyAttempts(1)
    waits = []
    for _ in range(7):
        attempts_were(urls, "59 seconds")
        assert await attempt(database, account.login, "wrong") == WrongCredentials()
        refused = await attempt(database, account.login)
        assert isinstance(refused, TooManyAttempts)
        waits.append(refused.retry_after_seconds)
    assert waits == [2, 4, 8, 16, 30, 30, 30]
    attempts_were(urls, "31 seconds")
    assert isinstance(await attempt(database, account.login), Welcome)
    assert await attempt(database, account.login, "wrong") == WrongCredentials()


async def test_looking_too_early_does_not_prolong_the_wait(
    database: Database, account: Seed, urls: Urls
) -> None:
    for _ in range(5):
        await attempt(database, account.login, "wrong")
        attempts_were(urls, "2 seconds")
    await attempt(database, account.login, "wrong")
    attempts_were(urls, "3 seconds")
    for _ in range(5):
        assert await attempt(database, account.login) == TooManyAttempts(1)


async def test_guesses_at_the_same_time_are_counted_one_by_one(database: Database, account: Seed) -> None:
    outcomes = await asyncio.gather(*(attempt(database, account.login, "wrong") for _ in range(8)))
    assert outcomes.count(WrongCredentials()) == 4
    assert outcomes.count(TooManyAttempts(1)) == 4


async def test_one_address_that_tries_many_logins_must_wait(database: Database, account: Seed) -> None:
    for number in range(21):
        await attempt(database, f"guess-{account.account_id}-{number}", address="192.0.2.7")
    assert await attempt(database, account.login, address="192.0.2.7") == TooManyAttempts(1)
    assert isinstance(await attempt(database, account.login, address="192.0.2.8"), Welcome)


async def test_a_second_factor_is_asked_for_and_a_code_holds_once(
    database: Database, account: Seed, urls: Urls
) -> None:
    secret = new_code_secret()
    change(urls, account, totp_secret=VAULT.close_text(secret, str(account.account_id)))
    assert await attempt(database, account.login) == SecondFactorNeeded()
    assert await attempt(database, account.login, "wrong", pyotp.TOTP(secret).now()) == WrongCredentials()
    code = pyotp.TOTP(secret).now()
    assert isinstance(await attempt(database, account.login, code=code), Welcome)
    assert await attempt(database, account.login, code=code) == WrongCode()


@pytest.mark.parametrize("code", ["", "000000", "12345", "1" * 1_000, "ABCDEF", "١٢٣٤٥٦"])
async def test_a_wrong_code_is_refused(database: Database, account: Seed, urls: Urls, code: str) -> None:
    change(urls, account, totp_secret=VAULT.close_text(new_code_secret(), str(account.account_id)))
    outcome = await attempt(database, account.login, code=code)
    assert outcome == (WrongCode() if code else SecondFactorNeeded())


async def test_the_same_code_at_the_same_time_opens_one_session(
    database: Database, account: Seed, urls: Urls
) -> None:
    secret = new_code_secret()
    change(urls, account, totp_secret=VAULT.close_text(secret, str(account.account_id)))
    code = pyotp.TOTP(secret).now()

    outcomes = await asyncio.gather(*(attempt(database, account.login, code=code) for _ in range(4)))

    assert sum(isinstance(outcome, Welcome) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} <= {Welcome, WrongCode, TooManyAttempts}


async def test_a_secret_sealed_for_another_account_opens_nothing(
    database: Database, account: Seed, urls: Urls
) -> None:
    secret = new_code_secret()
    change(urls, account, totp_secret=VAULT.close_text(secret, str(account.other_account_id)))
    assert await attempt(database, account.login, code=pyotp.TOTP(secret).now()) == WrongCode()


async def test_migrating_seals_what_was_plain_or_sealed_before(
    database: Database, account: Seed, urls: Urls
) -> None:
    plain, before = new_code_secret(), new_code_secret()
    older = Vault("the one before").close_text(before, str(account.other_account_id))
    with owner(urls) as connection:
        connection.execute("update account set totp_secret = null")
        for key, stored in ((account.account_id, plain), (account.other_account_id, older)):
            connection.execute("update account set totp_secret = %s where id = %s", [stored, key])

    assert reseal(urls.owner, VAULT) == (2, 0)
    assert reseal(urls.owner, VAULT) == (0, 0)
    assert reseal(urls.owner, Vault("nobody knows this one")) == (0, 2)

    with owner(urls) as connection:
        rows = connection.execute(
            "select id, totp_secret from account where totp_secret is not null"
        ).fetchall()
    assert {key: VAULT.open_text(stored, str(key)) for key, stored in rows} == {
        account.account_id: plain,
        account.other_account_id: before,
    }
    assert not any(secret in stored for _, stored in rows for secret in (plain, before))


def test_what_is_sealed_opens_for_its_owner_and_unaltered_only() -> None:
    sealed = VAULT.close(b"secret", "me")
    assert VAULT.open(sealed, "me") == b"secret"
    assert VAULT.close(b"secret", "me") != sealed
    for wrong, owner_of_it in ((sealed, "you"), (sealed[:-1] + b"!", "me"), (b"", "me"), (sealed[:10], "me")):
        with pytest.raises(Unreadable):
            VAULT.open(wrong, owner_of_it)
    for text in ("JBSWY3DPEHPK3PXP", "xx.yy", VAULT.current + ".", ""):
        with pytest.raises(Unreadable):
            VAULT.open_text(text, "me")


async def test_a_one_time_password_opens_the_door_for_its_days(
    database: Database, account: Seed, urls: Urls
) -> None:
    change(urls, account, one_time_until=datetime.now(UTC) + timedelta(days=1))
    welcome = await attempt(database, account.login)
    assert isinstance(welcome, Welcome)
    assert welcome.viewer.one_time_password
    assert [action for action in Action if welcome.viewer.can(action)] == [Action.SECURE_OWN_ACCOUNT]

    change(urls, account, one_time_until=datetime.now(UTC) - timedelta(seconds=1))
    assert await attempt(database, account.login) == PasswordExpired()
    assert await attempt(database, account.login, "wrong") == WrongCredentials()


async def test_a_password_short_without_its_second_factor_must_be_changed(
    database: Database, account: Seed, urls: Urls
) -> None:
    change(urls, account, password_hash=await hash_password("qarlygash"))
    welcome = await attempt(database, account.login, "qarlygash")
    assert isinstance(welcome, Welcome)
    assert welcome.viewer.one_time_password


def test_a_code_of_the_neighbouring_half_minute_holds_and_no_other() -> None:
    secret, now = new_code_secret(), 1_800_000_000
    step = now // CODE_SECONDS
    codes = {shift: pyotp.TOTP(secret).at(now + shift * CODE_SECONDS) for shift in range(-2, 3)}
    accepted = {shift: accepted_step(secret, code, None, at=now) for shift, code in codes.items()}
    assert accepted == {-2: None, -1: step - 1, 0: step, 1: step + 1, 2: None}
    assert accepted_step(secret, codes[0], step, at=now) is None
    assert accepted_step(secret, codes[-1], step, at=now) is None


async def test_an_older_hash_is_renewed_when_its_password_is_given(
    database: Database, account: Seed, urls: Urls, costly_passwords: None
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    change(urls, account, password_hash=weak)
    assert isinstance(await attempt(database, account.login), Welcome)
    with owner(urls) as connection:
        [[stored]] = connection.execute(
            "select password_hash from account where id = %s", [account.account_id]
        ).fetchall()
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    ("password", "second_factor", "weakness"),
    [
        ("төрт көк қарға билейді", False, None),
        ("correct horse staple batteries", False, None),
        ("fourteen chars", False, Weakness.TOO_SHORT),
        ("fifteen letters", False, None),
        ("seven77", True, Weakness.TOO_SHORT),
        ("qarlygash", True, None),
        ("x" * 201, False, Weakness.TOO_LONG),
        ("passwordpassword", False, Weakness.BREACHED),
        ("Password123456789", False, Weakness.BREACHED),
        ("!!!!password!!!!", False, Weakness.BREACHED),
        ("ЙЦУКЕНГШЩЗ2026!", False, Weakness.BREACHED),
        ("123456789012345", False, Weakness.BREACHED),
        ("abcabcabcabcabc", False, Weakness.BREACHED),
        ("aaaaaaaaaaaaaaaa", False, Weakness.BREACHED),
        ("my registrar9 login", False, Weakness.LIKE_LOGIN),
    ],
)
def test_a_password_is_judged_by_length_and_by_what_has_leaked(
    password: str, second_factor: bool, weakness: Weakness | None
) -> None:
    assert weakness_of(password, login="registrar9", second_factor=second_factor) == weakness
