"""Passwords and second factors of real accounts, over HTTP as a browser sends them."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pyotp
import pytest
from starlette.applications import Starlette

from db.demo.logins import DEMO_LOGINS
from domain.access import Role
from resolvers.ids import global_id
from tests.contract.graph.actions import ACTIONS, OPEN
from tests.contract.graph.documents import MUTATION, QUERY, Writer
from tests.contract.graph.samples import INPUTS, Sampler, arguments_of, written

SIGN_IN = written(
    "signIn", "{ __typename ... on Refusal { code } ... on SignedIn { viewer { login oneTimePassword } } }"
)
CHANGE = written("changePassword", "{ __typename ... on Refusal { code } }")
CONFIRM = written("confirmIdentity", "{ __typename ... on Refusal { code } }")
OWN = "алты көк қоян жүгіреді"
TOLD = (
    "{ __typename ... on Refusal { code } ... on Account { id version } "
    "... on OneTimePassword { password until account { id login version oneTimeUntil secondFactorSince } } }"
)


class Browser:
    """One cookie, as a browser keeps it."""

    def __init__(self, app: Starlette) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", headers={"X-Emhana-Client": "test"}
        )

    async def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        sent = await self.client.post("/graphql", json={"query": document, "variables": variables})
        answer: dict[str, Any] = sent.json()
        return answer

    async def do(self, document: str, **given: Any) -> dict[str, Any]:
        """The answer of a mutation's one field."""
        answer = await self.ask(document, **({"input": given} if given else {}))
        (field,) = answer["data"].values()
        found: dict[str, Any] = field
        return found

    async def sign_in(self, login: str, password: str, code: str | None = None) -> dict[str, Any]:
        return await self.do(SIGN_IN, login=login, password=password, code=code)

    async def me(self) -> Any:
        return (await self.ask("{ me { login secondFactorSince oneTimePassword } }"))["data"]["me"]


@pytest.fixture
async def browsers(app: Starlette) -> AsyncIterator[list[Browser]]:
    opened = [Browser(app) for _ in range(3)]
    yield opened
    for each in opened:
        await each.client.aclose()


@pytest.fixture
async def admin(browsers: list[Browser]) -> Browser:
    login = next(each for each in DEMO_LOGINS if each.role is Role.CLINIC_ADMIN)
    assert (await browsers[0].sign_in(login.login, login.password))["__typename"] == "SignedIn"
    return browsers[0]


async def opened_account(admin: Browser, login: str, role: str = "NURSE") -> dict[str, Any]:
    told = await admin.do(written("createAccount", TOLD), login=login, name="Жаңа Маман", role=role)
    assert told["__typename"] == "OneTimePassword"
    return told


async def test_a_one_time_password_opens_one_door_only(
    admin: Browser, browsers: list[Browser], known: psycopg.Connection[Any]
) -> None:
    told, person = await opened_account(admin, "bir-ret", "HEAD_DOCTOR"), browsers[1]
    entered = await person.sign_in("bir-ret", told["password"])
    assert entered["viewer"]["oneTimePassword"]

    clinic = known.execute("select clinic_id from account where login = 'bir-ret'").fetchone()
    assert clinic is not None
    sampler = Sampler(known, clinic[0])
    for name in sorted((QUERY.fields.keys() | MUTATION.fields.keys()) - OPEN):
        if str(ACTIONS[name]) == "SECURE_OWN_ACCOUNT":
            continue
        query = (
            Writer(page=1).root(name, 1, arguments_of(name, sampler))
            if name in QUERY.fields
            else written(name)
        )
        answer = await person.ask(query, **({} if name in QUERY.fields else {"input": INPUTS[name](sampler)}))
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN", (name, answer)
        assert answer["errors"][0]["extensions"]["reason"] == "OWN_PASSWORD_FIRST"
        assert not any((answer.get("data") or {}).values()), name

    same = await person.do(CHANGE, password=told["password"], newPassword=told["password"])
    assert same["code"] == "SAME_PASSWORD"
    short = await person.do(CHANGE, password=told["password"], newPassword="qysqa")
    assert short["code"] == "PASSWORD_TOO_WEAK"
    assert (await person.do(CHANGE, password=told["password"], newPassword=OWN))["__typename"] == "Done"
    assert not (await person.me())["oneTimePassword"]
    assert "errors" not in await person.ask("{ clinics(first: 1) { nodes { id } } }")
    assert (await browsers[2].sign_in("bir-ret", told["password"]))["code"] == "WRONG_CREDENTIALS"


async def test_a_changed_password_leaves_only_this_browser_signed_in(
    admin: Browser, browsers: list[Browser]
) -> None:
    told = await opened_account(admin, "eki-ret")
    for each in browsers[1:]:
        await each.sign_in("eki-ret", told["password"])
    before = browsers[1].client.cookies.get("emhana")

    await browsers[1].do(CHANGE, password=told["password"], newPassword=OWN)

    assert (await browsers[1].me())["login"] == "eki-ret"
    assert browsers[1].client.cookies.get("emhana") != before
    assert await browsers[2].me() is None


async def test_a_second_factor_from_its_proposal_to_its_removal(
    admin: Browser, browsers: list[Browser], known: psycopg.Connection[Any]
) -> None:
    told, person = await opened_account(admin, "ush-ret"), browsers[1]
    await person.sign_in("ush-ret", told["password"])
    await person.do(CHANGE, password=told["password"], newPassword=OWN)

    proposal = await person.do(
        written("proposeSecondFactor", "{ ... on SecondFactorProposal { secret address } }")
    )
    confirm = written(
        "confirmSecondFactor", "{ ... on Refusal { code } ... on SecondFactorOn { recoveryCodes } }"
    )
    assert proposal["address"].startswith("otpauth://totp/Emhana:ush-ret?secret=" + proposal["secret"])
    assert (await person.do(confirm, code="000000"))["code"] == "SECOND_FACTOR_WRONG"
    assert (await person.me())["secondFactorSince"] is None
    app = pyotp.TOTP(proposal["secret"])
    codes = (await person.do(confirm, code=app.now()))["recoveryCodes"]
    assert len(set(codes)) == 10
    assert (await person.do(confirm, code=app.now()))["code"] == "SECOND_FACTOR_NOT_PROPOSED"

    stored = known.execute("select account::text from account where login = 'ush-ret'").fetchone()
    assert stored is not None
    kept = known.execute(
        "select convert_from(response, 'LATIN1') from idempotency_key where response is not null"
    )
    for text in (stored[0], *(row[0] for row in kept.fetchall())):
        assert proposal["secret"] not in text
        assert not any(code in text or code.replace("-", "") in text for code in codes)

    other = browsers[2]
    assert (await other.sign_in("ush-ret", OWN))["code"] == "SECOND_FACTOR_NEEDED"
    assert (await other.sign_in("ush-ret", OWN, app.now()))["code"] == "SECOND_FACTOR_WRONG", "it was used"
    assert (await other.sign_in("ush-ret", OWN, codes[0].lower().replace("-", " ")))[
        "__typename"
    ] == "SignedIn"
    assert (await other.sign_in("ush-ret", OWN, codes[0]))["code"] == "SECOND_FACTOR_WRONG", "it was used"

    remove = written("removeSecondFactor", "{ __typename ... on Refusal { code } }")
    assert (await person.do(remove, password=OWN))["code"] == "SECOND_FACTOR_NEEDED"
    assert (await person.do(remove, password=OWN, code=codes[1]))["__typename"] == "Done"
    assert (await other.sign_in("ush-ret", OWN))["__typename"] == "SignedIn"


async def test_an_administrator_takes_a_lost_second_factor_away(
    admin: Browser, browsers: list[Browser], known: psycopg.Connection[Any]
) -> None:
    told, person = await opened_account(admin, "tort-ret"), browsers[1]
    await person.sign_in("tort-ret", told["password"])
    known.execute(
        "update account set totp_secret = 'x.y', second_factor_since = now() where login = 'tort-ret'"
    )
    (key, version) = known.execute("select id, version from account where login = 'tort-ret'").fetchone()  # type: ignore[misc]

    done = await admin.do(written("resetSecondFactor", TOLD), id=global_id("Account", key), version=version)

    assert done["version"] == version + 1
    assert await person.me() is None, "whoever holds the lost telephone is signed out"
    row = known.execute(
        "select totp_secret, second_factor_since from account where id = %s", [key]
    ).fetchone()
    assert row == (None, None)
    (changes,) = known.execute(
        "select changes from access_event where operation = 'resetSecondFactor' order by at desc limit 1"
    ).fetchone()  # type: ignore[misc]
    assert changes == {"account": str(key), "fields": ["second_factor"]}


def aged(known: psycopg.Connection[Any], login: str) -> None:
    known.execute(
        "update session set authenticated_at = now() - interval '16 minutes' "
        "where account_id = (select id from account where login = %s)",
        [login],
    )


async def test_what_does_far_harm_asks_for_the_password_again(
    admin: Browser, browsers: list[Browser], known: psycopg.Connection[Any]
) -> None:
    login = next(each for each in DEMO_LOGINS if each.role is Role.CLINIC_ADMIN)
    told = await opened_account(admin, "bes-ret")
    aged(known, login.login)
    account = {key: told["account"][key] for key in ("id", "version")}
    harm: list[tuple[str, dict[str, Any]]] = [
        ("createAccount", {"login": "alty", "name": "Алтыншы", "role": "NURSE"}),
        ("updateAccount", account | {"role": "DOCTOR"}),
        ("updateAccount", account | {"active": False}),
        ("resetPassword", account),
        ("resetSecondFactor", account),
    ]
    for name, given in harm:
        assert (await admin.do(written(name, TOLD), **given))["code"] == "CONFIRM_IDENTITY", name
    assert (await admin.do(written("updateAccount", TOLD), **account, name="Бесінші"))["version"] == 2

    assert (await admin.do(CONFIRM, password="wrong"))["code"] == "WRONG_CREDENTIALS"
    assert (await admin.do(CONFIRM, password=login.password))["__typename"] == "Done"
    again = await admin.do(written("updateAccount", TOLD), id=account["id"], version=2, active=False)
    assert again["__typename"] == "Account"
    assert (await browsers[1].sign_in("bes-ret", told["password"]))["code"] == "WRONG_CREDENTIALS"


@pytest.mark.parametrize(
    ("role", "name"),
    [(Role.AUDITOR, "exportRows"), (Role.HEAD_DOCTOR, "exportRows"), (Role.AUDITOR, "revealIdentity")],
)
async def test_exports_and_identities_ask_for_the_password_again(
    role: Role, name: str, browsers: list[Browser], known: psycopg.Connection[Any]
) -> None:
    login = next(each for each in DEMO_LOGINS if each.role is role)
    await browsers[0].sign_in(login.login, login.password)
    aged(known, login.login)
    (clinic,) = known.execute("select clinic_id from patient limit 1").fetchone()  # type: ignore[misc]
    given = INPUTS[name](Sampler(known, UUID(str(clinic))))
    document = written(name, "{ __typename ... on Refusal { code } }")

    assert (await browsers[0].do(document, **given))["code"] == "CONFIRM_IDENTITY"
    await browsers[0].do(CONFIRM, password=login.password)
    assert "code" not in await browsers[0].do(document, **given)


SESSIONS = "{ me { sessions { here browser address openedAt lastSeenAt } } }"


async def test_one_sees_where_one_is_signed_in_and_ends_it_elsewhere(browsers: list[Browser]) -> None:
    login = next(each for each in DEMO_LOGINS if each.role is Role.OPERATOR)
    here, there, stranger = browsers
    there.client.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36"
    for each in (there, here):
        assert (await each.sign_in(login.login, login.password))["__typename"] == "SignedIn"

    sessions = (await here.ask(SESSIONS))["data"]["me"]["sessions"]
    assert [(each["here"], each["browser"]) for each in sessions] == [(True, None), (False, "Chrome, Windows")]
    assert (await stranger.ask(SESSIONS))["data"] == {"me": None}

    assert (await here.do(written("signOutElsewhere")))["__typename"] == "Done"
    assert await there.me() is None
    assert [each["here"] for each in (await here.ask(SESSIONS))["data"]["me"]["sessions"]] == [True]


async def test_a_failed_sign_in_names_the_account_and_never_what_was_typed(
    browsers: list[Browser], known: psycopg.Connection[Any]
) -> None:
    login = next(each for each in DEMO_LOGINS if each.role is Role.OPERATOR)
    typed = "my password in the wrong field"
    for given in (login.login.upper(), typed):
        assert (await browsers[0].sign_in(given, "wrong"))["code"] == "WRONG_CREDENTIALS"

    rows = known.execute(
        "select e.account_name, a.login, e.clinic_id = a.clinic_id, e.role, e.session_id, e.outcome, e::text "
        "from access_event e left join account a on a.id = e.account_id "
        "where e.operation = 'signIn' order by e.at desc limit 2"
    ).fetchall()
    (nobody, somebody) = (row[:6] for row in rows)
    assert nobody == ("", None, None, None, None, "REFUSED")
    assert somebody == (login.name, login.login, True, None, None, "REFUSED")
    assert not any("wrong" in row[6] for row in rows)
