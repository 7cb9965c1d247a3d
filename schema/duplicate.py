"""Who may be on record already, and why we think so; what an IIN says."""

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from domain.duplicate import MatchField, MatchKind, MatchStrength
from resolvers import duplicates as resolved
from resolvers import elsewhere, iin
from schema.clinic import Clinic
from schema.enums import AvailableAction, Sex
from schema.inputs import given
from schema.node import Node
from schema.patient import Patient
from schema.presenting import computed, context_of, one, presents
from schema.refusal import InputProblem
from schema.scalars import IIN

strawberry.enum(MatchField, description="What is compared.")
strawberry.enum(MatchKind, description="How the two agree.")
strawberry.enum(MatchStrength, description="How sure it is that they are one person.")


@presents(elsewhere.ElsewhereRow, description="A person of another clinic: the least that a move needs.")
class PersonElsewhere(Node):
    short_name: str
    birth_year: int
    clinic: Clinic = one("clinic", by="clinic_id")
    attached_since: date | None
    available_actions: list[AvailableAction] = computed(elsewhere.available_actions)


@presents(resolved.Match, description="One field of both records, side by side.")
class FieldMatch:
    field: MatchField
    kind: MatchKind
    message: str = computed(resolved.match_message, "In the viewer's language.")
    yours: str | None
    theirs: str | None


@presents(resolved.Candidate, description="Somebody on record who may be the same person, and why.")
class DuplicateCandidate:
    patient: Patient | None
    elsewhere: PersonElsewhere | None
    strength: MatchStrength
    matches: list[FieldMatch]


PersonByIin = Annotated[
    Patient | PersonElsewhere,
    strawberry.union("PersonByIin", description="Your clinic's record, or the least of another clinic's."),
]


@presents(iin.Judgement, description="What an IIN says, judged while it is typed.")
class IinJudgement:
    valid: bool
    problem: InputProblem | None
    birth_date: date | None
    sex: Sex | None
    warnings: list[InputProblem]
    known: PersonByIin | None = strawberry.field(description="Whoever has this IIN on record already.")


@strawberry.input(description="A person as far as the form tells by now.")
class DuplicatesInput:
    iin: str | None = UNSET
    family_name: str | None = UNSET
    given_name: str | None = UNSET
    patronymic: str | None = UNSET
    birth_date: date | None = UNSET
    sex: Sex | None = UNSET
    phones: list[str] | None = UNSET
    street: str | None = UNSET
    house: str | None = UNSET
    except_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Not this record itself.")


@strawberry.type
class DuplicateQueries:
    @strawberry.field(description="Records that may be the same person, the surest first.")
    async def duplicates(self, info: Info[Any, Any], input: DuplicatesInput) -> list[DuplicateCandidate]:
        return await resolved.find(context_of(info), given(input))

    @strawberry.field(
        description="Judge an IIN as it is typed; a contradiction with the document is a warning."
    )
    async def judge_iin(
        self, info: Info[Any, Any], iin: str, birth_date: date | None = None, sex: Sex | None = None
    ) -> IinJudgement:
        return await judged(context_of(info), iin, birth_date, sex)

    @strawberry.field(description="The person of exactly this IIN, wherever; looking elsewhere is on record.")
    async def person_by_iin(self, info: Info[Any, Any], iin: IIN) -> PersonByIin | None:
        return await person_by_iin(context_of(info), iin)


judged = iin.judge
person_by_iin = iin.person_by_iin
