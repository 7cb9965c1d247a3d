"""What a calendar file gets wrong is a load error that names the place."""

from typing import Any

import pytest

from db.reference.immunization import cdc_calendar
from domain.immunization.calendar import SeriesKind
from domain.immunization.dates import Duration
from domain.immunization.loader import load
from domain.immunization.reading import CalendarError
from tests.domain.immunization.small import after, calendar, conflict, count, data, series, skip, target


def problems(*rows: dict[str, Any], **more: Any) -> str:
    with pytest.raises(CalendarError) as caught:
        load(data(*rows, **more))
    return "\n".join(caught.value.problems)


def test_cdc_s_schedule_has_143_series_with_484_doses_in_30_antigens() -> None:
    calendar = cdc_calendar()
    every = list(calendar.every_series())
    assert (len(calendar.antigens), len(every), sum(len(one.doses) for one in every)) == (30, 143, 484)
    assert sum(one.default for one in every) == 26
    assert sum(one.kind is SeriesKind.RISK for one in every) == 83


def test_names_are_stripped_and_codes_stay_text() -> None:
    calendar = cdc_calendar()
    assert {"Zoster", "Cholera"} <= calendar.groups.keys()
    assert "09" in calendar.vaccines


def test_the_override_flag_of_an_interval_is_its_priority() -> None:
    assert sum(i.priority for s in cdc_calendar().every_series() for d in s.doses for i in d.intervals) == 30


def test_every_antigen_of_a_vaccine_group_is_read() -> None:
    assert cdc_calendar().groups["MMR"].antigens == ("Measles", "Mumps", "Rubella")


def test_every_antigen_of_a_vaccine_group_is_read_from_a_file() -> None:
    row = series("S", target(), vaccineGroup="AB")
    assert calendar(row, groups={"AB": ["Alpha", "Beta"]}).groups["AB"].antigens == ("Alpha", "Beta")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            series("S", target(age={"minAge": "2 moons"})),
            "series S/seriesDose Dose 1/age 1/minAge: not a duration",
        ),
        (series("S", target(vaccines=["Z"])), "preferableVaccine Z/cvx: unknown vaccine 'Z'"),
        (series("S", target(), target(interval=after("x days"))), "Dose 2/interval 1"),
        (series("S", target(conditionalSkip=skip({"conditionType": "Moon"}))), "'Moon' is not one of"),
        (series("S", target(conditionalSkip=skip({"beginAge": "1 year"}))), "conditionType: is missing"),
        (series("S", target(conditionalSkip=skip(count("about", 1)))), "'about' is not one of"),
        (
            series("S", target(conditionalSkip=skip(count("equal to", 1, vaccineTypes="A; Q")))),
            "unknown vaccine 'Q'",
        ),
        (series("S", target(conditionalSkip={"set": []})), "has no set"),
        (
            series("S", target(age={"minAge": "1 day", "effectiveDate": "20201340"})),
            "effectiveDate: not a date",
        ),
        (series("S", target(interval={"minInt": "1 day"})), "one reference is expected, not 0"),
        (series("S", target(interval={"fromTargetDose": "1"})), "counts from target dose 1"),
        (series("S", target(ages=[])), "Dose 1/ages: unknown key"),
        (series("S", target(vaccines=[])), "has no vaccine"),
        (series("S"), "has no dose"),
        (series("S", target(), requiredGender=["Both"]), "unknown gender 'Both'"),
        (series("S", target(), seriesType="Best"), "'Best' is not one of standard, risk"),
        (series("S", target(), seriesType="Risk"), "a Risk series, and no other, needs indications"),
        (series("S", target(), indications={"O9": {}}), "unknown observation 'O9'"),
        (series("S", target(), vaccineGroup="Gamma"), "unknown vaccine group 'Gamma'"),
    ],
)
def test_a_mistake_is_named_with_its_place(row: dict[str, Any], said: str) -> None:
    assert said in problems(row)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"diseases": {"Alpha": {"names": "alpha"}}}, "calendar/Alpha/names: an object is expected"),
        ({"sources": ["LAW"]}, "calendar/sources: an object is expected"),
        ({"version": ["1"]}, "calendar/version: a text is expected"),
        ({"conflicts": [conflict("A", "A", end="")]}, "liveVirusConflict 1/conflictEndInterval: is missing"),
        ({"conflicts": [conflict("A", "")]}, "liveVirusConflict 1/current/cvx: is missing"),
        ({"conflicts": [conflict("A", "A") | {"current": {"cvx": {}}}]}, "current/cvx: is missing"),
        ({"conflicts": [conflict("A", "A") | {"current": {"cvx": {"A": 1}}}]}, "cvx: codes are expected"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_its_place(more: dict[str, Any], said: str) -> None:
    assert said in problems(series("S", target()), **more)


@pytest.mark.parametrize("duration", ["201 years", "80000 days", "- 9999999999 weeks"])
def test_a_duration_longer_than_any_life_is_refused(duration: str) -> None:
    assert "minAge: longer than any life" in problems(series("S", target(age={"minAge": duration})))


@pytest.mark.parametrize("file", [None, [], "calendar", {}, {"version": "1", "antigens": []}])
def test_what_is_no_calendar_is_refused(file: Any) -> None:
    with pytest.raises(CalendarError, match="calendar/antigens: is missing"):
        load(file)


def test_a_duration_alone_in_a_list_is_read_and_one_of_two_refused() -> None:
    assert calendar(series("S", target(age={"minAge": ["1 day"]})))
    assert calendar(series("S", target(age={"minAge": [[]]})))
    assert "one duration is expected" in problems(series("S", target(age={"minAge": ["1 day", "2 days"]})))


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    found = problems(series("S", target(age={"minAge": "soon"}), target(vaccines=["Z"])))
    assert "soon" in found
    assert "'Z'" in found


def test_two_defaults_in_one_series_group_are_refused() -> None:
    one, other = (series(name, target(), defaultSeries="Yes") for name in ("S", "T"))
    assert "two default series in series group 1: 'S', 'T'" in problems(one, other)


def test_two_defaults_for_different_sexes_or_cohorts_are_not_rivals() -> None:
    girls = series("S", target(), defaultSeries="Yes", requiredGender=["Female"])
    boys = series("T", target(), defaultSeries="Yes", requiredGender=["Male"])
    calendar(girls, boys)
    early = series("S", target(), defaultSeries="Yes", programme={"bornUntil": "2009-12-31"})
    late = series("T", target(), defaultSeries="Yes", programme={"bornFrom": "2010-01-01"})
    calendar(early, late)


def test_a_conflict_with_an_unknown_and_nameless_vaccine_is_refused() -> None:
    assert "unknown vaccine 'Q'" in problems(series("S", target()), conflicts=[conflict("Q", "A")])


def test_a_vaccine_of_an_unknown_antigen_is_refused() -> None:
    vaccines = [{"cvx": "A", "association": [{"antigen": "Gamma"}]}]
    assert "cvxMap A: unknown antigen 'Gamma'" in problems(series("S", target()), vaccines=vaccines)


def test_a_source_that_is_not_listed_is_refused() -> None:
    assert "unknown source 'LAW'" in problems(series("S", target(sources=["LAW"])))


def test_without_grace_days_the_absolute_minimum_is_the_minimum() -> None:
    row = series("S", target(age={"minAge": "12 months"}))
    strict, lenient = (
        next(iter(calendar(row, grace=grace).every_series())).doses[0].ages[0] for grace in ("none", "by row")
    )
    assert strict.absolute_minimum == Duration(12)
    assert lenient.absolute_minimum is None


def test_a_disputed_row_is_there_only_with_its_switch() -> None:
    row = series("S", target(), target(switch="again"))
    assert len(next(iter(calendar(row).every_series())).doses) == 1
    assert len(next(iter(calendar(row, switches=frozenset({"again"})).every_series())).doses) == 2
