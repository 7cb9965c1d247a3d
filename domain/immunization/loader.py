"""From a calendar file to frozen objects; what the file gets wrong is a load error that names the place."""

import hashlib
import json
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from domain.immunization import load_schedule
from domain.immunization.calendar import (
    Antigen,
    BirthDateImmunity,
    Calendar,
    Contraindication,
    Series,
    SeriesKind,
    VaccineGroup,
)
from domain.immunization.dates import FIRST_DAY
from domain.immunization.filtering import (
    by_conflict,
    by_observation,
    by_vaccine,
    longest_conflict,
    needing_tests,
)
from domain.immunization.kinship import kin
from domain.immunization.load_known import Known, known_switch
from domain.immunization.load_series import SEXES, SeriesReader
from domain.immunization.load_target import vaccine_row
from domain.immunization.reading import CalendarError, Node


def load(data: Mapping[str, Any], switches: frozenset[str] = frozenset()) -> Calendar:
    """Check and freeze a calendar in CDSi's form; `switches` turn on its disputed rows.

    Raises CalendarError with every mistake found: an unknown condition, vaccine, antigen, observation,
    an unreadable duration or date, a key that the model does not have, two default series in one group.
    """
    problems: list[str] = []
    root = Node(data, "calendar", problems)
    schedule = root.child("schedule")
    vaccines = load_schedule.vaccines(schedule.child("cvxToAntigenMap"))
    observations = load_schedule.observations(schedule.child("observations"))
    conflicts = load_schedule.conflicts(schedule.child("liveVirusConflicts"), vaccines, switches)
    groups = load_schedule.groups(schedule)
    sources = load_schedule.sources(root)
    grace = root.choice("grace", {"none": False, "by row": True}, True)
    known = Known(
        frozenset(vaccines), frozenset(observations), frozenset(sources), conflicts, grace, switches
    )
    reader = SeriesReader(known)
    antigens = {name: _antigen(name, node, known, reader) for name, node in root.members("antigens")}
    calendar = Calendar(
        code=root.text("id") or "CDSi",
        version=root.required("version"),
        period=root.period("validFrom", "validTo"),
        antigens=antigens,
        groups=groups,
        vaccines=vaccines,
        conflicts=conflicts,
        observations=observations,
        observation_names=load_schedule.observation_names(schedule.child("observations")),
        sources=sources,
        diseases={name: node.names("names") for name, node in root.members("diseases")},
        touched_by_vaccine=by_vaccine(antigens.values(), vaccines),
        held_back_by_vaccine=by_conflict(antigens.values()),
        longest_conflict=longest_conflict(conflicts),
        touched_by_observation=by_observation(antigens.values()),
        touched_by_test=needing_tests(antigens.values()),
        kin=kin(tuple(antigens.values())),
        digest=hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest(),
    )
    if not antigens:
        root.complain("is missing", "antigens")
    root.ignore("released", "source", "note", "antigens", "grace")
    root.finish()
    _check_references(calendar, problems)
    if problems:
        raise CalendarError(problems)
    return calendar


def _antigen(name: str, node: Node, known: Known, reader: SeriesReader) -> Antigen:
    series = tuple(
        reader.series(row, name)
        for row in node.children("series", "seriesName")
        if known_switch(row, known.switches)
    )
    ordered = tuple(sorted(series, key=lambda one: one.series_group))
    immunity = node.child("immunity")
    forbidden = node.child("contraindications")
    antigen = Antigen(
        name=name,
        series=ordered,
        immunity_observations=frozenset(
            known.observation(row, "guidelineCode") for row in immunity.children("clinicalHistory")
        ),
        immunity_by_birth=tuple(_immunity(row, known) for row in immunity.children("dateOfBirth")),
        contraindications=_contraindications(forbidden.child("vaccineGroup"), known),
        vaccine_contraindications=_contraindications(forbidden.child("vaccine"), known),
        always_relevant={sex: _for_sex(ordered, sex) for sex in SEXES.values()},
        risk_by_observation=_by_observation(ordered),
        has_programme=any(one.programme is not None for one in ordered),
    )
    node.finish()
    _check_defaults(node, ordered)
    return antigen


def _immunity(row: Node, known: Known) -> BirthDateImmunity:
    if not row.has("immunityBirthDate"):
        row.complain("is missing", "immunityBirthDate")
    exclusions = frozenset(known.observation(part, "exclusionCode") for part in row.children("exclusion"))
    return BirthDateImmunity(row.day("immunityBirthDate", FIRST_DAY), row.text("birthCountry"), exclusions)


def _contraindications(node: Node, known: Known) -> dict[str, tuple[Contraindication, ...]]:
    by_observation: dict[str, tuple[Contraindication, ...]] = {}
    for row in node.children("contraindication", "observationCode"):
        one = Contraindication(
            observation=known.observation(row, "observationCode"),
            text=row.text("contraindicationText") or row.text("observationTitle"),
            begin=row.duration("beginAge"),
            end=row.duration("endAge"),
            vaccines=tuple(
                vaccine_row(part, known) for part in row.children("contraindicatedVaccine", "cvx")
            ),
            sources=known.source_list(row),
        )
        row.ignore("contraindicationGuidance", "observationTitle", "source")
        row.finish()
        by_observation[one.observation] = (*by_observation.get(one.observation, ()), one)
    return by_observation


def _for_sex(series: tuple[Series, ...], sex: str) -> tuple[Series, ...]:
    return tuple(one for one in series if one.kind is not SeriesKind.RISK and one.takes(sex))


def _by_observation(series: tuple[Series, ...]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for one in series:
        for indication in one.indications if one.kind is SeriesKind.RISK else ():
            found.setdefault(indication.observation, []).append((one, indication))
    return {code: tuple(pairs) for code, pairs in found.items()}


def _check_defaults(node: Node, series: tuple[Series, ...]) -> None:
    """One default in a series group for any one sex (DEFFORECAST-020); a series without sexes is for all."""
    for one, other in combinations((one for one in series if one.default), 2):
        if one.series_group == other.series_group and _share_people(one, other):
            node.complain(
                f"two default series in series group {one.series_group}: {one.name!r}, {other.name!r}"
            )


def _share_people(one: Series, other: Series) -> bool:
    """Whether one person could be in both: of a sex that both take, born in both cohorts."""
    if one.sexes and other.sexes and not one.sexes & other.sexes:
        return False
    mine, theirs = one.programme, other.programme
    if mine is None or theirs is None:
        return True
    return mine.born_from <= theirs.born_until and theirs.born_from <= mine.born_until


def _check_references(calendar: Calendar, problems: list[str]) -> None:
    for vaccine in calendar.vaccines.values():
        problems += [
            f"calendar/schedule/cvxToAntigenMap/cvxMap {vaccine.cvx}: unknown antigen {part.antigen!r}"
            for part in vaccine.associations
            if part.antigen not in calendar.antigens
        ]
    for group in calendar.groups.values():
        problems += [
            f"calendar/schedule/vaccineGroupToAntigenMap/{group.name}: unknown antigen {antigen!r}"
            for antigen in group.antigens
            if antigen not in calendar.antigens
        ]
    problems += [
        f"calendar/{one.antigen}/series {one.name}: unknown vaccine group {one.vaccine_group!r}"
        for one in calendar.every_series()
        if one.antigen not in calendar.groups.get(one.vaccine_group, VaccineGroup("", (), False)).antigens
    ]
