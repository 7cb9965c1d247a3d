"""What all tests of what clients rely on share."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from db import passwords

PRODUCTION = passwords._hasher


@pytest.fixture(scope="module", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashes that take no time: what production's take is asked where `costly_passwords` are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield
    passwords._hash_of_nobody.cache_clear()


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PRODUCTION)
