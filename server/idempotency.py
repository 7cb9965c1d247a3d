"""Repeated mutations: same key and same body, the same answer; same key and another body, an error."""

from hashlib import sha256

import orjson

from db.database import Transaction
from db.queries import idempotency
from db.vault import Vault
from server.caller import Caller
from server.graphql_documents import Prepared
from server.graphql_errors import Code, RequestError

HEADER = "Idempotency-Key"
LONGEST_KEY = 200


def checked_key(given: str | None) -> str | None:
    """A client's key: printable ASCII, at most 200 characters. Raises 400 for anything else."""
    if given is None:
        return None
    if not given or len(given) > LONGEST_KEY or not given.isascii() or not given.isprintable():
        raise RequestError(
            Code.BAD_REQUEST, f"`{HEADER}` must be 1 to {LONGEST_KEY} printable ASCII characters."
        )
    return given


def is_repeatable(prepared: Prepared, caller: Caller) -> bool:
    """Keys belong to an account; before signing in there is nothing to repeat but signing in itself."""
    return (
        prepared.is_mutation and caller.idempotency_key is not None and caller.viewer.account_id is not None
    )


async def earlier_answer(tx: Transaction, vault: Vault, prepared: Prepared, caller: Caller) -> bytes | None:
    """The stored answer, byte for byte; None when this is the first time and the key is now taken by us."""
    account_id, key = caller.viewer.account_id, caller.idempotency_key
    assert account_id is not None
    assert key is not None
    fingerprint = _fingerprint(prepared)
    stored = await idempotency.claim(tx, account_id, key, fingerprint)
    if stored is not None and stored.request_hash != fingerprint:
        raise RequestError(
            Code.BAD_USER_INPUT,
            f"This `{HEADER}` was used before with another request. Use a new key.",
            status=409,
        )
    if stored is None or stored.response is None:
        return None
    return vault.open(stored.response, _owner(caller))


async def keep_answer(tx: Transaction, vault: Vault, caller: Caller, body: bytes) -> None:
    """Sealed: it may hold a password told once, or whatever else a person was shown."""
    account_id, key = caller.viewer.account_id, caller.idempotency_key
    assert account_id is not None
    assert key is not None
    await idempotency.store(tx, account_id, key, vault.close(body, _owner(caller)), 200)


def _owner(caller: Caller) -> str:
    return f"{caller.viewer.account_id} {caller.idempotency_key}"


def _fingerprint(prepared: Prepared) -> bytes:
    operation = prepared.node.name.value if prepared.node.name else None
    parts = [prepared.document.id, operation, prepared.variables]
    return sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).digest()
