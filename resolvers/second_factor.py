"""A second factor: an authenticator app's codes beside the password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.passwords import MINIMUM_ALONE, Weakness, accepted_step, code_address, new_code_secret, weakness_of
from db.queries import second_factor as stored
from db.queries.sign_in import Proven
from db.vault import Unreadable
from domain.access import Action, Viewer
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.proof import proven, unconfirmed
from resolvers.session import Done, others_sign_in_anew


@dataclass(frozen=True, slots=True)
class Proposal:
    """The secret for the app, as letters and as the address that a QR code holds."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class On:
    recovery_codes: list[str]


async def propose(context: OperationContext) -> Proposal | Refusal:
    """A new secret, which holds only after one of its codes is given."""
    context.viewer.must(Action.SECURE_OWN_ACCOUNT)
    if refusal := unconfirmed(context):
        return refusal
    secret = new_code_secret()
    await stored.propose(context.tx, context.vault.close_text(secret, _owner(context)))
    return Proposal(secret, code_address(secret, context.viewer.login))


async def confirm(context: OperationContext, given: dict[str, Any]) -> On | Refusal:
    """The first right code puts the second factor on; other browsers of the account are signed out."""
    context.viewer.must(Action.SECURE_OWN_ACCOUNT)
    sealed = await stored.proposed(context.tx)
    if sealed is None:
        return Refusal(RefusalCode.SECOND_FACTOR_NOT_PROPOSED)
    try:
        secret = context.vault.open_text(sealed, _owner(context))
    except Unreadable:
        return Refusal(RefusalCode.SECOND_FACTOR_NOT_PROPOSED)
    step = accepted_step(secret, given["code"], None, at=context.now.timestamp())
    if step is None:
        return Refusal(RefusalCode.SECOND_FACTOR_WRONG, path=("code",))
    codes = await stored.put_on(context.tx, sealed, step)
    await others_sign_in_anew(context)
    context.audit.changes["second_factor"] = "ON"
    return On(codes)


async def remove(context: OperationContext, given: dict[str, Any]) -> Done | Refusal:
    """The password alone from now on, so it must be long enough for that."""
    context.viewer.must(Action.SECURE_OWN_ACCOUNT)
    outcome = await proven(context, given)
    if not isinstance(outcome, Proven):
        return outcome
    if weakness_of(given["password"], login=context.viewer.login, second_factor=False) is Weakness.TOO_SHORT:
        return Refusal(RefusalCode.PASSWORD_TOO_WEAK, path=("password",), facts={"least": MINIMUM_ALONE})
    await stored.take_off(context.tx)
    await others_sign_in_anew(context)
    context.audit.changes["second_factor"] = "OFF"
    return Done()


async def since(context: OperationContext, _viewer: Viewer) -> datetime | None:
    found: datetime | None = await stored.since(context.tx)
    return found


def _owner(context: OperationContext) -> str:
    return str(context.viewer.account_id)
