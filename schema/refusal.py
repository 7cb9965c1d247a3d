"""How a "no" looks: a code for programs, words for people, the rule behind it."""

from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension
from strawberry.types import Info

from domain import refusal as said
from domain.messages import message
from domain.refusal import RefusalCode
from resolvers import refusals
from schema.node import Node
from schema.presenting import computed, context_of, presents

if TYPE_CHECKING:
    from schema.doctor_list import DoctorList
    from schema.dose import Dose
    from schema.duplicate import DuplicateCandidate
    from schema.immunization import Explanation

strawberry.enum(RefusalCode, description="Every expected refusal; stable, for programs to act on.")


@presents(said.Citation, description="The rule that decided: the act, its clause, and where we read it.")
class Citation:
    act: str
    clause: str | None
    source: str
    verified: bool = strawberry.field(description="False while nobody has compared it with the act itself.")


@strawberry.interface(
    description="An expected no: nothing was changed, and the message says what to do next."
)
class Refusal:
    code: RefusalCode
    rule: Citation | None = None

    @strawberry.field(description="In the viewer's language.")
    def message(self, info: Info[Any, Any]) -> str:
        return message(self.code, context_of(info).language, **getattr(self, "facts", {}))

    @strawberry.field(description="The input field to blame, where one is.")
    def path(self) -> list[str] | None:
        return [*self.path] or None


class RefusalOnRecord(FieldExtension):
    """Of a mutation: what was refused does not stand in the audit trail as done."""

    async def resolve_async(
        self, next_: AsyncExtensionResolver, source: Any, info: Info[Any, Any], **given: Any
    ) -> Any:
        answer = await next_(source, info, **given)
        if isinstance(answer, said.Refusal):
            context_of(info).audit.refused()
        return answer


@presents(said.Refusal, description="A refusal with nothing more to say than its message.")
class Refused(Refusal):
    pass


@presents(refusals.InputProblem, description="One wrong field of an input.")
class InputProblem:
    path: list[str]
    code: str
    message: str = computed(lambda problem, context: message(problem.code, context.language, **problem.facts))


@presents(refusals.InvalidInput, description="Fields of the input are wrong; all of them at once.")
class InvalidInput(Refusal):
    problems: list[InputProblem]


@presents(
    refusals.StaleVersion, description="Somebody changed the record meanwhile; here it is as it is now."
)
class StaleVersion(Refusal):
    current: Node


@presents(refusals.DuplicatePerson, description="Somebody like this is on record already.")
class DuplicatePerson(Refusal):
    candidates: list[Annotated["DuplicateCandidate", strawberry.lazy("schema.duplicate")]]


@presents(
    refusals.NormExceeded, description="The doctor's list is full; these doctors of the clinic have room."
)
class NormExceeded(Refusal):
    people: int
    norm: int
    alternatives: list[Annotated["DoctorList", strawberry.lazy("schema.doctor_list")]]


@presents(
    refusals.DoseNotAdvised,
    description="The calendar or a paper speaks against the dose; send again with a reason to keep the record.",
)
class DoseNotAdvised(Refusal):
    advice: list[Annotated["Explanation", strawberry.lazy("schema.immunization")]]


@presents(refusals.DoseAlreadyRecorded, description="This vaccine is on record for that day; here it is.")
class DoseAlreadyRecorded(Refusal):
    current: Annotated["Dose", strawberry.lazy("schema.dose")] | None


@presents(refusals.TooManyAttempts, description="Too many wrong passwords; wait, then try again.")
class TooManyAttempts(Refusal):
    retry_after_seconds: int
