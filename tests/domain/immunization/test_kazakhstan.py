"""Kazakhstan's calendar as data: what the handbook (chapter 2) says of it comes out of the engine."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.reference import immunization as files
from db.reference.immunization import kazakhstan_calendar
from domain.immunization.differences import changed_people, diff
from domain.immunization.engine import evaluate
from domain.immunization.facts import DoseGiven, Observation, Person, Purpose, TestOutcome, TestReading
from domain.immunization.loader import load
from domain.immunization.measures import Obstacle, plans
from domain.immunization.results import Evaluation, Forecast
from domain.immunization.rules import Rules
from domain.immunization.source import Standing
from domain.people import Sex

HEPB, BCG, HEXA, PENTA, DTAP, PCV, OPV, MMR, HEPA, HPV, TD = (
    "08", "19", "132", "120", "106", "133", "178", "03", "83", "62", "09",
)  # fmt: skip
FILE = Path(files.__file__).parent / files.KAZAKHSTAN


def look(birth: date, on: date, *doses: tuple[date, str] | DoseGiven, **facts: Any) -> Evaluation:
    given = [one if isinstance(one, DoseGiven) else DoseGiven(*one) for one in doses]
    return evaluate(Person(birth, **facts), given, kazakhstan_calendar(), on)


def forecast(evaluation: Evaluation, group: str) -> Forecast:
    return next(one for one in evaluation.forecasts if one.vaccine_group == group)


def days(one: Forecast) -> list[date | None]:
    return [decided.on if decided else None for decided in one.dates]


def statuses(evaluation: Evaluation, antigen: str) -> list[str]:
    return [verdict.status.value for verdict in evaluation.antigens[antigen].series[0].verdicts]


def every_source(data: Any, path: str = "") -> list[tuple[str, Any]]:
    found = []
    if isinstance(data, dict):
        if data.keys() & {
            "minAge",
            "minInt",
            "earliestRecAge",
            "maxAge",
            "seriesDose",
            "bornFrom",
            "conflictEndInterval",
            "contraindicationText",
            "setDescription",
            "description",
        }:
            found.append((path, data.get("sources") or data.get("seriesDose")))
        for key, value in data.items():
            if key != "sources":
                found += every_source(value, f"{path}/{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            found += every_source(value, f"{path}/{number}")
    return found


def test_every_row_of_the_file_names_its_source() -> None:
    rows = every_source(json.loads(FILE.read_text(encoding="utf-8")))
    assert len(rows) > 150
    assert [path for path, source in rows if not source] == []


def test_no_source_claims_to_be_an_act_that_was_read() -> None:
    assert Standing.ACT not in {one.standing for one in kazakhstan_calendar().sources.values()}


def test_every_vaccine_group_and_disease_has_names_in_three_languages() -> None:
    calendar = kazakhstan_calendar()
    named = [one.names for one in calendar.groups.values()] + [
        one.names for one in calendar.vaccines.values()
    ]
    assert all(names.keys() == {"kk", "ru", "en"} for names in (*named, *calendar.diseases.values()))
    assert calendar.diseases.keys() == calendar.antigens.keys()
    assert calendar.observation_names.keys() == calendar.observations.keys()
    sets = [
        one.names
        for series in calendar.every_series()
        for dose in series.doses
        for skip in (*dose.skips_in_evaluation, *dose.skips_in_forecast)
        for one in skip.sets
    ]
    assert sets
    assert all(names.keys() == {"kk", "ru", "en"} for names in (*sets, *calendar.observation_names.values()))


BORN = date(2015, 3, 1)
SCHEDULE = [
    ("2015-03-01", HEPB), ("2015-03-02", BCG), ("2015-05-01", HEXA), ("2015-05-01", PCV),
    ("2015-06-01", PENTA), ("2015-07-01", HEXA), ("2015-07-01", PCV), ("2016-03-01", MMR),
    ("2016-03-01", PCV), ("2016-03-01", OPV), ("2016-09-01", PENTA), ("2021-03-01", DTAP),
    ("2021-03-01", MMR), ("2026-03-01", HPV), ("2026-09-01", HPV), ("2031-03-01", TD),
    ("2041-03-01", TD),
]  # fmt: skip


def test_the_calendar_of_the_handbook_is_recommended_day_by_day() -> None:
    given: list[tuple[date, str]] = []
    for text, cvx in SCHEDULE:
        day = date.fromisoformat(text)
        evaluation = look(BORN, day, *given, sex=Sex.FEMALE)
        owed = [one for one in evaluation.forecasts if cvx in one.vaccines]
        assert day in [one.dates.recommended.on for one in owed if one.dates.recommended], (text, cvx)
        given.append((day, cvx))
    for result in look(BORN, date(2042, 1, 1), *given, sex=Sex.FEMALE).antigens.values():
        for one in result.series:
            assert {verdict.status.value for verdict in one.verdicts} <= {"Valid"}


def test_there_are_no_days_of_grace() -> None:
    first = (date(2015, 5, 1), PCV)
    assert (
        statuses(look(BORN, date(2016, 1, 1), first, (date(2015, 6, 25), PCV)), "Pneumococcal")[1]
        == "Not Valid"
    )
    assert (
        statuses(look(BORN, date(2016, 1, 1), first, (date(2015, 7, 1), PCV)), "Pneumococcal")[1] == "Valid"
    )


def test_a_combined_vaccine_closes_several_diseases() -> None:
    evaluation = look(BORN, date(2015, 5, 2), (date(2015, 5, 1), HEXA))
    for antigen in ("Diphtheria", "Tetanus", "Pertussis", "Hib", "Polio", "HepB"):
        assert statuses(evaluation, antigen) == ["Valid"]


def test_a_late_start_shifts_all_later_doses_by_the_minimum_intervals() -> None:
    start = date(2015, 12, 1)
    evaluation = look(BORN, start, (start, HEXA))
    assert days(forecast(evaluation, "DT"))[0] == start + timedelta(28)


def test_who_starts_at_seven_or_later_gets_td_and_no_pertussis() -> None:
    evaluation = look(date(1980, 1, 1), date(2026, 11, 22))
    assert forecast(evaluation, "DT").usable == (TD,)
    assert forecast(evaluation, "Pertussis").status == "Aged Out"
    first, second = date(2026, 11, 22), date(2026, 12, 20)
    then = look(date(1980, 1, 1), second, (first, TD), (second, TD))
    assert days(forecast(then, "DT"))[1] == date(2027, 6, 20)
    third = date(2027, 6, 20)
    after = look(date(1980, 1, 1), third, (first, TD), (second, TD), (third, TD))
    assert days(forecast(after, "DT"))[1] == date(2037, 6, 20)


def test_hpv_is_for_girls_from_eleven_on_in_the_cohorts_of_the_programme() -> None:
    def asked(birth: date, sex: Sex, on: date = date(2025, 1, 15)) -> list[date | None]:
        found = [one for one in look(birth, on, sex=sex).forecasts if one.vaccine_group == "HPV"]
        return days(found[0]) if found else []

    assert asked(date(2013, 5, 5), Sex.FEMALE)[1] == date(2024, 10, 1)
    assert asked(date(2015, 5, 5), Sex.FEMALE)[1] == date(2026, 5, 5)
    assert asked(date(2013, 5, 5), Sex.MALE) == []
    assert asked(date(2011, 5, 5), Sex.FEMALE)[3] == date(2025, 5, 4)
    assert asked(date(2009, 5, 5), Sex.FEMALE) == []


def test_a_late_second_hpv_dose_completes_the_course_and_restarts_nothing() -> None:
    evaluation = look(
        date(2013, 5, 5), date(2029, 1, 1), (date(2024, 10, 5), HPV), (date(2028, 12, 1), HPV), sex=Sex.FEMALE
    )
    assert forecast(evaluation, "HPV").status == "Complete"
    early = look(
        date(2013, 5, 5), date(2025, 4, 1), (date(2024, 10, 5), HPV), (date(2025, 3, 1), HPV), sex=Sex.FEMALE
    )
    assert statuses(early, "HPV") == ["Valid", "Not Valid"]


def test_hpv_waits_for_a_written_consent() -> None:
    def obstacles(**facts: Any) -> list[tuple[Obstacle, ...]]:
        evaluation = look(date(2013, 5, 5), date(2025, 1, 15), sex=Sex.FEMALE, **facts)
        return [one.obstacles for one in plans(evaluation) if one.forecast.vaccine_group == "HPV"]

    assert obstacles() == [(Obstacle.CONSENT_MISSING,)]
    assert obstacles(consents=frozenset({"HPV"})) == [()]


def test_bcg_needs_a_negative_test_from_two_months_on() -> None:
    birth = date(2026, 8, 1)

    def plan(on: date, **facts: Any) -> tuple[Obstacle, ...]:
        return next(p.obstacles for p in plans(look(birth, on, **facts)) if p.forecast.vaccine_group == "BCG")

    negative = TestReading("mantoux", date(2026, 11, 10), date(2026, 11, 13), TestOutcome.NEGATIVE)
    positive = TestReading("diaskintest", date(2026, 11, 10), date(2026, 11, 13), TestOutcome.POSITIVE)
    assert plan(date(2026, 9, 30)) == ()
    assert plan(date(2026, 10, 1)) == (Obstacle.TEST_NEEDED,)
    assert plan(date(2026, 11, 15), tests=[negative]) == ()
    evaluation = look(birth, date(2026, 11, 15), tests=[positive])
    assert forecast(evaluation, "BCG").status == "Contraindicated"


def test_without_a_scar_bcg_is_repeated_once() -> None:
    scar = [Observation("RK-BCG-NO-SCAR")]
    given = (date(2026, 1, 2), BCG)
    evaluation = look(date(2026, 1, 1), date(2026, 9, 1), given, observations=scar)
    repeat = next(one for one in evaluation.forecasts if one.vaccine_group == "BCG" and one.series_group == 2)
    assert days(repeat)[1] == date(2026, 7, 2)
    twice = look(date(2026, 1, 1), date(2026, 9, 1), given, (date(2026, 7, 2), BCG), observations=scar)
    assert {one.status.value for one in twice.forecasts if one.vaccine_group == "BCG"} == {"Complete"}


def test_doses_are_judged_by_the_calendar_in_force_when_they_were_given() -> None:
    birth = date(2010, 1, 1)
    negative = TestReading("mantoux", date(2016, 1, 5), date(2016, 1, 8), TestOutcome.NEGATIVE)
    old = look(birth, date(2026, 1, 1), (date(2010, 1, 2), BCG), (date(2016, 1, 9), BCG), tests=[negative])
    assert statuses(old, "Tuberculosis") == ["Valid", "Valid"]
    without = look(birth, date(2026, 1, 1), (date(2010, 1, 2), BCG))
    assert forecast(without, "BCG").status == "Complete"
    new = look(date(2018, 1, 1), date(2026, 1, 1), (date(2018, 1, 2), BCG), (date(2024, 1, 9), BCG))
    assert statuses(new, "Tuberculosis") == ["Valid", "Extraneous"]


def test_the_disputed_bcg_revaccination_is_a_switch() -> None:
    calendar = kazakhstan_calendar(frozenset({"bcg-revaccination"}))
    evaluation = evaluate(
        Person(date(2018, 1, 1)), [DoseGiven(date(2018, 1, 2), BCG)], calendar, date(2026, 1, 1)
    )
    assert days(forecast(evaluation, "BCG"))[1] == date(2024, 1, 1)


def test_an_epidemic_dose_and_a_dose_without_papers_do_not_shift_the_routine() -> None:
    epidemic = DoseGiven(date(2015, 12, 1), MMR, purpose=Purpose.EPIDEMIC)
    alone = look(BORN, date(2016, 1, 1))
    for extra in (epidemic, DoseGiven(date(2015, 12, 1), MMR, documented=False)):
        evaluation = look(BORN, date(2016, 1, 1), extra)
        assert days(forecast(evaluation, "MMR")) == days(forecast(alone, "MMR"))
        assert statuses(evaluation, "Measles")[0] != "Valid"


def test_a_live_epidemic_dose_keeps_the_next_live_vaccine_four_weeks_away_and_no_longer() -> None:
    """That is safety and not the schedule: the routine dose keeps its number and its age."""
    epidemic = DoseGiven(date(2016, 2, 20), MMR, purpose=Purpose.EPIDEMIC)
    owed = forecast(look(BORN, date(2016, 3, 1), epidemic), "MMR")
    assert (days(owed)[0], owed.dose_number) == (date(2016, 3, 19), 1)
    assert owed.dates.earliest is not None
    assert owed.dates.earliest.rule is Rules.FROM_CONFLICT


def test_doses_given_abroad_count_by_their_antigens() -> None:
    abroad = [(date(2015, 5, 1), "146"), (date(2015, 6, 1), "146"), (date(2015, 7, 1), "146")]
    seen = look(BORN, date(2015, 8, 1), *abroad)
    for antigen in ("Diphtheria", "Tetanus", "Pertussis", "Hib", "Polio"):
        assert statuses(seen, antigen) == ["Valid", "Valid", "Valid"], antigen
    early, enough = (look(BORN, date(2026, 6, 1), (date(2026, 3, 1), cvx)) for cvx in ("62", "165"))
    assert [v.status for v in early.antigens["HPV"].series[0].verdicts] == ["Valid"]
    assert [v.status for v in enough.antigens["HPV"].series[0].verdicts] == ["Valid"]


def test_a_product_of_abroad_that_the_calendar_does_not_know_is_named_and_disturbs_nothing() -> None:
    alone = look(BORN, date(2016, 6, 1), (date(2016, 3, 1), MMR))
    with_it = look(BORN, date(2016, 6, 1), (date(2016, 3, 1), MMR), (date(2016, 4, 1), "114"))
    assert [one.rule for one in with_it.issues] == [Rules.ORGANIZE_UNKNOWN_VACCINE]
    assert [days(one) for one in with_it.forecasts] == [days(one) for one in alone.forecasts]


def test_an_adult_without_childhood_records_owes_diphtheria_and_tetanus_alone() -> None:
    seen = look(date(1986, 2, 3), date(2026, 11, 22), sex=Sex.MALE)
    owed = {one.vaccine_group: one for one in seen.forecasts if one.status == "Not Complete"}
    assert owed.keys() == {"DT"}
    assert (owed["DT"].usable, owed["DT"].dose_number) == ((TD,), 1)
    boosted = look(date(1986, 2, 3), date(2026, 11, 22), (date(2020, 5, 5), TD))
    assert statuses(boosted, "Tetanus") == ["Valid"]
    assert forecast(boosted, "DT").dose_number == 2


@pytest.mark.parametrize(
    ("observation", "group"),
    [("RK-BIRTH-WEIGHT-2000", "BCG"), ("RK-PREGNANT", "MMR"), ("RK-ANAPHYLAXIS-DTP", "Pertussis")],
)
def test_a_contraindication_stops_its_vaccine_and_says_that_nobody_verified_it(
    observation: str, group: str
) -> None:
    seen = look(date(2026, 9, 1), date(2026, 9, 20), observations=[Observation(observation)])
    stopped = forecast(seen, group)
    assert stopped.status == "Contraindicated"
    assert stopped.members[0].why.sources == ("M",)
    assert not seen.calendar.sources["M"].verified


def test_with_an_immune_deficiency_polio_goes_on_without_the_live_vaccine() -> None:
    given = [(date(2015, 5, 1), HEXA), (date(2015, 6, 1), PENTA), (date(2015, 7, 1), HEXA)]
    usual = forecast(look(BORN, date(2016, 3, 1), *given), "Polio")
    weak = [Observation("RK-IMMUNODEFICIENCY")]
    spared = forecast(look(BORN, date(2016, 3, 1), *given, observations=weak), "Polio")
    assert (usual.vaccines[0], spared.vaccines) == (OPV, ("10",))
    assert spared.status == "Not Complete"


def test_an_influenza_dose_stands_in_its_own_series() -> None:
    dose = DoseGiven(date(2025, 10, 1), "88", purpose=Purpose.EPIDEMIC)
    evaluation = look(BORN, date(2026, 1, 1), dose)
    assert statuses(evaluation, "Influenza") == ["Valid"]
    assert evaluation.issues == ()


def test_live_vaccines_are_given_on_one_day_or_four_weeks_apart() -> None:
    evaluation = look(BORN, date(2016, 5, 1), (date(2016, 2, 20), "21"), (date(2016, 3, 5), MMR))
    assert statuses(evaluation, "Measles") == ["Not Valid"]
    rules = [reason.rule for reason in evaluation.antigens["Measles"].series[0].verdicts[0].reasons]
    assert rules == [Rules.CONFLICT]


def test_hepatitis_a_is_for_those_who_turn_two_since_the_decree_and_counts_for_others() -> None:
    asked = forecast(look(date(2022, 3, 1), date(2024, 3, 5)), "HepA")
    assert days(asked)[1] == date(2024, 3, 1)
    older = look(BORN, date(2026, 1, 1))
    assert "HepA" not in [one.vaccine_group for one in older.forecasts]
    private = look(BORN, date(2026, 1, 1), (date(2020, 1, 1), HEPA), (date(2020, 8, 1), HEPA))
    assert forecast(private, "HepA").status == "Complete"


@pytest.mark.parametrize(("months", "doses"), [(2, 4), (13, 1)])
def test_hib_from_one_year_on_needs_one_dose(months: int, doses: int) -> None:
    on = date(2015 + (months + 2) // 12, (months + 2) % 12 + 1, 1)
    evaluation = look(BORN, on, (on, HEXA))
    assert evaluation.antigens["Hib"].series[0].unsatisfied == doses - 1


def changed_file() -> Any:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    for antigen in ("Measles", "Mumps", "Rubella"):
        (row,) = data["antigens"][antigen]["series"][0]["seriesDose"][1]["age"]
        row |= {"earliestRecAge": "2 years", "latestRecAge": "3 years"}
    return data


def test_a_diff_names_what_a_new_version_changes_and_nothing_else() -> None:
    before, after = kazakhstan_calendar(), load(changed_file())
    assert diff(before, kazakhstan_calendar()) == []
    found = diff(before, after)
    assert len(found) == 6
    assert found[0].place == "calendar/antigens/Measles/series/Measles, 2 doses/doses/R/ages/1/earliest"
    assert (found[0].before, found[0].after) == ("6 years", "2 years")


def test_a_new_version_says_for_how_many_people_it_changes_something() -> None:
    people = [
        (Person(date(2023, 1, 1)), [DoseGiven(date(2024, 1, 1), MMR)]),
        (Person(date(1980, 1, 1)), []),
        (Person(date(2010, 1, 1)), [DoseGiven(date(2011, 1, 1), MMR), DoseGiven(date(2016, 1, 1), MMR)]),
    ]
    changed = list(changed_people(people, kazakhstan_calendar(), load(changed_file()), date(2026, 1, 1)))
    assert [(one.number, one.groups) for one in changed] == [(0, ("MMR",))]
