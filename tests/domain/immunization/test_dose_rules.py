"""One dose against one target dose (CDSi 6.1, 6.3–6.10)."""

from datetime import date

from domain.immunization.facts import DoseGiven, Observation, Purpose
from domain.immunization.rules import Rules
from tests.domain.immunization.small import BORN, Look, after, calendar, conflict, day, series, target


def test_a_dose_before_the_absolute_minimum_age_is_not_valid_and_names_the_limit() -> None:
    small = calendar(series("S", target(age={"absMinAge": "10 days", "minAge": "14 days"})))
    look = Look(small, (9, "A"))
    assert look.verdicts() == ["Not Valid"]
    reason = look.reason(Rules.AGE_TOO_YOUNG)
    assert (reason.on, reason.duration) == (day(10), (0, 10))


def test_a_dose_on_the_absolute_minimum_age_is_valid_with_grace_and_on_the_minimum_without() -> None:
    small = calendar(series("S", target(age={"absMinAge": "10 days", "minAge": "14 days"})))
    assert Look(small, (10, "A")).rules() == [Rules.AGE_GRACE]
    assert Look(small, (10, "A")).verdicts() == ["Valid"]
    assert Look(small, (14, "A")).rules() == []


def test_a_dose_on_the_maximum_age_is_extraneous_whatever_else_is_wrong() -> None:
    small = calendar(series("S", target(age={"maxAge": "20 days"})))
    assert Look(small, (19, "A")).verdicts() == ["Valid"]
    assert Look(small, (20, "A")).verdicts() == ["Extraneous"]
    wrong = Look(small, (20, "A2"))
    assert wrong.verdicts() == ["Extraneous"]
    assert wrong.rules() == [Rules.AGE_TOO_OLD, Rules.VACCINE_NOT_USABLE]


def test_the_age_row_in_force_on_the_day_of_the_dose_decides() -> None:
    rows = [
        {"absMinAge": "5 days", "cessationDate": "20200120"},
        {"absMinAge": "50 days", "effectiveDate": "20200121"},
    ]
    small = calendar(series("S", target(age=rows)))
    assert Look(small, (19, "A")).verdicts() == ["Valid"]
    assert Look(small, (20, "A")).verdicts() == ["Not Valid"]


def test_the_interval_row_in_force_on_the_day_of_the_dose_decides() -> None:
    rows = [after("5 days", cessationDate="20200120"), after("50 days", effectiveDate="20200121")]
    small = calendar(series("S", target(), target(interval=rows)))
    assert Look(small, (1, "A"), (19, "A")).verdicts() == ["Valid", "Valid"]
    assert Look(small, (1, "A"), (20, "A")).verdicts() == ["Valid", "Not Valid"]


def test_an_interval_counts_from_the_previous_dose_and_names_it() -> None:
    small = calendar(series("S", target(), target(interval=after("28 days"))))
    look = Look(small, (10, "A"), (26, "A"))
    reason = look.reason(Rules.INTERVAL_TOO_SOON, 1)
    assert (reason.dose, reason.on, reason.duration) == (0, day(38), (0, 28))
    assert Look(small, (10, "A"), (38, "A")).verdicts() == ["Valid", "Valid"]


def test_an_interval_between_absolute_minimum_and_minimum_is_within_grace() -> None:
    small = calendar(series("S", target(), target(interval=after("28 days", absMinInt="24 days"))))
    look = Look(small, (0, "A"), (24, "A"))
    assert look.verdicts() == ["Valid", "Valid"]
    assert look.rules(1) == [Rules.INTERVAL_GRACE]


def test_a_dose_that_was_not_valid_restarts_the_interval() -> None:
    small = calendar(series("S", target(), target(interval=after("28 days"))))
    look = Look(small, (0, "A"), (20, "A"), (30, "A"))
    assert look.verdicts() == ["Valid", "Not Valid", "Not Valid"]
    assert look.reason(Rules.INTERVAL_TOO_SOON, 2).dose == 1


def test_extraneous_substandard_and_inadvertent_doses_do_not_restart_the_interval() -> None:
    small = calendar(
        series("S", target(), target(interval=after("28 days"), inadvertentVaccine=[{"cvx": "A3"}]))
    )
    spoiled = DoseGiven(day(20), "A", flaw="frozen")
    assert Look(small, (0, "A"), spoiled, (30, "A")).verdicts() == ["Valid", "Sub-standard", "Valid"]
    assert Look(small, (0, "A"), (20, "A3"), (30, "A")).verdicts() == ["Valid", "Not Valid", "Valid"]
    old = calendar(
        series("S", target(), target(age={"maxAge": "25 days"}), target(interval=after("28 days")))
    )
    assert Look(old, (0, "A"), (25, "A"), on=day(60)).verdicts() == ["Valid", "Extraneous"]


def test_every_interval_must_hold() -> None:
    from_first = {"fromTargetDose": "1", "absMinInt": "100 days", "minInt": "100 days"}
    small = calendar(series("S", target(), target(), target(interval=[after("10 days"), from_first])))
    assert Look(small, (0, "A"), (50, "A"), (70, "A")).verdicts()[2] == "Not Valid"
    assert Look(small, (0, "A"), (95, "A"), (101, "A")).verdicts()[2] == "Not Valid"
    assert Look(small, (0, "A"), (50, "A"), (100, "A")).verdicts()[2] == "Valid"


def test_an_interval_without_its_reference_holds() -> None:
    small = calendar(series("S", target(interval={"fromMostRecent": "A2", "absMinInt": "99 days"})))
    assert Look(small, (3, "A")).verdicts() == ["Valid"]


def test_an_interval_from_the_most_recent_of_some_vaccines_sees_any_earlier_dose_and_no_later_one() -> None:
    row = {"fromMostRecent": "B", "absMinInt": "20 days", "minInt": "20 days"}
    small = calendar(series("S", target(interval=row)), series("T", target(vaccines=["B"]), antigen="Beta"))
    early = Look(small, (0, "B"), (10, "A"))
    assert early.verdicts() == ["Not Valid"]
    assert early.reason(Rules.INTERVAL_TOO_SOON).dose == 0
    assert Look(small, (10, "A"), (15, "B")).verdicts() == ["Valid"]


def test_an_inadvertent_dose_is_no_most_recent_dose() -> None:
    row = {"fromMostRecent": "A3", "absMinInt": "20 days", "minInt": "20 days"}
    small = calendar(series("S", target(interval=row, inadvertentVaccine=[{"cvx": "A3"}])))
    assert Look(small, (0, "A3"), (10, "A")).verdicts() == ["Not Valid", "Valid"]


def test_an_interval_from_an_observation_counts_from_its_latest_date() -> None:
    row = {"fromRelevantObs": {"code": "O1"}, "absMinInt": "10 days", "minInt": "10 days"}
    small = calendar(series("S", target(interval=row)))
    seen = [Observation("O1", day(5)), Observation("O1", day(1))]
    assert Look(small, (14, "A"), observations=seen).verdicts() == ["Not Valid"]
    assert Look(small, (15, "A"), observations=seen).verdicts() == ["Valid"]
    assert Look(small, (1, "A")).verdicts() == ["Valid"]


def test_allowable_intervals_are_a_second_chance_only_where_there_are_any() -> None:
    allowed = {"fromPrevious": "Y", "absMinInt": "15 days"}
    small = calendar(series("S", target(), target(interval=after("28 days"), allowableInterval=allowed)))
    look = Look(small, (0, "A"), (15, "A"))
    assert look.verdicts() == ["Valid", "Valid"]
    assert look.rules(1) == [Rules.INTERVAL_ALLOWED]
    assert Look(small, (0, "A"), (14, "A")).verdicts() == ["Valid", "Not Valid"]


def test_a_conflict_reaches_over_antigens_from_the_next_day_to_its_end() -> None:
    small = calendar(
        series("S", target()),
        series("T", target(vaccines=["B"]), antigen="Beta"),
        conflicts=[conflict("B", "A")],
    )
    assert Look(small, (0, "B"), (0, "A")).verdicts() == ["Valid"]
    assert Look(small, (0, "B"), (1, "A")).verdicts() == ["Not Valid"]
    assert Look(small, (0, "B"), (23, "A")).verdicts() == ["Not Valid"]
    assert Look(small, (0, "B"), (24, "A")).verdicts() == ["Valid"]
    assert Look(small, (0, "B"), (9, "A")).reason(Rules.CONFLICT).dose == 0


def test_after_a_dose_that_did_not_count_the_conflict_lasts_its_full_time() -> None:
    small = calendar(
        series("S", target(age={"absMinAge": "5 days"}), target()), conflicts=[conflict("A", "A")]
    )
    assert Look(small, (0, "A"), (27, "A")).verdicts() == ["Not Valid", "Not Valid"]
    assert Look(small, (0, "A"), (28, "A")).verdicts() == ["Not Valid", "Valid"]
    assert Look(small, (5, "A"), (29, "A")).verdicts() == ["Valid", "Valid"]


def test_after_a_dose_of_another_disease_judged_before_the_conflict_follows_that_judgement() -> None:
    small = calendar(
        series("S", target(age={"absMinAge": "5 days"})),
        series("T", target(vaccines=["B"]), antigen="Beta"),
        conflicts=[conflict("A", "B")],
    )
    assert Look(small, (0, "A"), (25, "B")).verdicts("T") == ["Not Valid"]
    assert Look(small, (5, "A"), (30, "B")).verdicts("T") == ["Valid"]


def test_a_vaccine_must_be_preferable_or_allowable_inside_its_age_window() -> None:
    row = {"cvx": "A2", "beginAge": "10 days", "endAge": "20 days"}
    small = calendar(series("S", target(vaccines=["A"], allowableVaccine=[row])))
    assert Look(small, (10, "A2")).rules() == [Rules.VACCINE_ALLOWABLE]
    assert Look(small, (9, "A2")).verdicts() == ["Not Valid"]
    assert Look(small, (20, "A2")).rules() == [Rules.VACCINE_WRONG_AGE]
    assert Look(small, (10, "A3")).rules() == [Rules.VACCINE_NOT_USABLE]


def test_a_preferable_vaccine_outside_its_age_window_is_not_valid() -> None:
    small = calendar(series("S", target(vaccines=[{"cvx": "A", "beginAge": "10 days", "endAge": "20 days"}])))
    assert [Look(small, (days, "A")).verdicts()[0] for days in (9, 10, 19, 20)] == [
        "Not Valid", "Valid", "Valid", "Not Valid",
    ]  # fmt: skip


def test_a_row_with_a_trade_name_takes_only_that_product_or_that_manufacturer() -> None:
    small = calendar(series("S", target(vaccines=[{"cvx": "A", "tradeName": "Alfix", "mvx": "ACM"}])))
    named = DoseGiven(BORN, "A", trade_name="ALFIX")
    other = DoseGiven(BORN, "A", trade_name="Betax", manufacturer="ACM")
    made = DoseGiven(BORN, "A", manufacturer="ACM")
    assert [Look(small, dose).verdicts()[0] for dose in (named, other, made)] == [
        "Valid",
        "Not Valid",
        "Valid",
    ]
    assert Look(small, (0, "A")).rules() == [Rules.VACCINE_WRONG_PRODUCT]


def test_a_small_volume_is_remarked_and_the_dose_counts() -> None:
    small = calendar(series("S", target(vaccines=[{"cvx": "A", "volume": "0.5"}])))
    look = Look(small, DoseGiven(BORN, "A", volume_ml=0.25))
    assert look.verdicts() == ["Valid"]
    assert look.rules() == [Rules.VACCINE_LOW_VOLUME]


def test_an_inadvertent_dose_is_not_valid_and_nothing_else_is_asked() -> None:
    small = calendar(series("S", target(age={"absMinAge": "9 days"}, inadvertentVaccine=[{"cvx": "A3"}])))
    assert Look(small, (0, "A3")).rules() == [Rules.INADVERTENT]
    assert Look(small, (0, "A3")).verdicts() == ["Not Valid"]


def test_a_dose_after_its_lot_expired_is_substandard_and_the_target_stays() -> None:
    small = calendar(series("S", target(), target()))
    late = DoseGiven(day(10), "A", lot_expires_on=day(9))
    in_time = DoseGiven(day(10), "A", lot_expires_on=day(10))
    look = Look(small, late, (20, "A"))
    assert look.verdicts() == ["Sub-standard", "Valid"]
    assert look.rules() == [Rules.DOSE_EXPIRED]
    assert look.verdict(1).target == 1
    assert Look(small, in_time).verdicts() == ["Valid"]


def test_a_flawed_dose_is_substandard_and_says_why() -> None:
    look = Look(calendar(series("S", target())), DoseGiven(BORN, "A", flaw="recalled"))
    assert look.verdicts() == ["Sub-standard"]
    assert look.reason(Rules.DOSE_FLAWED).subject == "recalled"


def test_every_reason_is_given_not_only_the_first() -> None:
    small = calendar(
        series("S", target(), target(age={"absMinAge": "90 days"}, interval=after("28 days"))),
        conflicts=[conflict("A", "A3")],
    )
    assert Look(small, (0, "A"), (3, "A3")).rules(1) == [
        Rules.AGE_TOO_YOUNG, Rules.INTERVAL_TOO_SOON, Rules.CONFLICT, Rules.VACCINE_NOT_USABLE,
    ]  # fmt: skip


def test_a_dose_without_papers_stands_in_the_record_and_counts_for_nothing() -> None:
    small = calendar(series("S", target(), target(interval=after("28 days"))))
    look = Look(small, DoseGiven(day(5), "A", documented=False), (10, "A"))
    assert look.verdicts() == ["Sub-standard", "Valid"]
    assert look.rules() == [Rules.DOSE_UNDOCUMENTED]


def test_an_epidemic_dose_does_not_shift_the_routine_but_counts_in_its_own_series() -> None:
    small = calendar(
        series("S", target(), target(interval=after("28 days"))),
        series("E", target(), epidemic="Yes", seriesType="Evaluation Only", seriesGroup="2"),
    )
    look = Look(small, DoseGiven(day(5), "A", purpose=Purpose.EPIDEMIC), (10, "A"), on=day(15))
    assert look.verdicts() == ["Extraneous", "Valid"]
    assert look.rules() == [Rules.DOSE_EPIDEMIC]
    assert look.verdicts("E")[0] == "Valid"
    alone = Look(small, (0, "A"), DoseGiven(day(50), "A", purpose=Purpose.EPIDEMIC), on=day(60))
    assert alone.dates()[0] == day(28)


def test_doses_after_the_last_target_are_extraneous() -> None:
    look = Look(calendar(series("S", target())), (0, "A"), (40, "A"))
    assert look.verdicts() == ["Valid", "Extraneous"]
    assert look.rules(1) == [Rules.SERIES_EXHAUSTED]


def test_a_recurring_dose_never_exhausts_the_series() -> None:
    small = calendar(series("S", target(), target(interval=after("30 days"), recurringDose="Yes")))
    look = Look(small, (0, "A"), (30, "A"), (60, "A"), (89, "A"))
    assert look.verdicts() == ["Valid", "Valid", "Valid", "Not Valid"]
    assert look.series("S").status == "Not Complete"
    assert look.dates()[0] == day(119)


def test_doses_are_judged_by_date_and_on_one_day_in_the_order_given() -> None:
    small = calendar(series("S", target(vaccines=["A"]), target(vaccines=["A2"])))
    assert Look(small, (9, "A2"), (0, "A")).verdicts() == ["Valid", "Valid"]
    assert Look(small, (0, "A"), (0, "A2")).verdicts() == ["Valid", "Valid"]
    assert Look(small, (0, "A2"), (0, "A")).verdicts() == ["Not Valid", "Valid"]


def test_a_vaccine_belongs_to_an_antigen_only_inside_the_age_of_its_association() -> None:
    vaccines = [
        {
            "cvx": "A",
            "association": [
                {"antigen": "Alpha", "associationEndAge": "50 years"},
                {"antigen": "Beta", "associationBeginAge": "50 years"},
            ],
        }
    ]
    small = calendar(series("S", target()), series("T", target(), antigen="Beta"), vaccines=vaccines)
    young, old = (DoseGiven(date(day, 1, 1), "A") for day in (1999, 2000))
    assert Look(small, young, birth=date(1950, 1, 1)).verdicts("S") == ["Valid"]
    assert Look(small, young, birth=date(1950, 1, 1)).verdicts("T") == []
    assert Look(small, old, birth=date(1950, 1, 1)).verdicts("T") == ["Valid"]


def test_doses_that_no_series_takes_are_named() -> None:
    small = calendar(series("S", target()))
    look = Look(small, (0, "?"), (1, "X"), (2500, "A"))
    assert [(one.dose, one.rule) for one in look.evaluation.issues] == [
        (0, Rules.ORGANIZE_UNKNOWN_VACCINE), (1, Rules.ORGANIZE_NO_ANTIGEN), (2, Rules.ORGANIZE_FUTURE),
    ]  # fmt: skip
    assert look.verdicts() == []
