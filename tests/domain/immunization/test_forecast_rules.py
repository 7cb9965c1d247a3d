"""What one series asks for next (CDSi 7.2–7.5)."""

from datetime import date

from domain.immunization.facts import Certainty, DoseGiven, Observation, TestOutcome, TestReading
from domain.immunization.results import SeriesStatus
from domain.immunization.rules import Rules
from tests.domain.immunization.small import BORN, Look, after, calendar, conflict, day, series, target


def why(look: Look, name: str = "S") -> object:
    return look.series(name).why.rule


def test_earliest_is_the_minimum_age_and_is_never_raised_to_today() -> None:
    look = Look(calendar(series("S", target(age={"minAge": "12 months"}))))
    assert look.dates() == [date(2021, 1, 1), date(2021, 1, 1), None, None]
    assert look.series("S").dates.earliest.rule is Rules.FROM_MINIMUM_AGE  # type: ignore[union-attr]


def test_earliest_is_the_latest_of_all_that_holds_a_dose_back() -> None:
    small = calendar(series("S", target(), target(age={"minAge": "30 days"}, interval=after("28 days"))))
    late, early = Look(small, (10, "A"), on=day(11)), Look(small, (0, "A"), on=day(11))
    assert late.dates()[0] == day(38)
    assert late.series("S").dates.earliest.rule is Rules.FROM_MINIMUM_INTERVAL  # type: ignore[union-attr]
    assert late.series("S").dates.earliest.dose == 0  # type: ignore[union-attr]
    assert early.dates()[0] == day(30)


def test_the_minimum_interval_of_every_row_holds_a_dose_back() -> None:
    rows = [after("10 days"), {"fromTargetDose": "1", "absMinInt": "1 day", "minInt": "90 days"}]
    small = calendar(series("S", target(), target(), target(interval=rows)))
    assert Look(small, (0, "A"), (20, "A"), on=day(21)).dates()[0] == day(90)


def test_the_age_rows_in_force_on_the_day_of_assessment_decide_every_date() -> None:
    old = {"minAge": "10 days", "earliestRecAge": "20 days", "latestRecAge": "30 days", "maxAge": "40 years"}
    new = {"minAge": "11 days", "earliestRecAge": "21 days", "latestRecAge": "31 days", "maxAge": "41 years"}
    rows = [old | {"cessationDate": "20241231"}, new | {"effectiveDate": "20250101"}]
    small = calendar(series("S", target(age=rows)))
    assert Look(small, on=date(2024, 12, 31)).dates() == [day(10), day(20), day(29), date(2059, 12, 31)]
    assert Look(small, on=date(2025, 1, 1)).dates() == [day(11), day(21), day(30), date(2060, 12, 31)]


def test_the_interval_rows_in_force_on_the_day_of_assessment_decide_every_date() -> None:
    old = after("10 days", earliestRecInt="20 days", latestRecInt="30 days", cessationDate="20241231")
    new = after("11 days", earliestRecInt="21 days", latestRecInt="31 days", effectiveDate="20250101")
    small = calendar(series("S", target(), target(interval=[old, new])))
    assert Look(small, (0, "A"), on=date(2024, 12, 31)).dates()[:3] == [day(10), day(20), day(29)]
    assert Look(small, (0, "A"), on=date(2025, 1, 1)).dates()[:3] == [day(11), day(21), day(30)]


def test_of_two_age_rows_in_force_the_later_minimum_holds_a_dose_back() -> None:
    for rows in (
        [{"minAge": "30 days"}, {"minAge": "10 days"}],
        [{"minAge": "10 days"}, {"minAge": "30 days"}],
    ):
        assert Look(calendar(series("S", target(age=rows)))).dates()[0] == day(30)


def test_a_conflict_with_any_preferable_vaccine_holds_a_dose_back_to_its_full_end() -> None:
    small = calendar(
        series("S", target(vaccines=["A2", "A"])),
        series("T", target(vaccines=["B"]), antigen="Beta"),
        conflicts=[conflict("B", "A")],
    )
    look = Look(small, (10, "B"), on=day(11))
    assert look.dates()[0] == day(38)
    assert look.series("S").dates.earliest.rule is Rules.FROM_CONFLICT  # type: ignore[union-attr]


def test_a_season_holds_a_dose_back_and_counts_only_its_own_doses() -> None:
    season = {"startDate": "20250901", "endDate": "20260331"}
    small = calendar(series("S", target(seasonalRecommendation=season, recurringDose="Yes")))
    look = Look(small, (0, "A"), (400, "A"), on=date(2025, 7, 1))
    assert (look.dates()[0], look.series("S").dose_number) == (date(2025, 9, 1), 1)
    within = Look(small, (0, "A"), DoseGiven(date(2025, 10, 1), "A"), on=date(2025, 11, 1))
    assert within.series("S").dose_number == 2


def test_after_the_season_a_dose_is_not_recommended() -> None:
    season = {"startDate": "20250901", "endDate": "20260331"}
    small = calendar(series("S", target(seasonalRecommendation=season)))
    assert Look(small, on=date(2026, 3, 31)).series("S").status == "Not Complete"
    over = Look(small, on=date(2026, 4, 1))
    assert over.series("S").status == "Not Recommended"
    assert why(over) is Rules.SEASON_OVER


def test_the_next_dose_is_not_before_the_last_dose_evaluated_nor_an_inadvertent_one() -> None:
    small = calendar(series("S", target(vaccines=["A"], inadvertentVaccine=[{"cvx": "A3"}])))
    wrong = Look(small, (50, "A2"), on=day(60))
    assert (wrong.dates()[0], wrong.series("S").dates.earliest.rule) == (day(50), Rules.FROM_LAST_DOSE)  # type: ignore[union-attr]
    both = calendar(
        series("S", target(), target(inadvertentVaccine=[{"cvx": "A3"}], interval=after("1 day")))
    )
    assert Look(both, (0, "A"), (50, "A3"), on=day(60)).dates()[0] == day(50)


def test_an_inadvertent_dose_is_named_as_what_holds_back() -> None:
    small = calendar(series("S", target(inadvertentVaccine=[{"cvx": "A3"}])))
    held = Look(small, (50, "A3"), on=day(80)).series("S").dates.earliest
    assert held is not None
    assert (held.on, held.rule) == (day(50), Rules.FROM_INADVERTENT)


def test_recommended_age_wins_over_recommended_interval_and_is_not_before_earliest() -> None:
    row = after("28 days", earliestRecInt="300 days")
    small = calendar(series("S", target(), target(age={"earliestRecAge": "100 days"}, interval=row)))
    assert Look(small, (0, "A"), on=day(1)).dates()[1] == day(100)
    assert Look(small, (90, "A"), on=day(91)).dates()[1] == day(118)


def test_recommended_interval_is_the_latest_of_all_rows() -> None:
    rows = [after("1 day", earliestRecInt="40 days"), {"fromTargetDose": "1", "earliestRecInt": "30 days"}]
    small = calendar(series("S", target(), target(interval=rows)))
    look = Look(small, (5, "A"), on=day(6))
    assert look.dates()[1] == day(45)
    assert look.series("S").dates.recommended.rule is Rules.FROM_RECOMMENDED_INTERVAL  # type: ignore[union-attr]


def test_past_due_is_the_day_before_its_limit_and_not_before_earliest() -> None:
    small = calendar(
        series("S", target(), target(age={"latestRecAge": "90 days"}, interval=after("28 days")))
    )
    assert Look(small, (0, "A"), on=day(1)).dates()[2] == day(89)
    assert Look(small, (80, "A"), on=day(81)).dates()[2] == day(108)
    by_interval = calendar(series("S", target(), target(interval=after("28 days", latestRecInt="60 days"))))
    assert Look(by_interval, (0, "A"), on=day(1)).dates()[2] == day(59)


def test_latest_is_the_day_before_the_maximum_age() -> None:
    assert Look(calendar(series("S", target(age={"maxAge": "8 years"})))).dates()[3] == date(2027, 12, 31)


def test_on_the_maximum_age_a_person_has_aged_out() -> None:
    small = calendar(series("S", target(age={"maxAge": "6 years"})))
    assert Look(small, on=date(2025, 12, 31)).series("S").status == "Not Complete"
    aged = Look(small, on=date(2026, 1, 1))
    assert (aged.series("S").status, why(aged)) == ("Aged Out", Rules.AGED_OUT)


def test_who_cannot_have_the_dose_before_the_maximum_age_has_aged_out() -> None:
    small = calendar(series("S", target(), target(age={"maxAge": "60 days"}, interval=after("30 days"))))
    assert Look(small, (29, "A"), on=day(31)).series("S").status == "Not Complete"
    late = Look(small, (30, "A"), on=day(31))
    assert (late.series("S").status, why(late)) == ("Aged Out", Rules.CANNOT_FINISH)


def test_a_series_with_all_targets_satisfied_is_complete() -> None:
    look = Look(calendar(series("S", target())), (3, "A"))
    assert (look.series("S").status, why(look)) == ("Complete", Rules.COMPLETE)
    assert look.series("S").why.dose == 0


def test_a_series_with_all_targets_skipped_is_not_recommended() -> None:
    age = {"context": "Both", "set": [{"condition": [{"conditionType": "Age", "beginAge": "1 year"}]}]}
    look = Look(calendar(series("S", target(conditionalSkip=age))))
    assert (look.series("S").status, why(look)) == ("Not Recommended", Rules.HISTORY_ENOUGH)


IMMUNITY = {
    "Alpha": {
        "immunity": {
            "clinicalHistory": [{"guidelineCode": "O1"}],
            "dateOfBirth": [
                {
                    "immunityBirthDate": "01/01/1957",
                    "birthCountry": "U.S.",
                    "exclusion": [{"exclusionCode": "O2"}],
                }
            ],
        }
    }
}


def test_an_observation_that_proves_immunity_makes_immune() -> None:
    small = calendar(series("S", target()), antigens=IMMUNITY)
    immune = Look(small, observations=["O1"])
    assert (immune.series("S").status, why(immune)) == ("Immune", Rules.IMMUNE_HISTORY)
    assert Look(small, observations=["O3"]).series("S").status == "Not Complete"


def test_immunity_by_birth_asks_for_the_date_the_country_and_no_exclusion() -> None:
    small = calendar(series("S", target()), antigens=IMMUNITY)

    def status(birth: date, country: str | None, *observations: str) -> str:
        return Look(small, birth=birth, country=country, observations=observations).series("S").status

    before, on = date(1956, 12, 31), date(1957, 1, 1)
    assert status(before, "U.S.") == "Immune"
    assert status(on, "U.S.") == "Not Complete"
    assert status(before, None) == "Not Complete"
    assert status(before, "U.S.", "O2") == "Not Complete"


def test_without_a_birth_date_rule_nobody_is_immune_by_birth() -> None:
    assert Look(calendar(series("S", target())), birth=date(1930, 1, 1)).series("S").status == "Not Complete"


def against(**parts: object) -> dict[str, object]:
    return {"Alpha": {"contraindications": parts}}


def test_a_contraindication_of_the_antigen_holds_inside_its_age_window_even_for_a_complete_series() -> None:
    row = {"observationCode": "O1", "beginAge": "1 year", "endAge": "6 years"}
    small = calendar(series("S", target()), antigens=against(vaccineGroup={"contraindication": [row]}))
    statuses = [
        Look(small, on=on, observations=["O1"]).series("S").status
        for on in (date(2020, 12, 31), date(2021, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert statuses == ["Not Complete", "Contraindicated", "Contraindicated", "Not Complete"]
    complete = Look(small, (0, "A"), on=date(2022, 1, 1), observations=["O1"])
    assert complete.series("S").status == "Contraindicated"
    immune = calendar(
        series("S", target()),
        antigens={"Alpha": IMMUNITY["Alpha"] | against(vaccineGroup={"contraindication": [row]})["Alpha"]},  # type: ignore[operator]
    )
    assert Look(immune, on=date(2022, 1, 1), observations=["O1"]).series("S").status == "Immune"


def test_a_series_is_contraindicated_only_when_every_preferable_and_allowable_vaccine_is() -> None:
    def row(*vaccines: str) -> dict[str, object]:
        return {"observationCode": "O1", "contraindicatedVaccine": [{"cvx": one} for one in vaccines]}

    def status(*vaccines: str) -> str:
        small = calendar(
            series("S", target(vaccines=["A"], allowableVaccine=["A2"])),
            antigens=against(vaccine={"contraindication": [row(*vaccines)]}),
        )
        return Look(small, observations=["O1"]).series("S").status

    assert status("A") == "Not Complete"
    assert status("A", "A2") == "Contraindicated"


def test_a_contraindicated_product_is_not_recommended_and_others_are() -> None:
    row = {"observationCode": "O1", "contraindicatedVaccine": [{"cvx": "A", "endAge": "10 years"}]}
    small = calendar(
        series("S", target(vaccines=["A", "A2"]), defaultSeries="Yes"),
        antigens=against(vaccine={"contraindication": [row]}),
    )
    assert Look(small).forecast().vaccines == ("A", "A2")
    assert Look(small, observations=["O1"]).forecast().vaccines == ("A2",)
    assert Look(small, observations=["O1"], on=date(2030, 1, 1)).forecast().vaccines == ("A", "A2")


def test_only_rows_to_be_forecast_that_fit_the_age_are_recommended() -> None:
    rows = [
        {"cvx": "A", "forecastVaccineType": "N"},
        {"cvx": "A2", "beginAge": "2 years"},
        {"cvx": "A3", "endAge": "1 year"},
    ]
    age = {"minAge": "30 days", "earliestRecAge": "2 years"}
    small = calendar(series("S", target(vaccines=rows, age=age), defaultSeries="Yes"))
    forecast = Look(small).forecast()
    assert forecast.vaccines == ("A2", "A3")
    assert forecast.usable == ("A2",)
    assert Look(small, on=day(40)).forecast().usable == ("A3",)


def test_an_observation_that_is_not_certain_or_not_yet_there_does_not_count() -> None:
    small = calendar(series("S", target()), antigens=IMMUNITY)
    for one in (
        Observation("O1", certainty=Certainty.UNKNOWN),
        Observation("O1", certainty=Certainty.ABSENT),
        Observation("O1", since=date(2026, 1, 2)),
    ):
        assert Look(small, observations=[one]).series("S").status == "Not Complete"
    assert (
        Look(small, observations=[Observation("O1", since=date(2026, 1, 1))]).series("S").status == "Immune"
    )


def test_the_dose_number_counts_satisfied_targets_and_not_skipped_ones() -> None:
    age = {"context": "Both", "set": [{"condition": [{"conditionType": "Age", "beginAge": "1 day"}]}]}
    small = calendar(series("S", target(), target(conditionalSkip=age), target(interval=after("1 day"))))
    assert Look(small, (2, "A"), on=day(2)).series("S").dose_number == 2


def test_a_dose_that_nothing_dates_is_open_from_birth_only_when_published() -> None:
    look = Look(calendar(series("S", target(), defaultSeries="Yes")))
    assert look.dates() == [None, None, None, None]
    assert look.forecast().dates.earliest.on == BORN  # type: ignore[union-attr]
    assert look.forecast().dates.recommended.on == BORN  # type: ignore[union-attr]


TEST = {"kinds": "mantoux; diaskintest", "beginAge": "2 months", "after": "3 days", "before": "14 days"}


def reading(made: date, outcome: TestOutcome, kind: str = "mantoux") -> TestReading:
    return TestReading(kind, made, date.fromordinal(made.toordinal() + 3), outcome)


def test_a_positive_test_forbids_the_dose_that_needs_a_negative_one_and_the_last_reading_decides() -> None:
    small = calendar(series("S", target(testNeeded=TEST)))
    positive = reading(date(2025, 1, 1), TestOutcome.POSITIVE)
    negative = reading(date(2025, 12, 25), TestOutcome.NEGATIVE)
    assert Look(small, tests=[positive]).series("S").status == "Contraindicated"
    assert why(Look(small, tests=[positive])) is Rules.TEST_POSITIVE
    assert Look(small, tests=[positive, negative]).series("S").status == "Not Complete"


def test_a_negative_test_opens_the_dose_from_its_third_day_while_it_holds() -> None:
    small = calendar(series("S", target(testNeeded=TEST)))
    tests = [reading(date(2025, 12, 28), TestOutcome.NEGATIVE)]
    look = Look(small, tests=tests)
    assert (look.dates()[0], look.series("S").dates.earliest.rule) == (date(2025, 12, 31), Rules.FROM_TEST)  # type: ignore[union-attr]
    assert Look(small, tests=tests, on=date(2026, 1, 12)).dates()[0] is None


def test_a_dose_given_without_the_negative_test_counts_and_is_remarked() -> None:
    small = calendar(series("S", target(testNeeded=TEST)))
    assert Look(small, (30, "A")).rules() == []
    assert Look(small, (90, "A")).rules() == [Rules.TEST_MISSING]
    assert Look(small, (90, "A")).verdicts() == ["Valid"]
    assert Look(small, (90, "A"), tests=[reading(day(80), TestOutcome.NEGATIVE)]).rules() == []
    assert Look(small, (90, "A"), tests=[reading(day(80), TestOutcome.DOUBTFUL)]).rules() == [
        Rules.TEST_MISSING
    ]


def test_a_programme_takes_its_cohorts_and_regions_from_its_first_day() -> None:
    programme = {
        "bornFrom": "20190101",
        "bornUntil": "20201231",
        "regions": ["75"],
        "effectiveDate": "20240901",
    }
    small = calendar(series("S", target(age={"minAge": "1 year"}), programme=programme))
    assert Look(small, region="75").dates()[0] == date(2024, 9, 1)
    assert not Look(small, region="79").has_series("S")
    assert not Look(small, region="75", birth=date(2018, 12, 31)).has_series("S")
    assert not Look(small, region="75", birth=date(2021, 1, 1)).has_series("S")


def test_status_words_are_those_of_cdsi() -> None:
    assert {one.value for one in SeriesStatus} == {
        "Not Complete", "Complete", "Immune", "Contraindicated", "Not Recommended", "Aged Out",
    }  # fmt: skip
