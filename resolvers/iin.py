"""What twelve digits tell while they are typed."""

from dataclasses import dataclass
from datetime import date

from db.tables import Patient
from domain.access import Action
from domain.iin import IIN, parse_iin
from domain.people import Sex
from domain.registration import disagreements
from resolvers import elsewhere
from resolvers.context import OperationContext
from resolvers.elsewhere import ElsewhereRow
from resolvers.refusals import InputProblem

PATH = ("iin",)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a text is an IIN, what it tells, what contradicts the document, and whose it is already."""

    valid: bool
    problem: InputProblem | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    warnings: tuple[InputProblem, ...] = ()
    known: Patient | ElsewhereRow | None = None


async def judge(
    context: OperationContext, text: str, birth_date: date | None = None, sex: Sex | None = None
) -> Judgement:
    """Judge a number alone or against a birth date and a sex; a contradiction warns and never refuses."""
    context.viewer.must(Action.SEARCH_PATIENTS)
    iin = parse_iin(text)
    if not isinstance(iin, IIN):
        return Judgement(False, InputProblem(PATH, iin.code))
    return Judgement(
        True,
        birth_date=iin.birth_date,
        sex=iin.sex,
        warnings=_warnings(context, iin, birth_date, sex),
        known=await elsewhere.by_iin(context, iin.number),
    )


async def person_by_iin(context: OperationContext, iin: str) -> Patient | ElsewhereRow | None:
    """The person of exactly this IIN; null when nobody has it or it is none."""
    context.viewer.must(Action.SEARCH_PATIENTS)
    parsed = parse_iin(iin)
    return await elsewhere.by_iin(context, parsed.number) if isinstance(parsed, IIN) else None


def _warnings(
    context: OperationContext, iin: IIN, birth_date: date | None, sex: Sex | None
) -> tuple[InputProblem, ...]:
    """What is not told does not contradict."""
    born, is_of = birth_date or iin.birth_date or context.today, sex or iin.sex or Sex.FEMALE
    found = disagreements(iin, born, is_of, context.today)
    return tuple(InputProblem(PATH, warning.code, dict(warning.facts)) for warning in found)
