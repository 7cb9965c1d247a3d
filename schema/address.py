"""Where somebody lives."""

import strawberry
from strawberry import UNSET

from resolvers import person
from schema.presenting import presents
from schema.scalars import KATO


@presents(person.AddressLine, description="Where somebody lives.")
class Address:
    kato: KATO | None
    locality: str | None
    street: str | None
    house: str | None
    flat: str | None
    line: str


@strawberry.input(description="Where somebody lives.")
class AddressInput:
    kato: KATO | None = UNSET
    locality: str | None = UNSET
    street: str | None = UNSET
    house: str | None = UNSET
    flat: str | None = UNSET
