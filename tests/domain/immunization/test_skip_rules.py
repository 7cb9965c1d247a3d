"""Conditional skip (CDSi 6.2, 7.1, 7.6)."""

from datetime import date

from domain.immunization.rules import Rules
from tests.domain.immunization.small import Look, after, calendar, count, day, series, skip, target


def skipped(look: Look, name: str = "S") -> list[int]:
    return [one.number for one in look.series(name).skipped]


def test_an_age_condition_holds_from_its_begin_to_the_day_before_its_end() -> None:
    age = {"conditionType": "Age", "beginAge": "10 days", "endAge": "20 days"}
    small = calendar(series("S", target(vaccines=["A2"], conditionalSkip=skip(age)), target(vaccines=["A"])))
    assert [Look(small, (days, "A")).verdicts()[0] for days in (9, 10, 19, 20)] == [
        "Not Valid", "Valid", "Valid", "Not Valid",
    ]  # fmt: skip


def test_a_skip_uses_up_the_target_and_not_the_dose() -> None:
    age = {"conditionType": "Age", "beginAge": "10 days"}
    small = calendar(series("S", target(conditionalSkip=skip(age)), target()))
    look = Look(small, (10, "A"))
    assert (look.verdict().target, skipped(look)) == (2, [1])
    assert look.series("S").status == "Complete"


def test_a_skip_only_for_evaluation_does_not_work_in_the_forecast_and_the_other_way_round() -> None:
    age = {"conditionType": "Age", "beginAge": "10 days"}
    evaluation = calendar(series("S", target(conditionalSkip=skip(age, context="Evaluation")), target()))
    forecast = calendar(series("S", target(conditionalSkip=skip(age, context="Forecast")), target()))
    assert skipped(Look(evaluation)) == []
    assert Look(evaluation, (10, "A")).verdict().target == 2
    assert skipped(Look(forecast)) == [1]
    assert Look(forecast, (10, "A")).verdict().target == 1


def test_an_interval_condition_needs_a_dose_before() -> None:
    interval = {"conditionType": "Interval", "interval": "30 days"}
    small = calendar(series("S", target(), target(vaccines=["A2"], conditionalSkip=skip(interval)), target()))
    assert Look(small, (0, "A"), (29, "A")).verdicts() == ["Valid", "Not Valid"]
    assert Look(small, (0, "A"), (30, "A")).verdicts() == ["Valid", "Valid"]
    first = calendar(series("S", target(vaccines=["A2"], conditionalSkip=skip(interval)), target()))
    assert Look(first, (90, "A")).verdicts() == ["Not Valid"]


def test_a_count_compares_more_equal_and_less() -> None:
    def statuses(comparison: str) -> list[str]:
        condition = count(comparison, 1)
        small = calendar(
            series("S", target(), target(), target(vaccines=["A2"], conditionalSkip=skip(condition)))
        )
        return [Look(small, *[(n, "A") for n in range(doses)]).series("S").status for doses in (1, 2)]

    assert statuses("greater than") == ["Not Complete", "Complete"]
    condition = skip(count("equal to", 2), context="Forecast")
    small = calendar(series("S", target(), target(), target(vaccines=["A2"], conditionalSkip=condition)))
    assert Look(small, (0, "A"), (1, "A")).series("S").status == "Complete"
    assert Look(small, (0, "A"), (1, "A"), (2, "A")).series("S").status == "Not Complete"
    condition = skip(count("less than", 2), context="Forecast")
    fewer = calendar(series("S", target(), target(vaccines=["A2"], conditionalSkip=condition)))
    assert Look(fewer, (0, "A")).series("S").status == "Complete"
    assert Look(fewer, (0, "A"), (1, "A")).series("S").status == "Not Complete"


def test_a_count_by_age_leaves_out_the_end_age_and_takes_the_begin_age() -> None:
    condition = count("equal to", 1, beginAge="10 days", endAge="20 days")
    small = calendar(series("S", target(), target(vaccines=["A2"], conditionalSkip=skip(condition))))
    assert [Look(small, (days, "A")).series("S").status for days in (9, 10, 19, 20)] == [
        "Not Complete", "Complete", "Complete", "Not Complete",
    ]  # fmt: skip


def test_a_count_by_date_takes_the_start_and_leaves_out_the_end() -> None:
    condition = count("equal to", 1, kind="Vaccine Count by Date", startDate="20200111", endDate="20200121")
    small = calendar(series("S", target(), target(vaccines=["A2"], conditionalSkip=skip(condition))))
    assert [Look(small, (days, "A")).series("S").status for days in (9, 10, 19, 20)] == [
        "Not Complete", "Complete", "Complete", "Not Complete",
    ]  # fmt: skip


def test_a_count_of_valid_doses_leaves_out_the_others() -> None:
    def status(kind: str) -> str:
        condition = count("equal to", 1, doseType=kind)
        small = calendar(
            series(
                "S",
                target(age={"absMinAge": "5 days"}),
                target(vaccines=["A2"], conditionalSkip=skip(condition)),
            )
        )
        return Look(small, (4, "A"), (6, "A")).series("S").status

    assert status("Valid") == "Complete"
    assert status("Total") == "Not Complete"


def test_a_count_with_a_list_counts_only_those_vaccines_of_the_whole_history() -> None:
    condition = count("equal to", 1, vaccineTypes="B")
    small = calendar(
        series("S", target(vaccines=["A2"], conditionalSkip=skip(condition)), target()),
        series("T", target(vaccines=["B"]), antigen="Beta"),
    )
    assert Look(small, (0, "B"), (5, "A")).verdicts() == ["Valid"]
    assert Look(small, (0, "A3"), (5, "A")).verdicts() == ["Not Valid", "Not Valid"]


def test_while_a_dose_is_evaluated_later_doses_are_not_counted() -> None:
    condition = count("greater than", 1)
    small = calendar(series("S", target(vaccines=["A2"], conditionalSkip=skip(condition)), target()))
    assert Look(small, (0, "A"), (1, "A"), (2, "A")).verdicts() == ["Not Valid", "Not Valid", "Valid"]


def test_several_skips_of_one_dose_are_alternatives() -> None:
    young, old = (
        {"conditionType": "Age", "endAge": "5 days"},
        {"conditionType": "Age", "beginAge": "10 days"},
    )
    small = calendar(series("S", target(vaccines=["A2"], conditionalSkip=[skip(young), skip(old)]), target()))
    assert [Look(small, (days, "A")).verdicts()[0] for days in (4, 5, 10)] == ["Valid", "Not Valid", "Valid"]


def two_conditions(logic: str) -> dict[str, object]:
    young, counted = {"conditionType": "Age", "endAge": "50 days"}, count("greater than", 0)
    return {"context": "Both", "set": [{"conditionLogic": logic, "condition": [young, counted]}]}


def test_conditions_of_a_set_are_joined_by_its_logic() -> None:
    for logic, expected in (("AND", ["Valid", "Not Valid"]), ("OR", ["Valid", "Valid"])):
        small = calendar(
            series("S", target(), target(vaccines=["A2"], conditionalSkip=two_conditions(logic)), target())
        )
        assert Look(small, (0, "A"), (60, "A")).verdicts() == expected
    small = calendar(series("S", target(vaccines=["A2"], conditionalSkip=two_conditions("AND")), target()))
    assert Look(small, (1, "A")).verdicts() == ["Not Valid"]


def test_sets_of_a_skip_are_joined_by_its_logic() -> None:
    young, counted = {"conditionType": "Age", "endAge": "50 days"}, count("greater than", 0)
    sets = [{"condition": [young]}, {"condition": [counted]}]
    for logic, expected in (("AND", ["Valid", "Not Valid"]), ("OR", ["Valid", "Valid"])):
        block = {"context": "Both", "setLogic": logic, "set": sets}
        small = calendar(series("S", target(), target(vaccines=["A2"], conditionalSkip=block), target()))
        assert Look(small, (0, "A"), (60, "A")).verdicts() == expected


def test_sets_joined_by_and_do_not_hold_when_a_later_one_fails() -> None:
    holds, fails = {"conditionType": "Age"}, {"conditionType": "Age", "beginAge": "90 years"}
    for first, second in ((holds, fails), (fails, holds)):
        both = {
            "context": "Both",
            "setLogic": "AND",
            "set": [{"condition": [one]} for one in (first, second)],
        }
        assert skipped(Look(calendar(series("S", target(conditionalSkip=both), target())))) == []


def test_a_set_counts_only_in_its_period() -> None:
    age = {"conditionType": "Age", "beginAge": "0 days"}
    block = skip(age, effectiveDate="20200111")
    small = calendar(series("S", target(vaccines=["A2"], conditionalSkip=block), target()))
    assert [Look(small, (days, "A")).verdicts()[0] for days in (9, 10)] == ["Not Valid", "Valid"]


def test_a_completed_series_of_another_group_lets_a_target_be_skipped() -> None:
    completed = {"conditionType": "Completed Series", "seriesGroups": "1"}
    small = calendar(
        series("T", target(conditionalSkip=skip(completed)), target(), seriesGroup="2"),
        series("S", target(), target()),
    )
    assert skipped(Look(small, (0, "A")), "T") == []
    assert skipped(Look(small, (0, "A"), (9, "A")), "T") == []
    assert skipped(Look(small, (0, "A"), (9, "A"), (20, "A")), "T") == []
    later = calendar(
        series("T", target(vaccines=["A2"], conditionalSkip=skip(completed)), target(), seriesGroup="2"),
        series("S", target(), target()),
    )
    look = Look(later, (0, "A"), (9, "A"), (20, "A"))
    assert look.verdicts("T") == ["Not Valid", "Not Valid", "Valid"]
    assert skipped(Look(later, (0, "A"), (9, "A")), "T") == [1]


def test_a_target_that_can_be_skipped_today_is_not_forecast() -> None:
    age = {"conditionType": "Age", "beginAge": "2 years"}
    small = calendar(
        series(
            "S", target(conditionalSkip=skip(age)), target(age={"minAge": "5 years"}, interval=after("1 day"))
        )
    )
    look = Look(small)
    assert look.dates()[0] == date(2025, 1, 1)
    assert look.series("S").dose_number == 1
    assert look.series("S").skipped[0].on == date(2026, 1, 1)


def test_a_target_that_can_be_skipped_on_its_own_earliest_day_is_not_forecast() -> None:
    age = {"conditionType": "Age", "beginAge": "2 years"}
    small = calendar(
        series(
            "S",
            target(),
            target(interval=after("2 years"), conditionalSkip=skip(age)),
            target(age={"minAge": "3 years"}),
        )
    )
    look = Look(small, (30, "A"), on=day(60))
    assert (look.series("S").skipped[0].number, look.series("S").skipped[0].rule) == (2, Rules.SKIP)
    assert look.dates()[0] == date(2023, 1, 1)


def test_a_target_that_the_calendar_of_that_day_did_not_have_is_passed_over() -> None:
    small = calendar(series("S", target(), target(vaccines=["A2"], cessationDate="20200131"), target()))
    assert Look(small, (0, "A"), (29, "A2"), (60, "A")).verdicts() == ["Valid", "Valid", "Valid"]
    look = Look(small, (0, "A"), (60, "A"))
    assert look.verdicts() == ["Valid", "Valid"]
    assert [one.rule for one in look.series("S").skipped] == [Rules.WITHDRAWN]
    assert Look(small, (0, "A"), on=day(29)).series("S").next_target.number == 2  # type: ignore[union-attr]
    assert Look(small, (0, "A"), on=day(31)).series("S").next_target.number == 3  # type: ignore[union-attr]


def test_a_target_that_the_calendar_will_have_let_go_of_by_its_day_is_passed_over_in_the_forecast() -> None:
    small = calendar(
        series(
            "S",
            target(),
            target(age={"minAge": "20 days"}, interval=after("12 days"), cessationDate="20200131"),
            target(),
        )
    )
    assert Look(small, (15, "A"), on=day(15)).series("S").next_target.number == 2  # type: ignore[union-attr]
    late = Look(small, (19, "A"), on=day(19)).series("S")
    assert late.next_target.number == 3  # type: ignore[union-attr]
    assert [(one.number, one.rule, one.on) for one in late.skipped] == [(2, Rules.WITHDRAWN, day(31))]
    assert Look(small, (18, "A"), (30, "A")).verdicts() == ["Valid", "Valid"]
    assert Look(small, (19, "A"), (31, "A"), on=day(31)).series("S").satisfied.keys() == {1, 3}
