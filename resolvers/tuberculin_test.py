"""Mantoux tests and Diaskintests: made, read, classed; what sends a child on is told with the reading."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from db.queries import tuberculin_test as tests
from db.queries.versioned import change
from db.tables import TuberculinTest
from domain.access import Action
from domain.available import AvailableAction
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.refusal import Refusal, RefusalCode
from domain.tuberculin_test import TuberculinKind, outcome_of, referrals
from resolvers.context import OperationContext
from resolvers.immunization_facts import changeable, done
from resolvers.patient import locked_person
from resolvers.refusals import InputProblem, InvalidInput

LARGEST_MM = 100


async def record(context: OperationContext, given: dict[str, Any]) -> TuberculinTest | Refusal:
    """A test that was made, with its reading where there is one."""
    context.viewer.must(Action.RECORD_TUBERCULIN_TEST)
    patient = await locked_person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    made_on = given.get("made_on") or context.today
    if problems := tuple(_problems(given, made_on, context.today)):
        return InvalidInput(problems=problems)
    test = TuberculinTest(
        patient_id=patient.id,
        clinic_id=context.own_clinic,
        kind=given["kind"],
        made_on=made_on,
        recorded_by=context.viewer.account_id,
    )
    row = await context.tx.insert(test)
    if given.get("papule_mm") is not None:
        row = await _read(context, row, given)
    await done(context, "tuberculin_test", row)
    return row


async def read(context: OperationContext, given: dict[str, Any]) -> TuberculinTest | Refusal:
    """The reading of a test, once."""
    context.viewer.must(Action.RECORD_TUBERCULIN_TEST)
    found = await changeable(context, TuberculinTest, given, "test_id")
    if isinstance(found, Refusal):
        return found
    if found.outcome is not None:
        return Refusal(RefusalCode.TEST_ALREADY_READ, path=("testId",))
    if problems := tuple(_problems(given, found.made_on, context.today)):
        return InvalidInput(problems=problems)
    row = await _read(context, found, given)
    await done(context, "tuberculin_test_read", row)
    return row


async def _read(context: OperationContext, row: TuberculinTest, given: Mapping[str, Any]) -> TuberculinTest:
    kind, size = TuberculinKind(row.kind), given["papule_mm"]
    hyperaemia, destructive = bool(given.get("hyperaemia")), bool(given.get("destructive"))
    outcome = outcome_of(kind, size, hyperaemia, destructive)
    earlier = await tests.earlier(context.tx, row)
    return await change(
        context.tx,
        row,
        read_on=given.get("read_on") or context.today,
        papule_mm=size,
        hyperaemia=hyperaemia,
        destructive=destructive,
        outcome=outcome.value,
        referrals=[one.value for one in referrals(kind, outcome, size, row.made_on, earlier)],
        read_at=context.now,
        read_by=context.viewer.account_id,
    )


def _problems(given: Mapping[str, Any], made_on: date, today: date) -> Iterator[InputProblem]:
    if made_on > today:
        yield InputProblem(("madeOn",), Problem.GIVEN_IN_FUTURE)
    read_on = given.get("read_on") or today
    if read_on < made_on:
        yield InputProblem(("readOn",), Problem.DAYS_IN_WRONG_ORDER)
    if read_on > today:
        yield InputProblem(("readOn",), Problem.GIVEN_IN_FUTURE)
    size = given.get("papule_mm")
    if size is not None and not 0 <= size <= LARGEST_MM:
        yield InputProblem(("papuleMm",), Problem.NUMBER_OUT_OF_RANGE, {"least": 0, "most": LARGEST_MM})


def available_actions(row: TuberculinTest, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and context.viewer.can(Action.RECORD_TUBERCULIN_TEST)
    return [AvailableAction.READ_TEST] if mine and row.outcome is None else []
