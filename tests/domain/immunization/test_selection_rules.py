"""Relevant series, the winner of a series group, best series (CDSi 5 and 8)."""

from datetime import date
from typing import Any

from domain.immunization import relevance
from domain.immunization.facts import Certainty, Observation, Person
from domain.immunization.results import Choice
from domain.people import Sex
from tests.domain.immunization.small import BORN, Look, after, calendar, day, series, target


def test_a_series_is_for_the_sexes_it_names_and_an_unknown_sex_is_one_of_them() -> None:
    small = calendar(
        series("F", target(), requiredGender=["Female", "Unknown"]),
        series("M", target(), requiredGender=["Male"]),
    )
    assert [Look(small, sex=sex).has_series("F") for sex in (Sex.FEMALE, None, Sex.MALE)] == [
        True,
        True,
        False,
    ]
    assert Look(small, sex=Sex.MALE).has_series("M")


def test_a_risk_series_needs_its_indication_inside_the_age_window() -> None:
    window = {"beginAge": "2 years", "endAge": "6 years"}
    small = calendar(
        series("S", target(), defaultSeries="Yes"), series("R", target(), indications={"O1": window})
    )
    relevant = [
        Look(small, on=on, observations=["O1"]).has_series("R")
        for on in (date(2021, 12, 31), date(2022, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert relevant == [False, True, True, False]
    assert not Look(small, on=date(2023, 1, 1), observations=["O2"]).has_series("R")


def test_without_any_relevant_series_a_risk_series_whose_age_is_ahead_stays() -> None:
    small = calendar(
        series("R", target(age={"minAge": "9 years"}), indications={"O1": {"beginAge": "9 years"}})
    )
    assert Look(small, observations=["O1"]).dates("R")[0] == date(2029, 1, 1)
    assert not Look(small).has_series("R")


def test_an_unknown_observation_makes_nothing_relevant_but_asks_the_clinician() -> None:
    small = calendar(series("R", target(), indications={"O1": {"description": "Ask about travel"}}))
    unknown = Observation("O1", certainty=Certainty.UNKNOWN)
    assert not Look(small, observations=[unknown]).has_series("R")
    asked = relevance.questions(Person(BORN, observations=[unknown]), small.antigens["Alpha"])
    assert [one.text for one in asked] == ["Ask about travel"]


def test_with_nothing_to_score_the_default_series_wins() -> None:
    small = calendar(series("S", target()), series("T", target(), defaultSeries="Yes"))
    look = Look(small)
    assert look.winner() == "T"
    assert look.evaluation.antigens["Alpha"].selections[0].choice is Choice.DEFAULT


def test_a_standard_series_counts_only_if_its_first_valid_dose_was_before_the_age_to_start() -> None:
    small = calendar(
        series("S", target(), target(), maxAgeToStart="30 days", defaultSeries="Yes"),
        series("T", target(), target(), target()),
    )
    assert Look(small, (29, "A")).winner() == "S"
    late = Look(small, (30, "A"))
    assert (late.winner(), late.evaluation.antigens["Alpha"].selections[0].choice) == ("T", Choice.ONLY)


def test_without_a_default_any_standard_series_may_win_while_nobody_has_a_valid_dose() -> None:
    small = calendar(
        series("S", target(age={"minAge": "2 years"}), seriesPreference="1"),
        series("T", target(age={"minAge": "1 year"}), seriesPreference="2"),
    )
    assert Look(small).winner() == "T"


def test_a_risk_series_with_a_lower_priority_does_not_compete() -> None:
    small = calendar(
        series("A-path", target(), target(), indications={"O1": {}}, seriesPriority="A"),
        series("B-path", target(), indications={"O1": {}}, seriesPriority="B"),
    )
    assert Look(small, (0, "A"), observations=["O1"]).winner() == "A-path"


def test_a_contraindicated_series_gives_way_unless_all_are() -> None:
    row = {"observationCode": "O2", "contraindicatedVaccine": [{"cvx": "A"}]}
    small = calendar(
        series("S", target(vaccines=["A"]), indications={"O1": {}}, seriesPriority="A"),
        series("T", target(vaccines=["A2"]), indications={"O1": {}}, seriesPriority="B"),
        antigens={"Alpha": {"contraindications": {"vaccine": {"contraindication": [row]}}}},
    )
    assert Look(small, observations=["O1"]).winner() == "S"
    assert Look(small, observations=["O1", "O2"]).winner() == "T"
    all_of_them = calendar(
        series("S", target(vaccines=["A"]), indications={"O1": {}}),
        antigens={"Alpha": {"contraindications": {"vaccine": {"contraindication": [row]}}}},
    )
    assert Look(all_of_them, observations=["O1", "O2"]).forecast().status == "Contraindicated"


def test_a_series_for_evaluation_only_wins_only_when_complete() -> None:
    small = calendar(
        series("S", target(), target(), defaultSeries="Yes", seriesPreference="2"),
        series("E", target(), target(), seriesType="Evaluation Only", seriesPreference="1"),
    )
    assert Look(small, (0, "A")).winner() == "S"
    foreign = calendar(
        series("S", target(), target(), target(), defaultSeries="Yes"),
        series("E", target(), seriesType="Evaluation Only"),
    )
    assert Look(foreign, (0, "A")).winner() == "E"


def test_the_only_complete_series_wins_else_the_only_one_in_process() -> None:
    small = calendar(
        series("S", target(), target(), defaultSeries="Yes"),
        series("T", target()),
        series("U", target(vaccines=["A2"])),
    )
    complete = Look(small, (0, "A"))
    assert (complete.winner(), complete.evaluation.antigens["Alpha"].selections[0].choice) == (
        "T",
        Choice.ONLY_COMPLETE,
    )
    started = calendar(
        series("S", target(), target(), defaultSeries="Yes"), series("U", target(vaccines=["A2"]))
    )
    assert Look(started, (0, "A")).winner() == "S"


def test_of_risk_series_not_begun_the_default_wins() -> None:
    small = calendar(
        series("R", target(age={"minAge": "1 day"}), indications={"O1": {}}),
        series("Q", target(age={"minAge": "9 days"}), indications={"O1": {}}, defaultSeries="Yes"),
    )
    look = Look(small, observations=["O1"])
    assert (look.winner(), look.evaluation.antigens["Alpha"].selections[0].choice) == (
        "Q",
        Choice.DEFAULT_AMONG,
    )


def test_of_complete_series_the_one_with_most_valid_doses_wins_and_ties_go_by_preference() -> None:
    small = calendar(
        series("S", target(), seriesPreference="1"), series("T", target(), target(), seriesPreference="2")
    )
    assert Look(small, (0, "A"), (9, "A")).winner() == "T"
    tied = calendar(series("S", target(), seriesPreference="2"), series("T", target(), seriesPreference="1"))
    assert Look(tied, (0, "A")).winner() == "T"


def points(look: Look) -> dict[str, int]:
    keys = {one.series.key: one.series.name for one in look.evaluation.antigens["Alpha"].series}
    return {keys[key]: value for key, value in look.evaluation.antigens["Alpha"].selections[0].points.items()}


def test_the_points_of_series_in_process_are_those_of_table_8_7() -> None:
    small = calendar(
        series("Near", target(), target(interval=after("28 days"))),
        series("Far", target(), target(interval=after("28 days")), target(interval=after("28 days"))),
    )
    assert points(Look(small, (0, "A"), on=day(5))) == {
        "Near": -2 + 3 + 0 + 2 + 1,
        "Far": -2 + 3 + 0 - 2 - 1,
    }


def test_a_product_path_scores_only_while_all_its_doses_are_valid() -> None:
    small = calendar(
        series("Path", target(vaccines=["A"]), target(vaccines=["A"]), productPath="Yes"),
        series("Any", target(vaccines=["A", "A2"], interval=None), target(vaccines=["A", "A2"])),
    )
    good = points(Look(small, (0, "A"), on=day(5)))
    assert good["Path"] - good["Any"] == 4
    mixed = calendar(
        series("Path", target(vaccines=["A"]), target(vaccines=["A"]), productPath="Yes"),
        series("Any", target(vaccines=["A"]), target(vaccines=["A"])),
    )
    spoiled = points(Look(mixed, (0, "A"), (3, "A2"), on=day(5)))
    assert spoiled["Path"] == spoiled["Any"]


def test_a_series_that_cannot_be_finished_in_time_loses_its_points() -> None:
    late: dict[str, Any] = {"interval": after("30 days"), "age": {"maxAge": "61 days"}}
    small = calendar(
        series("Late", target(), target(interval=after("30 days")), target(**late)),
        series("Slow", target(), target(interval=after("30 days")), target(interval=after("40 days"))),
    )
    open_still = points(Look(small, (0, "A"), on=day(5)))
    too_late = points(Look(small, (1, "A"), on=day(5)))
    assert (open_still["Late"], too_late["Late"]) == (-2 + 3 + 0 + 0 + 1, -2 - 3 + 0 + 0 - 1)


def test_the_finish_is_the_earliest_day_plus_the_longest_interval_still_to_come_not_their_sum() -> None:
    small = calendar(
        series(
            "Longest",
            target(),
            target(interval=after("10 days")),
            target(interval=after("60 days")),
            target(interval=after("10 days"), age={"maxAge": "75 days"}),
        ),
        series("Other", target(), target(), target(), target()),
    )
    assert points(Look(small, (0, "A"), on=day(5)))["Longest"] == -2 + 3 + 0 + 0 - 1


def test_the_series_with_most_valid_doses_is_ahead_among_those_in_process() -> None:
    small = calendar(
        series("Both", target(vaccines=["A", "A2"]), target(vaccines=["A", "A2"]), target()),
        series("One", target(vaccines=["A"]), target(vaccines=["A"]), target(vaccines=["A"])),
    )
    assert points(Look(small, (0, "A"), (9, "A2"), on=day(10))) == {
        "Both": -2 + 3 + 2 + 2 - 0,
        "One": -2 + 3 - 2 - 2 + 0,
    }


def test_the_points_of_series_not_begun_prefer_the_earliest_start_and_no_product_path() -> None:
    small = calendar(
        series("Early", target(age={"minAge": "1 year"}), indications={"O1": {}}),
        series("Path", target(age={"minAge": "2 years"}), indications={"O1": {}}, productPath="Yes"),
    )
    assert points(Look(small, observations=["O1"])) == {"Early": 1 + 1 + 1, "Path": -1 + 1 - 1}


def test_among_series_not_begun_one_that_was_begun_and_aged_out_is_not_asked() -> None:
    begun = series(
        "Begun", target(), target(age={"maxAge": "1 year"}), indications={"O1": {}}, seriesPreference="1"
    )
    fresh = [
        series(name, target(vaccines=["A2"]), indications={"O1": {}}, seriesPreference=preference)
        for name, preference in (("Third", "3"), ("Second", "2"))
    ]
    look = Look(calendar(begun, *fresh), (0, "A"), observations=["O1"])
    assert look.series("Begun").status == "Aged Out"
    assert look.winner() == "Second"


def test_a_start_that_nothing_dates_is_not_the_earliest_start() -> None:
    small = calendar(
        series("Open", target(), indications={"O1": {}}, seriesPreference="1"),
        series("Dated", target(age={"minAge": "1 year"}), indications={"O1": {}}, seriesPreference="2"),
    )
    assert Look(small, observations=["O1"]).winner() == "Dated"


def equivalent(*kinds: str) -> list[dict[str, Any]]:
    rows = []
    for number, kind in enumerate(kinds, 1):
        other = "1; 2; 3".replace(str(number), "").strip("; ")
        more: dict[str, Any] = {"indications": {"O1": {}}} if kind == "Risk" else {"defaultSeries": "Yes"}
        rows.append(
            series(
                f"{kind} {number}",
                target(),
                target(),
                seriesGroup=str(number),
                equivalentSeriesGroups=other,
                **more,
            )
        )
    return rows


def test_of_equivalent_groups_risk_goes_before_standard() -> None:
    small = calendar(*equivalent("Standard", "Risk"))
    assert Look(small).best() == ["Standard 1"]
    assert Look(small, observations=["O1"]).best() == ["Risk 2"]


def test_of_equivalent_groups_a_complete_one_is_enough() -> None:
    one = series("Done", target(), defaultSeries="Yes", equivalentSeriesGroups="2")
    other = series(
        "Open", target(), target(), seriesGroup="2", defaultSeries="Yes", equivalentSeriesGroups="1"
    )
    assert Look(calendar(one, other), (0, "A")).best() == ["Done"]


def test_groups_that_are_not_equivalent_are_both_best() -> None:
    one, other = equivalent("Standard", "Risk")
    del one["equivalentSeriesGroups"], other["equivalentSeriesGroups"]
    assert Look(calendar(one, other), observations=["O1"]).best() == ["Standard 1", "Risk 2"]


def test_a_series_for_evaluation_only_that_is_not_complete_is_never_best() -> None:
    small = calendar(series("E", target(), target(), seriesType="Evaluation Only", defaultSeries="Yes"))
    assert Look(small).best() == []
