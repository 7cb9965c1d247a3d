"""Signing in and out; who is signed in."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from domain.access import Viewer as SignedInViewer
from resolvers import second_factor
from resolvers import session as resolved
from schema.clinic import Clinic
from schema.enums import Language, Role
from schema.inputs import given
from schema.presenting import computed, context_of, one, presents
from schema.refusal import Refused, TooManyAttempts
from schema.region import Region


@presents(resolved.OpenBrowser, name="OpenSession", description="A browser in which you are signed in.")
class OpenSession:
    opened_at: datetime
    last_seen_at: datetime = strawberry.field(description="Of its last use, to half a minute.")
    address: str | None = strawberry.field(description="The network address that signed in.")
    browser: str | None = strawberry.field(description="The browser and its system, when it says what it is.")
    here: bool = strawberry.field(description="The one that asks.")


@presents(
    SignedInViewer,
    name="Viewer",
    description="Who is signed in, in which office, and what that office may do.",
)
class Viewer:
    login: str
    name: str
    role: Role
    clinic: Clinic | None = one("clinic", by="clinic_id")
    language: Language
    actions: list[str] = computed(resolved.actions, "Named actions; `permissionMatrix` says what each means.")

    @strawberry.field(description="The regions of somebody of the Fund.")
    async def regions(self, info: Info[Any, Any]) -> list[Region]:
        return await resolved.regions_of(context_of(info), self)

    one_time_password: bool = strawberry.field(
        description="The password came from somebody else: nothing is allowed before `changePassword`."
    )

    @strawberry.field(description="Since when signing in asks for a code; null when it does not.")
    async def second_factor_since(self, info: Info[Any, Any]) -> datetime | None:
        return await second_factor.since(context_of(info), self)

    @strawberry.field(
        description="When the session ends whatever is done; the header `Emhana-Session` of each answer also says "
        "how long it lasts when nothing is done."
    )
    async def session_expires_at(self, info: Info[Any, Any]) -> datetime | None:
        return await resolved.session_ends(context_of(info), self)

    @strawberry.field(description="Where you are signed in now, the browser used last first; at most 50.")
    async def sessions(self, info: Info[Any, Any]) -> list[OpenSession]:
        return await resolved.sessions(context_of(info), self)


@presents(resolved.SignedIn, description="Welcome.")
class SignedIn:
    viewer: Viewer


@presents(resolved.Done, description="It is done.")
class Done:
    ok: bool


@presents(resolved.Hint, description="A login of the demo city; only in development.")
class DemoLogin:
    login: str
    password: str
    role: Role
    name: str
    try_this: str


@strawberry.input(description="Login and password; the code when the account asks for it.")
class SignInInput:
    login: str
    password: str
    code: str | None = strawberry.field(default=UNSET, description="The one-time code of the second factor.")


@strawberry.input(description="The password once more; the code when the account asks for it.")
class ConfirmIdentityInput:
    password: str
    code: str | None = strawberry.field(default=UNSET, description="The one-time code of the second factor.")


@strawberry.input(description="Your password, and the one to take its place.")
class ChangePasswordInput:
    password: str
    new_password: str


@strawberry.input(description="The language to work in.")
class SetLanguageInput:
    language: Language


SignInResult = Annotated[SignedIn | TooManyAttempts | Refused, strawberry.union("SignInResult")]
ProofResult = Annotated[Done | TooManyAttempts | Refused, strawberry.union("ProofResult")]
DoneResult = Annotated[Done | Refused, strawberry.union("DoneResult")]


@strawberry.type
class SessionQueries:
    @strawberry.field(description="Who is signed in; null when nobody is.")
    def me(self, info: Info[Any, Any]) -> Viewer | None:
        return resolved.me(context_of(info))

    @strawberry.field(description="Logins of the demo city, each with something to try; empty in production.")
    def demo_logins(self, info: Info[Any, Any]) -> list[DemoLogin]:
        return resolved.demo_logins(context_of(info))


@strawberry.type
class SessionMutations:
    @strawberry.mutation(description="Sign in. The session lives in a cookie that scripts can't read.")
    async def sign_in(self, info: Info[Any, Any], input: SignInInput) -> SignInResult:
        return await resolved.enter(context_of(info), given(input))

    @strawberry.mutation(description="End this session at once, on all its tabs.")
    async def sign_out(self, info: Info[Any, Any]) -> DoneResult:
        return await resolved.leave(context_of(info))

    @strawberry.mutation(description="End your sessions in all other browsers at once; this one goes on.")
    async def sign_out_elsewhere(self, info: Info[Any, Any]) -> DoneResult:
        return await resolved.leave_elsewhere(context_of(info))

    @strawberry.mutation(
        description="Show that it is still you, after the refusal CONFIRM_IDENTITY; then do the same again."
    )
    async def confirm_identity(self, info: Info[Any, Any], input: ConfirmIdentityInput) -> ProofResult:
        return await resolved.confirm_identity(context_of(info), given(input))

    @strawberry.mutation(description="Choose another password; your other browsers are signed out.")
    async def change_password(self, info: Info[Any, Any], input: ChangePasswordInput) -> ProofResult:
        return await resolved.change_password(context_of(info), given(input))

    @strawberry.mutation(description="Remember the language that you work in.")
    async def set_language(self, info: Info[Any, Any], input: SetLanguageInput) -> DoneResult:
        return await resolved.speak(context_of(info), given(input))
