"""Certificates of vaccinations: the secret behind each, which ones the record has left, and the page for strangers."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import any_, func, select, text

from db.database import Transaction
from db.queries.expressions import uuid_array
from db.queries.visible import columns, visible
from db.tables import ImmunizationCertificate
from db.tables.base import table_of

CERTIFICATE = table_of(ImmunizationCertificate)


def hash_of(token: str) -> bytes:
    """What is stored of a secret; it is random, so a plain hash tells nothing of it."""
    return sha256(token.encode()).digest()


def owner_of(token_hash: bytes) -> str:
    """To what a sealed secret is bound: to its own hash, of which there is one row."""
    return f"immunization certificate {token_hash.hex()}"


async def add(tx: Transaction, row: ImmunizationCertificate) -> ImmunizationCertificate:
    """Store a certificate as it was issued."""
    return await tx.insert(row)


async def whole(tx: Transaction, certificate_id: UUID) -> Any:
    """A visible certificate with its secret, to be printed; None where there is none to see."""
    secrets = (CERTIFICATE.c.token_hash, CERTIFICATE.c.token_sealed)
    wanted = [*columns(ImmunizationCertificate, tx.viewer), *secrets]
    mine = CERTIFICATE.c.id == certificate_id, visible(ImmunizationCertificate, tx.viewer)
    return await tx.row(select(*wanted).where(*mine))


async def standing(tx: Transaction, certificate_ids: Sequence[UUID]) -> Sequence[Any]:
    """What decides about each visible one, and whether the record no longer agrees with it."""
    among = uuid_array(tuple(certificate_ids))
    changed = CERTIFICATE.c.id.in_(select(func.changed_certificates(among))).label("changed")
    deciding = (CERTIFICATE.c.id, CERTIFICATE.c.revoked_at, CERTIFICATE.c.valid_until, changed)
    mine = CERTIFICATE.c.id == any_(among), visible(ImmunizationCertificate, tx.viewer)
    return await tx.rows(select(*deciding).where(*mine))


async def behind_link(tx: Transaction, token: str) -> Any:
    """What a stranger may know of the certificate with this secret; None for an unknown one."""
    return await tx.row(text("select * from certificate_of_link(:hash)"), {"hash": hash_of(token)})
