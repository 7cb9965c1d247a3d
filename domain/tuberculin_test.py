"""Mantoux and Diaskintest: how a reading is classed, and what sends a child on (handbook 2.4, source I3)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

DOUBTFUL_MM, POSITIVE_MM = 2, 5
HYPERERGIC_MM = {"MANTOUX": 17, "DIASKINTEST": 15}
GROWTH_MM = 6
MONOTONE_MM, MONOTONE_YEARS = 12, 4
ONE_YEAR = timedelta(days=366)


class TuberculinKind(StrEnum):
    MANTOUX = "MANTOUX"
    DIASKINTEST = "DIASKINTEST"


class TuberculinOutcome(StrEnum):
    NEGATIVE = "NEGATIVE"
    DOUBTFUL = "DOUBTFUL"
    POSITIVE = "POSITIVE"
    HYPERERGIC = "HYPERERGIC"


class Referral(StrEnum):
    """Why a child is sent to the paediatric TB doctor."""

    TURN = "TURN"
    GROWTH = "GROWTH"
    HYPERERGIC = "HYPERERGIC"
    MONOTONE = "MONOTONE"
    DIASKINTEST_POSITIVE = "DIASKINTEST_POSITIVE"


class Read(Protocol):
    """A test that was read; `papule_mm` is null while nobody has."""

    @property
    def kind(self) -> str: ...
    @property
    def made_on(self) -> date: ...
    @property
    def papule_mm(self) -> int | None: ...


def outcome_of(
    kind: TuberculinKind, papule_mm: int, hyperaemia: bool, destructive: bool
) -> TuberculinOutcome:
    """The class of a reading; `destructive` is a vesicle, necrosis or lymphangitis at any size."""
    if destructive or papule_mm >= HYPERERGIC_MM[kind]:
        return TuberculinOutcome.HYPERERGIC
    positive = POSITIVE_MM if kind is TuberculinKind.MANTOUX else 1
    if papule_mm >= positive:
        return TuberculinOutcome.POSITIVE
    doubtful = hyperaemia or (kind is TuberculinKind.MANTOUX and papule_mm >= DOUBTFUL_MM)
    return TuberculinOutcome.DOUBTFUL if doubtful else TuberculinOutcome.NEGATIVE


def referrals(
    kind: TuberculinKind, outcome: TuberculinOutcome, papule_mm: int, made_on: date, earlier: Sequence[Read]
) -> list[Referral]:
    """What sends the child on, from this reading and those before it."""
    return [*_of_one(kind, outcome), *_of_course(kind, papule_mm, made_on, earlier)]


def _of_one(kind: TuberculinKind, outcome: TuberculinOutcome) -> Iterator[Referral]:
    if outcome is TuberculinOutcome.HYPERERGIC:
        yield Referral.HYPERERGIC
    if kind is TuberculinKind.DIASKINTEST and outcome is TuberculinOutcome.POSITIVE:
        yield Referral.DIASKINTEST_POSITIVE


def _of_course(
    kind: TuberculinKind, papule_mm: int, made_on: date, earlier: Sequence[Read]
) -> Iterator[Referral]:
    if kind is not TuberculinKind.MANTOUX:
        return
    before = sorted(
        ((one.made_on, one.papule_mm) for one in earlier if one.kind == kind and one.papule_mm is not None),
        reverse=True,
    )
    if before and papule_mm - before[0][1] >= GROWTH_MM:
        yield Referral.TURN if made_on - before[0][0] <= ONE_YEAR else Referral.GROWTH
    course = [papule_mm, *(size for _, size in before)][:MONOTONE_YEARS]
    if len(course) == MONOTONE_YEARS and min(course) >= MONOTONE_MM:
        yield Referral.MONOTONE
