"""What speaks against a dose: the calendar's own rules, and what people decided beside it."""

from collections.abc import Iterator
from uuid import UUID

from db.queries.immunization_facts import dose_given, known
from db.reference.immunization import kazakhstan_calendar
from db.tables import Dose
from domain.immunization.engine import evaluate
from domain.immunization.measures import Plan, plans
from domain.immunization.planning import groups_of
from domain.immunization.results import Evaluation
from domain.language import Language
from domain.messages import message
from resolvers.context import OperationContext
from resolvers.immunization import Told, Words, group_name


async def advice_against(
    context: OperationContext, patient_id: UUID, row: Dose, before: Dose | None = None
) -> list[Told]:
    """What the engine says of the dose as if it were given already, then deferral, refusal, missing consent."""
    one = (await known(context.tx, [patient_id]))[patient_id]
    others = [each for each in one.rows if before is None or each.id != before.id]
    earlier = [dose_given(each) for each in others if each.given_on <= row.given_on]
    with_dose = evaluate(one.person, [*earlier, dose_given(row)], kazakhstan_calendar(), row.given_on)
    without = evaluate(one.person, earlier, kazakhstan_calendar(), row.given_on)
    told = Words(with_dose, context.language).advice(len(earlier))
    return [*told, *_decided(without, row.cvx, context.language)]


def _decided(evaluation: Evaluation, cvx: str, language: Language) -> Iterator[Told]:
    groups = groups_of(evaluation.calendar, cvx)
    for one in plans(evaluation):
        if one.forecast.vaccine_group in groups:
            yield from _obstacles(one, language)


def _obstacles(one: Plan, language: Language) -> Iterator[Told]:
    facts = {"vaccine": group_name(one.forecast.vaccine_group, language)}
    if one.deferral is not None and one.deferral.until is not None:
        facts |= {"until": one.deferral.until.isoformat()}
    for obstacle in one.obstacles:
        text = message(f"OBSTACLE_{obstacle.name}", language, **facts)
        yield Told(text, (f"measure/{obstacle.value}",), (), True)
