"""Signing in and out, and what the client needs to know about who is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.demo.logins import DEMO_LOGINS
from db.passwords import Weakness, hash_password, minimum_length, weakness_of
from db.queries import account, second_factor, session, sign_in
from domain.access import PERMISSIONS, Action, Viewer
from domain.browser import browser_in_words
from domain.refusal import Refusal, RefusalCode
from resolvers import reading
from resolvers.context import OperationContext
from resolvers.proof import proven, refused


@dataclass(frozen=True, slots=True)
class SignedIn:
    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Done:
    ok: bool = True


@dataclass(frozen=True, slots=True)
class OpenBrowser:
    """A browser in which somebody is signed in; `here` is the one that asks."""

    opened_at: datetime
    last_seen_at: datetime
    address: str | None
    browser: str | None
    here: bool


@dataclass(frozen=True, slots=True)
class Hint:
    """A login of the demo city, with what to try."""

    login: str
    password: str
    role: Any
    name: str
    try_this: str


async def enter(context: OperationContext, given: dict[str, Any]) -> SignedIn | Refusal:
    """Sign in with login, password and, where the account asks for it, a one-time code."""
    outcome = await sign_in.sign_in(
        context.tx,
        context.vault,
        given["login"],
        given["password"],
        given.get("code"),
        lifetime=context.session_lifetime,
        address=context.address,
        user_agent=context.user_agent,
    )
    if isinstance(outcome, sign_in.Welcome):
        context.set_session_token(outcome.token)
        context.audit.changes["signed_in"] = str(outcome.viewer.account_id)
        context.viewer = outcome.viewer
        return SignedIn(outcome.viewer)
    context.audit.tried = outcome.tried
    return refused(context, outcome)


async def leave(context: OperationContext) -> Done:
    """End this browser's session; nothing happens when nobody is signed in."""
    if context.viewer.session_id is not None:
        await session.end_session(context.tx, context.viewer.session_id)
    context.clear_session()
    return Done()


async def leave_elsewhere(context: OperationContext) -> Done:
    """End every session of one's own but this one, sockets included."""
    context.viewer.must(Action.SECURE_OWN_ACCOUNT)
    await others_sign_in_anew(context)
    return Done()


async def others_sign_in_anew(context: OperationContext) -> None:
    account_id, session_id = context.viewer.account_id, context.viewer.session_id
    if account_id is not None and session_id is not None:
        await session.end_other_sessions(context.tx, account_id, session_id)


async def confirm_identity(context: OperationContext, given: dict[str, Any]) -> Done | Refusal:
    """The password once more; the session goes on under another token."""
    context.viewer.must(Action.SECURE_OWN_ACCOUNT)
    outcome = await proven(context, given)
    if not isinstance(outcome, sign_in.Proven):
        return outcome
    await _renew(context)
    return Done()


async def change_password(context: OperationContext, given: dict[str, Any]) -> Done | Refusal:
    """One's own password by another; every other browser of the account is signed out."""
    context.viewer.must(Action.SECURE_OWN_ACCOUNT)
    outcome = await proven(context, given, with_code=False)
    if not isinstance(outcome, sign_in.Proven):
        return outcome
    new, viewer = given["new_password"], context.viewer
    with_code = await second_factor.since(context.tx) is not None
    if new == given["password"]:
        return Refusal(RefusalCode.SAME_PASSWORD, path=("newPassword",))
    if weakness := weakness_of(new, login=viewer.login, second_factor=with_code):
        return weak(weakness, "newPassword", with_code=with_code)
    await account.choose_password(context.tx, await hash_password(new))
    await others_sign_in_anew(context)
    await _renew(context)
    context.audit.changes["fields"] = ["password"]
    return Done()


def weak(weakness: Weakness, field: str, *, with_code: bool = False) -> Refusal:
    """Why a password is not taken; the least length is told when that was missing."""
    short = weakness is Weakness.TOO_SHORT
    facts = {"least": minimum_length(second_factor=with_code)} if short else {}
    return Refusal(RefusalCode.PASSWORD_TOO_WEAK, path=(field,), facts=facts)


async def _renew(context: OperationContext) -> None:
    if context.viewer.session_id is not None:
        context.set_session_token(await session.renew_session(context.tx, context.viewer.session_id))


async def speak(context: OperationContext, given: dict[str, Any]) -> Done:
    """Remember the language that the account works in."""
    context.viewer.must(Action.READ_REFERENCE)
    await account.speak(context.tx, context.viewer, given["language"])
    return Done()


def me(context: OperationContext) -> Viewer | None:
    return context.viewer if context.viewer.signed_in else None


def actions(viewer: Viewer, _context: OperationContext) -> list[str]:
    return [action for action in PERMISSIONS if viewer.can(action)]


def demo_logins(context: OperationContext) -> list[Hint]:
    """The people of the demo city, in development only."""
    if not context.development:
        return []
    language = context.language
    return [Hint(d.login, d.password, d.role, d.name, d.try_this[language]) for d in DEMO_LOGINS]


async def regions_of(context: OperationContext, viewer: Viewer) -> list[Any]:
    found = [await reading.one(context, "region", code, "code") for code in viewer.regions]
    return [region for region in found if region is not None]


async def sessions(context: OperationContext, viewer: Viewer) -> list[OpenBrowser]:
    """Where one is signed in now, oneself only."""
    if viewer.account_id is None:
        return []
    rows = await session.open_sessions_of(context.tx, viewer.account_id, idle=context.session_idle)
    return [
        OpenBrowser(
            opened_at=row.created_at,
            last_seen_at=row.last_seen_at,
            address=row.address,
            browser=browser_in_words(row.user_agent),
            here=row.id == viewer.session_id,
        )
        for row in rows
    ]


async def session_ends(context: OperationContext, viewer: Viewer) -> datetime | None:
    """The last moment of the session, whatever is done until then."""
    if viewer.session_id is None:
        return None
    return await session.expires_at(context.tx, viewer.session_id)
