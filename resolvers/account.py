"""Accounts: who may sign in, in which office; made and changed by those who manage them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import tables
from db.passwords import hash_password, one_time_password, weakness_of
from db.queries import account as stored
from db.queries import second_factor
from db.queries.session import end_sessions_of
from db.queries.sign_in import ONE_TIME
from domain.access import GRANTABLE_ROLES, Action, Role, Viewer
from domain.available import AvailableAction
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.proof import unconfirmed
from resolvers.refusals import InputProblem, InvalidInput, StaleVersion
from resolvers.session import weak

FUND = frozenset({Role.AUDITOR, Role.FUND_OFFICER})
CLOSES_SESSIONS = frozenset({"role", "clinic_id", "regions", "active"})


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """Told once, to be passed on: it opens the door once, to choose an own one."""

    account: tables.Account
    password: str
    until: datetime


async def names(context: OperationContext, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Who wrote something, by the account's id."""
    return await stored.names(context.tx, list(ids))


def available_actions(row: tables.Account, context: OperationContext) -> list[AvailableAction]:
    if not manages(context.viewer, row) or row.id == context.viewer.account_id:
        return []
    if not row.active:
        return [AvailableAction.UPDATE, AvailableAction.REACTIVATE]
    reset = [AvailableAction.RESET_SECOND_FACTOR] if row.second_factor_since else []
    return [AvailableAction.UPDATE, AvailableAction.RESET_PASSWORD, *reset, AvailableAction.DEACTIVATE]


def manages(viewer: Viewer, row: tables.Account) -> bool:
    return viewer.can(Action.MANAGE_ACCOUNTS) and Role(row.role) in grantable(viewer)


def grantable(viewer: Viewer) -> frozenset[Role]:
    return GRANTABLE_ROLES.get(viewer.role, frozenset()) if viewer.role else frozenset()


async def create(
    context: OperationContext, given: dict[str, Any]
) -> tables.Account | OneTimePassword | Refusal:
    """Open an account in the manager's own house, with an office that the manager may hand out."""
    context.viewer.must(Action.MANAGE_ACCOUNTS)
    if refusal := unconfirmed(context):
        return refusal
    if refusal := _office(context.viewer, given):
        return refusal
    if problems := _problems(given):
        return InvalidInput(problems=tuple(problems))
    password = given.get("password") or one_time_password()
    if refusal := _weak(password, given["login"]):
        return refusal
    row = await stored.create(
        context.tx,
        login=given["login"].strip(),
        name=given["name"].strip(),
        role=given["role"],
        language=given["language"],
        password_hash=await hash_password(password),
        one_time_until=context.now + ONE_TIME,
        created_by=context.viewer.account_id,
        active=True,
        failed_sign_ins=0,
        is_demo=False,
        version=1,
        **_house(context.viewer, given),
    )
    if row is None:
        return Refusal(RefusalCode.LOGIN_TAKEN, path=("login",))
    context.audit.changes["created"] = str(row.id)
    return _told(context, row, given, password)


async def update(context: OperationContext, given: dict[str, Any]) -> tables.Account | Refusal:
    """Change an office or close an account; open sessions of a changed office end at once."""
    context.viewer.must(Action.MANAGE_ACCOUNTS)
    row = await _managed(context, given)
    if not isinstance(row, tables.Account):
        return row
    if "role" in given and (refusal := _office(context.viewer, given)):
        return refusal
    changes = {
        name: given[name] for name in ("name", "role", "language", "active") if given.get(name) is not None
    }
    if given.get("region_codes") is not None and row.role in FUND:
        changes |= _house(context.viewer, given | {"role": row.role})
    if problems := _problems(changes):
        return InvalidInput(problems=tuple(problems))
    if CLOSES_SESSIONS & changes.keys() and (refusal := unconfirmed(context)):
        return refusal
    changed = await stored.change(context.tx, row, **changes)
    if CLOSES_SESSIONS & changes.keys():
        await end_sessions_of(context.tx, row.id)
    context.audit.changes.update(account=str(row.id), fields=sorted(changes))
    return changed


async def reset_password(
    context: OperationContext, given: dict[str, Any]
) -> tables.Account | OneTimePassword | Refusal:
    """Give an account a new password; whoever is signed in with the old one is signed out."""
    context.viewer.must(Action.MANAGE_ACCOUNTS)
    row = await _managed(context, given)
    if not isinstance(row, tables.Account):
        return row
    if refusal := unconfirmed(context):
        return refusal
    password = given.get("password") or one_time_password()
    if refusal := _weak(password, row.login):
        return refusal
    values = {"password_hash": await hash_password(password), "one_time_until": context.now + ONE_TIME}
    changed = await stored.change(context.tx, row, **values)
    await end_sessions_of(context.tx, row.id)
    context.audit.changes.update(account=str(row.id), fields=["password"])
    return _told(context, changed, given, password)


async def reset_second_factor(context: OperationContext, given: dict[str, Any]) -> tables.Account | Refusal:
    """Take the second factor from somebody who lost it; whoever is signed in with the account is signed out."""
    context.viewer.must(Action.MANAGE_ACCOUNTS)
    row = await _managed(context, given)
    if not isinstance(row, tables.Account):
        return row
    if refusal := unconfirmed(context):
        return refusal
    changed = await stored.change(context.tx, row, **second_factor.NONE)
    await end_sessions_of(context.tx, row.id)
    context.audit.changes.update(account=str(row.id), fields=["second_factor"])
    return changed


def _told(
    context: OperationContext, row: tables.Account, given: dict[str, Any], password: str
) -> tables.Account | OneTimePassword:
    """The password that was made for the account, unless the manager knows it already."""
    if given.get("password"):
        return row
    return OneTimePassword(row, password, row.one_time_until or context.now)


async def _managed(context: OperationContext, given: dict[str, Any]) -> tables.Account | Refusal:
    row = await stored.lock(context.tx, given["id"])
    if not manages(context.viewer, row) or row.id == context.viewer.account_id:
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=("id",))
    if row.version != given["version"]:
        return StaleVersion(current=row)
    return row


def _office(viewer: Viewer, given: dict[str, Any]) -> Refusal | None:
    if given["role"] in grantable(viewer):
        return None
    return Refusal(RefusalCode.FORBIDDEN_HERE, path=("role",))


def _house(viewer: Viewer, given: dict[str, Any]) -> dict[str, Any]:
    """Where the account belongs: the manager's clinic, or those of the asked regions that the manager has too."""
    if given["role"] not in FUND:
        return {"clinic_id": viewer.clinic_id, "regions": []}
    asked = given.get("region_codes") or viewer.regions
    return {"regions": [code for code in asked if code in viewer.regions]}


def _problems(given: dict[str, Any]) -> list[InputProblem]:
    return [
        InputProblem((name,), "REQUIRED")
        for name in ("login", "name")
        if name in given and not given[name].strip()
    ]


def _weak(password: str, login: str) -> Refusal | None:
    weakness = weakness_of(password, login=login, second_factor=False)
    return weak(weakness, "password") if weakness else None
