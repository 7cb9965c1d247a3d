"""A person's immunization as the calendar sees it: doses judged, forecasts, and every reason in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from db import tables
from db.queries.immunization_facts import Known, known
from db.reference.immunization import kazakhstan_calendar
from domain.access import Action
from domain.available import AvailableAction
from domain.day import ALMATY
from domain.immunization.engine import evaluate
from domain.immunization.explanation import Explainer, Sentence
from domain.immunization.measures import Obstacle, plan
from domain.immunization.planning import groups_of
from domain.immunization.results import DoseStatus, Evaluation, Forecast, SeriesResult, SeriesStatus, Verdict
from domain.immunization.source import Source
from domain.language import Language
from resolvers import reading
from resolvers.context import OperationContext


@dataclass(frozen=True, slots=True)
class CalendarSource:
    code: str
    title: str
    standing: str


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of an explanation, with the rules behind it and where their limits come from."""

    text: str
    rules: tuple[str, ...]
    sources: tuple[CalendarSource, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class VaccineKind:
    """A kind of vaccine by the calendar's code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DoseVerdict:
    """One dose seen from one disease."""

    disease: str
    vaccine_group: str
    judgement: DoseStatus
    explanation: Told
    target: int | None = None


@dataclass(frozen=True, slots=True)
class JudgedDose:
    dose_id: UUID
    vaccine: VaccineKind
    given_on: date
    counts: bool
    verdicts: tuple[DoseVerdict, ...]


@dataclass(frozen=True, slots=True)
class VaccineForecast:
    vaccine_group: str
    name: str
    status: SeriesStatus
    dose_number: int | None
    counted: int
    earliest_on: date | None
    due_on: date | None
    past_due_on: date | None
    latest_on: date | None
    act_on: date | None
    vaccines: tuple[VaccineKind, ...]
    obstacles: tuple[Obstacle, ...]
    explanation: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PatientImmunization:
    """Made from one evaluation; `patient_id` is whose."""

    patient_id: UUID
    on: date
    calendar: str
    doses: tuple[JudgedDose, ...]
    forecasts: tuple[VaccineForecast, ...]
    explanation: tuple[Told, ...] = field(default=())
    closed: bool = False


async def of_patient(
    patient_id: UUID, context: OperationContext, as_of: date | None = None
) -> PatientImmunization | None:
    """Null where the viewer may not read it, or not know the birth date that its days would tell."""
    viewer = context.viewer
    if not (viewer.can(Action.READ_IMMUNIZATIONS) and viewer.sees_identity(patient_id)):
        return None
    on = as_of or context.today

    async def batch(asked: Sequence[UUID]) -> Mapping[UUID, PatientImmunization]:
        found = await known(context.tx, asked, _end_of(as_of) if as_of and as_of < context.today else None)
        return {key: judged(one, on, context.language) for key, one in found.items()}

    found: PatientImmunization | None = await reading.batched(
        context, ("immunization", on), patient_id, batch
    )
    return found


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ALMATY).astimezone(UTC)


def judged(one: Known, on: date, language: Language) -> PatientImmunization:
    evaluation = evaluate(one.person, one.doses, kazakhstan_calendar(), on)
    words = Words(evaluation, language)
    doses = tuple(words.dose(position, row) for position, row in enumerate(one.rows) if row.given_on <= on)
    forecasts = tuple(words.forecast(each) for each in evaluation.forecasts)
    told = tuple(told_of(sentence) for sentence in words.explainer.issues())
    return PatientImmunization(
        one.patient_id, on, evaluation.calendar.version, doses, forecasts, told, one.gone
    )


class Words:
    """One evaluation put into the viewer's words."""

    def __init__(self, evaluation: Evaluation, language: Language) -> None:
        self.evaluation, self.language = evaluation, language
        self.explainer = Explainer(evaluation, language)
        self._verdicts: dict[int, list[tuple[SeriesResult, Verdict]]] = {}
        for forecast in evaluation.forecasts:
            for member in forecast.members:
                for verdict in member.verdicts:
                    self._verdicts.setdefault(verdict.dose, []).append((member, verdict))

    def dose(self, position: int, row: Any) -> JudgedDose:
        seen = self._verdicts.get(position, [])
        return JudgedDose(
            row.id,
            self.vaccine(row.cvx),
            row.given_on,
            counts(seen),
            tuple(self._verdict(member, verdict) for member, verdict in seen),
        )

    def advice(self, position: int) -> list[Told]:
        """Why a dose would not count, one sentence for each reason; nothing when it counts somewhere."""
        seen = self._verdicts.get(position, [])
        if counts(seen):
            return []
        told = [told_of(self.explainer.dose(member, verdict)) for member, verdict in seen]
        return list({one.text: one for one in told}.values())

    def _verdict(self, member: SeriesResult, verdict: Verdict) -> DoseVerdict:
        return DoseVerdict(
            self.disease(member.series.antigen),
            member.series.vaccine_group,
            verdict.status,
            told_of(self.explainer.dose(member, verdict)),
            verdict.target,
        )

    def disease(self, antigen: str) -> str:
        return self.evaluation.calendar.diseases.get(antigen, {}).get(self.language, antigen)

    def vaccine(self, cvx: str) -> VaccineKind:
        return VaccineKind(cvx, vaccine_name(cvx, self.language))

    def forecast(self, one: Forecast) -> VaccineForecast:
        stands = plan(self.evaluation, one) if one.status is SeriesStatus.NOT_COMPLETE else None
        earliest, due, past_due, latest = (each.on if each else None for each in one.dates)
        return VaccineForecast(
            one.vaccine_group,
            group_name(one.vaccine_group, self.language),
            one.status,
            one.dose_number,
            min((member.valid_doses for member in one.members), default=0),
            earliest,
            due,
            past_due,
            latest,
            stands.act_on if stands else None,
            tuple(self.vaccine(cvx) for cvx in one.usable or one.vaccines),
            stands.obstacles if stands else (),
            tuple(self._why(one)),
        )

    def _why(self, one: Forecast) -> Iterator[Told]:
        for sentence in self.explainer.dates(one):
            yield told_of(sentence)
        for member in one.members:
            yield told_of(self.explainer.status(member))
            yield from (told_of(self.explainer.skipped(each)) for each in member.skipped)


def counts(seen: Sequence[tuple[SeriesResult, Verdict]]) -> bool:
    return any(verdict.status is DoseStatus.VALID for _, verdict in seen)


def told_of(sentence: Sentence) -> Told:
    return Told(
        sentence.text,
        tuple(rule.code for rule in sentence.rules),
        tuple(_source(source) for source in sentence.sources),
        sentence.verified,
    )


def _source(source: Source) -> CalendarSource:
    return CalendarSource(source.code, source.title, source.standing.value)


def vaccine_name(cvx: str, language: Language) -> str:
    vaccine = kazakhstan_calendar().vaccines.get(cvx)
    return vaccine.names.get(language, vaccine.name) if vaccine else cvx


def group_name(group: str, language: Language) -> str:
    found = kazakhstan_calendar().groups.get(group)
    return found.names.get(language, group) if found else group


def available_actions(row: PatientImmunization, context: OperationContext) -> list[AvailableAction]:
    """What the viewer may do about a person's immunization; nothing but read for who works in no clinic."""
    offered = {
        AvailableAction.RECORD_DOSE: Action.RECORD_DOSE,
        AvailableAction.DEFER: Action.DEFER_IMMUNIZATION,
        AvailableAction.RECORD_CONSENT: Action.RECORD_CONSENT,
        AvailableAction.RECORD_TUBERCULIN_TEST: Action.RECORD_TUBERCULIN_TEST,
        AvailableAction.ISSUE_CERTIFICATE: Action.ISSUE_CERTIFICATE,
        AvailableAction.RECORD_OBSERVATION: Action.RECORD_OBSERVATION,
    }
    return [name for name, action in offered.items() if context.viewer.can(action) and not row.closed]


def kind_of(row: tables.Dose, context: OperationContext) -> VaccineKind:
    return VaccineKind(row.cvx, vaccine_name(row.cvx, context.language))


def groups_of_vaccine(row: tables.Vaccine, _context: OperationContext) -> list[str]:
    return list(groups_of(kazakhstan_calendar(), row.cvx))
