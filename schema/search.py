"""The one search box."""

from datetime import date
from typing import Any, cast

import strawberry
from strawberry import Info

from resolvers import search as resolved
from resolvers.search import SearchOutcome, Understanding
from schema.clinic import Clinic
from schema.duplicate import PersonElsewhere
from schema.enums import Sex
from schema.patient import Patient
from schema.presenting import context_of, presents
from schema.refusal import InputProblem
from schema.scalars import IIN

strawberry.enum(Understanding, name="SearchUnderstanding", description="What was typed.")


@presents(resolved.Hit, description="A person found, the best match first.")
class SearchHit:
    patient: Patient
    score: float


@presents(resolved.Card, description="What a scanned identity card says; it fills in the form.")
class ScannedCard:
    iin: IIN | None
    family_name: str
    given_name: str
    sex: Sex | None
    birth_date: date | None
    document_number: str
    expires_on: date | None


@presents(resolved.SearchOutcome, description="Whatever the typed, scanned or spoken text leads to.")
class SearchResult:
    people: list[SearchHit]

    @strawberry.field
    async def clinics(self, info: Info[Any, Any]) -> list[Clinic]:
        return await resolved.clinics(cast(SearchOutcome, self), context_of(info))

    elsewhere: PersonElsewhere | None = strawberry.field(
        description="A person of another clinic, by exact IIN only."
    )
    understood_as: Understanding
    problem: InputProblem | None
    card: ScannedCard | None


@strawberry.type
class SearchQueries:
    @strawberry.field(
        description="Find by IIN, phone, or a name in any script and word order, one typo allowed."
    )
    async def search(self, info: Info[Any, Any], text: str, first: int = 20) -> SearchResult:
        return await resolved.search(context_of(info), text, first)
