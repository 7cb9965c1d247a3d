"""Signing in and out, and what the client needs to know about who is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.demo.logins import DEMO_LOGINS
from db.queries import account, session, sign_in
from domain.access import PERMISSIONS, Action, Viewer
from domain.refusal import Refusal, RefusalCode
from resolvers import reading
from resolvers.context import OperationContext
from resolvers.refusals import TooManyAttempts


@dataclass(frozen=True, slots=True)
class SignedIn:
    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Done:
    ok: bool = True


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
        return SignedIn(outcome.viewer)
    context.audit.outcome = "REFUSED"
    if isinstance(outcome, sign_in.TooManyAttempts):
        seconds = outcome.retry_after_seconds
        return TooManyAttempts(retry_after_seconds=seconds, facts={"minutes": -(-seconds // 60)})
    needs_code = isinstance(outcome, sign_in.SecondFactorNeeded)
    return Refusal(RefusalCode.SECOND_FACTOR_NEEDED if needs_code else RefusalCode.WRONG_CREDENTIALS)


async def leave(context: OperationContext) -> Done:
    """End this browser's session; nothing happens when nobody is signed in."""
    if context.viewer.session_id is not None:
        await session.end_session(context.tx, context.viewer.session_id)
    context.clear_session()
    return Done()


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


async def session_ends(context: OperationContext, viewer: Viewer) -> datetime | None:
    """The last moment of the session, whatever is done until then."""
    if viewer.session_id is None:
        return None
    return await session.expires_at(context.tx, viewer.session_id)
