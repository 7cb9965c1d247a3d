"""`emhana user create`: the first account of a house, before anybody can sign in to open others."""

from typing import Any

from db.database import Database, Transaction
from db.passwords import Weakness, hash_password, minimum_length, weakness_of
from db.queries import access_event, account
from db.queries.clinic import with_bin
from db.queries.region import regions as all_regions
from domain.access import SYSTEM, Role
from domain.language import Language
from resolvers.context import AuditNote

FUND = frozenset({Role.AUDITOR, Role.FUND_OFFICER})
NOT_PEOPLE_OF_A_HOUSE = frozenset({Role.PATIENT, Role.DISPLAY, Role.SYSTEM})


class AccountRefused(Exception):
    """Why the account cannot be opened; one sentence."""


async def open_account(
    url: str,
    *,
    login: str,
    password: str,
    name: str,
    role: Role,
    clinic_bin: str | None,
    regions: list[str],
    language: Language,
) -> None:
    """On record as the system's act. Raises AccountRefused."""
    check_password(password, login)
    database = Database(url, pool_size=1)
    try:
        async with database.transaction(SYSTEM) as tx:
            house = await house_of(tx, role, clinic_bin, regions)
            values = {"login": login, "name": name, "role": role, "language": language, **house}
            created = await account.open_unseen(tx, password_hash=await hash_password(password), **values)
            if created is None:
                raise AccountRefused(f"The login {login} is taken: choose another.")
            await access_event.record(
                tx,
                SYSTEM,
                AuditNote(changes={"created": str(created)}),
                operation="userCreate",
                document=None,
                address=None,
                trace_id=None,
            )
    finally:
        await database.dispose()


def check_password(password: str, login: str) -> None:
    said = {
        Weakness.TOO_SHORT: f"has fewer than {minimum_length(second_factor=False)} characters",
        Weakness.TOO_LONG: "is too long",
        Weakness.BREACHED: "is on the list of passwords that have leaked",
        Weakness.LIKE_LOGIN: "contains the login",
    }
    if weakness := weakness_of(password, login=login, second_factor=False):
        raise AccountRefused(f"The password {said[weakness]}: choose a few words that nobody would guess.")


async def house_of(tx: Transaction, role: Role, clinic_bin: str | None, regions: list[str]) -> dict[str, Any]:
    """The clinic of those who work in one, the regions of those who work for the Fund."""
    if role in NOT_PEOPLE_OF_A_HOUSE:
        raise AccountRefused(f"{role} is not an office in a clinic or in the Fund: choose another role.")
    if role in FUND:
        if not regions:
            raise AccountRefused(f"{role} works for regions: name each with --region.")
        known = [region.code for region in await all_regions(tx, SYSTEM)]
        if unknown := [code for code in regions if code not in known]:
            raise AccountRefused(f"{', '.join(unknown)} is none of the regions {', '.join(known)}.")
        return {"regions": regions}
    clinic = await with_bin(tx, clinic_bin) if clinic_bin else None
    if clinic is None:
        raise AccountRefused(f"{role} works in a clinic: name a registered one by its BIN with --clinic.")
    return {"clinic_id": clinic.id, "regions": []}
