"""Is it still the person who signed in? Asked before what does harm far beyond one record."""

from typing import Any

from db.queries import sign_in
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.refusals import TooManyAttempts

_CODES: dict[type[Any], RefusalCode] = {
    sign_in.WrongCredentials: RefusalCode.WRONG_CREDENTIALS,
    sign_in.SecondFactorNeeded: RefusalCode.SECOND_FACTOR_NEEDED,
    sign_in.WrongCode: RefusalCode.SECOND_FACTOR_WRONG,
    sign_in.PasswordExpired: RefusalCode.PASSWORD_EXPIRED,
}


def unconfirmed(context: OperationContext) -> Refusal | None:
    """A refusal when the password was given too long ago: `confirmIdentity`, then the same again."""
    return None if context.viewer.is_fresh(context.now) else Refusal(RefusalCode.CONFIRM_IDENTITY)


async def proven(
    context: OperationContext, given: dict[str, Any], *, with_code: bool = True
) -> sign_in.Proven | Refusal:
    """Password, and code where there is a second factor; each failure counts as one of signing in."""
    outcome = await sign_in.prove(
        context.tx,
        context.vault,
        given["password"],
        given.get("code"),
        address=context.address,
        with_code=with_code,
    )
    return outcome if isinstance(outcome, sign_in.Proven) else refused(context, outcome)


def refused(context: OperationContext, outcome: sign_in.Failed) -> Refusal:
    """What a failed proof is answered, and that it stands in the trail as refused."""
    context.audit.refused()
    if isinstance(outcome, sign_in.TooManyAttempts):
        seconds = outcome.retry_after_seconds
        return TooManyAttempts(retry_after_seconds=seconds, facts={"minutes": -(-seconds // 60)})
    return Refusal(_CODES[type(outcome)])
