"""Accounts and offices, for those who manage them."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import account as resolved
from schema.clinic import Clinic
from schema.enums import AvailableAction, Language, Role
from schema.inputs import given
from schema.listing import listing
from schema.node import Connection, Node
from schema.presenting import computed, context_of, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion
from schema.scalars import KATO


@presents("account", description="Somebody who may sign in, in one office.")
class Account(Node):
    login: str
    name: str
    role: Role
    clinic: Clinic | None = one("clinic", by="clinic_id")
    region_codes: list[KATO] = computed(
        lambda row, _context: row.regions, "The regions of the Fund's people.", needs=("regions",)
    )
    language: Language
    active: bool
    last_sign_in_at: datetime | None
    second_factor_since: datetime | None = strawberry.field(
        description="Since when signing in asks for a code; null when it does not."
    )
    one_time_until: datetime | None = strawberry.field(
        description="Until when the one-time password opens the door; null when the owner chose their own."
    )
    available_actions: list[AvailableAction] = computed(
        resolved.available_actions, needs=("id", "role", "active", "second_factor_since")
    )
    version: int


@presents(resolved.OneTimePassword, description="A password made for an account: told now and never again.")
class OneTimePassword:
    account: Account
    password: str = strawberry.field(description="Opens the door once, to choose an own one.")
    until: datetime


@strawberry.input(description="Accounts that meet every given condition.")
class AccountFilter:
    role: Role | None = UNSET
    active: bool | None = UNSET
    name: str | None = strawberry.field(default=UNSET, description="Part of the name or the login.")


@strawberry.input(description="A new account in your own house.")
class CreateAccountInput:
    login: str
    name: str
    role: Role
    password: str | None = strawberry.field(
        default=UNSET,
        description="Left out, one is made and told once. Either must be changed at the first sign-in.",
    )
    region_codes: list[KATO] | None = UNSET
    language: Language = Language.KK


@strawberry.input(description="Changes to an account; only what is given changes.")
class UpdateAccountInput:
    id: strawberry.ID
    version: int
    name: str | None = UNSET
    role: Role | None = UNSET
    region_codes: list[KATO] | None = UNSET
    language: Language | None = UNSET
    active: bool | None = UNSET


@strawberry.input(description="A new password for an account, told to its owner by you.")
class ResetPasswordInput:
    id: strawberry.ID
    version: int
    password: str | None = strawberry.field(default=UNSET, description="Left out, one is made and told once.")


@strawberry.input(description="Whose second factor is lost.")
class ResetSecondFactorInput:
    id: strawberry.ID
    version: int


AccountResult = Annotated[
    Account | OneTimePassword | StaleVersion | InvalidInput | Refused, strawberry.union("AccountResult")
]


@strawberry.type
class AccountQueries:
    @strawberry.field(description="The accounts that you manage, by name.")
    async def accounts(
        self,
        info: Info[Any, Any],
        filter: AccountFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Account]:
        return await listing(info, "account", given(filter), None, (first, after, last, before))


@strawberry.type
class AccountMutations:
    @strawberry.mutation(description="Open an account.")
    async def create_account(self, info: Info[Any, Any], input: CreateAccountInput) -> AccountResult:
        return await resolved.create(context_of(info), given(input))

    @strawberry.mutation(
        description="Change or close an account; a change of office ends its sessions at once."
    )
    async def update_account(self, info: Info[Any, Any], input: UpdateAccountInput) -> AccountResult:
        return await resolved.update(context_of(info), given(input, "Account"))

    @strawberry.mutation(description="Give an account a new password; its sessions end at once.")
    async def reset_password(self, info: Info[Any, Any], input: ResetPasswordInput) -> AccountResult:
        return await resolved.reset_password(context_of(info), given(input, "Account"))

    @strawberry.mutation(
        description="Take the second factor from an account whose owner lost it; its sessions end at once."
    )
    async def reset_second_factor(self, info: Info[Any, Any], input: ResetSecondFactorInput) -> AccountResult:
        return await resolved.reset_second_factor(context_of(info), given(input, "Account"))
