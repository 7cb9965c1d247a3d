"""A certificate of vaccinations as a PDF: what was frozen at issue, and the code that leads to its page."""

import asyncio
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import segno

from db.queries import immunization_certificate as certificates
from domain.access import Action
from domain.day import ALMATY, day_of
from domain.immunization_certificate import words
from domain.language import Language
from resolvers.context import OperationContext
from resolvers.paper import drawn

Content = dict[str, Any]


async def printed(context: OperationContext, certificate_id: UUID, origin: str) -> bytes | None:
    """The PDF in the operation's language; None when it, or whom it is about, is not the viewer's to see.

    Raises Unreadable when the secret of its code was sealed with a key that this installation no longer has.
    """
    context.viewer.must(Action.READ_IMMUNIZATIONS)
    row = await certificates.whole(context.tx, certificate_id)
    if row is None or not context.viewer.sees_identity(row.patient_id):
        return None
    context.audit.showed([row.patient_id])
    token = context.vault.open_text(row.token_sealed, certificates.owner_of(row.token_hash))
    paper = _paper(context, row, f"{origin}/certificates/{token}")
    return await asyncio.to_thread(drawn, "immunization_certificate", paper)


def _paper(context: OperationContext, row: Any, address: str) -> Content:
    language = _printable(context.language)
    said = words(language)
    stated: Content = row.content
    return {
        "words": said,
        "language": str(language),
        "person": _person(stated, said, language),
        "doses": [_dose(one, language) for one in stated["doses"]],
        "facts": _facts(row, said),
        "revoked": _day(day_of(row.revoked_at)) if row.revoked_at else None,
        "issued_by": stated["issued_by"],
        "qr": code_of(address),
        "address": address,
        "printed_at": context.now.astimezone(ALMATY).strftime("%d.%m.%Y %H:%M"),
        "printed_by": context.viewer.name,
    }


def code_of(address: str) -> str:
    """The QR code of an address as SVG, with the quiet zone that readers need around it."""
    svg = BytesIO()
    segno.make_qr(address, error="m").save(svg, kind="svg", border=4, xmldecl=False)
    return svg.getvalue().decode()


def _printable(language: Language) -> Language:
    return Language.RU if language is Language.RU else Language.KK


def _person(stated: Content, said: dict[str, str], language: Language) -> list[tuple[str, str]]:
    person = stated["person"]
    return [
        (said["person"], person["name"]),
        (said["iin"], person["iin"] or "—"),
        (said["birth"], _day(date.fromisoformat(person["birth_date"]))),
        (said["sex"], said[person["sex"]]),
        (said["clinic"], stated["clinic"][language]),
    ]


def _dose(one: Content, language: Language) -> list[str]:
    name, product = one["vaccine"][language], one["trade_name"]
    return [
        _day(date.fromisoformat(one["given_on"])),
        f"{name} ({product})" if product else name,
        one["series"] or "",
        f"{one['dose_ml']:g}".replace(".", ",") if one["dose_ml"] else "",
        ", ".join(one["against"][language]),
    ]


def _facts(row: Any, said: dict[str, str]) -> list[tuple[str, str]]:
    until = [(said["valid_until"], _day(row.valid_until))] if row.valid_until else []
    return [(said["issued"], _day(row.issued_on)), *until, (said["calendar"], row.calendar)]


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
