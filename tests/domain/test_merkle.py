"""Merkle heads by the published vectors of Certificate Transparency, and canonical bytes."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

import pytest

from domain.merkle import canonical, leaf_hash, root

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
HEADS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_heads_are_those_of_certificate_transparency(size: int) -> None:
    assert root([bytes.fromhex(leaf) for leaf in LEAVES[:size]]).hex() == HEADS[size]


def test_a_node_does_not_pass_for_a_leaf() -> None:
    pair = [b"one", b"two"]

    assert root([leaf_hash(pair[0]) + leaf_hash(pair[1])]) != root(pair)
    assert leaf_hash(b"one") != sha256(b"one").digest()


def test_one_moment_has_one_form_in_every_zone() -> None:
    almaty = datetime(2026, 3, 1, 2, 30, 0, 5, tzinfo=timezone(timedelta(hours=5)))

    assert canonical({"at": almaty}) == canonical({"at": almaty.astimezone(UTC)})
    assert canonical({"at": almaty}) == b'{"at":"2026-02-28T21:30:00.000005Z"}'


def test_keys_are_sorted_at_every_depth() -> None:
    one = canonical({"b": {"y": 1, "x": [UUID(int=1), None]}, "a": "Әлия"})

    assert one == '{"a":"Әлия","b":{"x":["00000000-0000-0000-0000-000000000001",null],"y":1}}'.encode()


def test_a_moment_without_zone_has_no_form() -> None:
    with pytest.raises(TypeError):
        canonical({"at": datetime(2026, 3, 1)})  # noqa: DTZ001
