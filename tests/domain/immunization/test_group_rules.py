"""Vaccine groups of several antigens, and the one row that an exam prints (CDSi 9)."""

from datetime import date
from typing import Any

import pytest

from domain.immunization.calendar import SeriesKind
from domain.immunization.headline import dose_statuses, headline
from domain.immunization.results import Forecast
from domain.immunization.rules import Rules
from tests.domain.immunization.small import Look, after, calendar, day, series, target

BOTH = {"AB": ["Alpha", "Beta"]}


def pair(alpha: dict[str, Any], beta: dict[str, Any], whole: str = "", **more: Any) -> Look:
    """Two diseases of one vaccine group, each with two doses whose second is described."""
    rows = [
        series(
            "S",
            target(vaccines=["A", "AB"]),
            target(vaccines=["A", "AB"], **alpha),
            vaccineGroup="AB",
            defaultSeries="Yes",
        ),
        series(
            "T",
            target(vaccines=["B", "AB"]),
            target(vaccines=["B", "AB"], **beta),
            vaccineGroup="AB",
            antigen="Beta",
            defaultSeries="Yes",
        ),
    ]
    doses = more.pop("doses", [(0, "AB")])
    return Look(calendar(*rows, groups=BOTH, whole=whole), *doses, on=more.pop("on", day(1)), **more)


def dates(forecast: Forecast) -> list[date | None]:
    return [one.on if one else None for one in forecast.dates]


def test_the_earliest_of_a_group_is_the_latest_of_its_antigens() -> None:
    look = pair({"interval": after("10 days")}, {"interval": after("20 days")})
    assert dates(look.forecast("AB"))[0] == day(20)


def test_an_antigen_with_priority_draws_the_earliest_to_the_first_but_not_before_the_last_dose() -> None:
    first = {"interval": after("10 days", intervalPriority="override")}
    look = pair(first, {"interval": after("20 days")})
    assert dates(look.forecast("AB"))[0] == day(10)
    later = pair(first, {"interval": after("20 days")}, doses=[(0, "AB"), (15, "B")], on=day(16))
    assert dates(later.forecast("AB"))[0] == day(15)
    assert later.forecast("AB").dates.earliest.rule is Rules.FROM_LAST_DOSE  # type: ignore[union-attr]
    half = {
        "interval": [
            after("10 days", intervalPriority="override"),
            {"fromTargetDose": "1", "minInt": "1 day"},
        ]
    }
    assert dates(pair(half, {"interval": after("20 days")}).forecast("AB"))[0] == day(20)


def test_recommended_past_due_and_latest_are_the_first_of_the_antigens_but_not_before_earliest() -> None:
    alpha = {"age": {"earliestRecAge": "40 days", "latestRecAge": "90 days", "maxAge": "900 days"}}
    beta = {"age": {"earliestRecAge": "60 days", "latestRecAge": "80 days", "maxAge": "800 days"}}
    assert dates(pair(alpha, beta).forecast("AB"))[1:] == [day(40), day(79), day(799)]
    held = {"interval": after("100 days")}
    assert dates(pair(alpha, held).forecast("AB"))[:3] == [day(100)] * 3


def test_the_dose_number_is_the_lowest_where_the_whole_group_is_given_and_else_the_highest() -> None:
    three: dict[str, Any] = {"doses": [(0, "AB"), (30, "A2")]}
    rows = {"interval": after("10 days")}
    assert pair(rows, rows, "Yes", **three).forecast("AB").dose_number == 2

    def number(whole: str) -> int | None:
        one = series("S", *[target()] * 3, vaccineGroup="AB", defaultSeries="Yes")
        other = series(
            "T", *[target(vaccines=["B"])] * 3, vaccineGroup="AB", antigen="Beta", defaultSeries="Yes"
        )
        small = calendar(one, other, groups=BOTH, whole=whole)
        return Look(small, (0, "A"), (9, "A"), (20, "B"), on=day(30)).forecast("AB").dose_number

    assert (number("Yes"), number("No")) == (2, 3)


def test_only_antigens_that_are_due_give_dates_vaccines_and_names() -> None:
    row = series("S", target(vaccines=["A", "AB"]), vaccineGroup="AB", defaultSeries="Yes")
    other = series(
        "T",
        target(vaccines=["B"], age={"minAge": "30 days"}),
        vaccineGroup="AB",
        antigen="Beta",
        defaultSeries="Yes",
    )
    forecast = Look(calendar(row, other, groups=BOTH), (0, "A"), on=day(1)).forecast("AB")
    assert (forecast.antigens, forecast.vaccines, dates(forecast)[0]) == (("Beta",), ("B",), day(30))


def status_row(kind: str, antigen: str) -> dict[str, Any]:
    vaccine = "A" if antigen == "Alpha" else "B"
    rows: dict[str, Any] = {
        "Contraindicated": target(vaccines=[vaccine]),
        "Aged Out": target(vaccines=[vaccine], age={"maxAge": "1 day"}),
        "Not Recommended": target(vaccines=[vaccine], seasonalRecommendation={"endDate": "20200101"}),
        "Not Complete": target(vaccines=[vaccine], age={"minAge": "90 days"}),
    }
    return series(antigen, rows[kind], vaccineGroup="AB", antigen=antigen, defaultSeries="Yes")


ORDER = ["Contraindicated", "Aged Out", "Not Recommended", "Not Complete"]


@pytest.mark.parametrize(
    ("stronger", "weaker"), [(a, b) for i, a in enumerate(ORDER) for b in ORDER[i + 1 :]]
)
def test_the_status_of_a_group_is_the_first_of_table_9_4(stronger: str, weaker: str) -> None:
    against = {"contraindications": {"vaccineGroup": {"contraindication": [{"observationCode": "O1"}]}}}
    antigens = {"Alpha": against} if stronger == "Contraindicated" else {}
    small = calendar(
        status_row(stronger, "Alpha"), status_row(weaker, "Beta"), groups=BOTH, antigens=antigens
    )
    assert Look(small, on=day(5), observations=["O1"]).forecast("AB").status == stronger


def test_a_group_is_not_complete_while_an_antigen_is_due() -> None:
    small = calendar(status_row("Not Complete", "Alpha"), status_row("Aged Out", "Beta"), groups=BOTH)
    assert Look(small, on=day(5)).forecast("AB").status == "Aged Out"
    due = calendar(
        status_row("Not Complete", "Alpha"),
        series("Beta", target(vaccines=["B"]), vaccineGroup="AB", antigen="Beta", defaultSeries="Yes"),
        groups=BOTH,
    )
    assert Look(due, (0, "B"), on=day(5)).forecast("AB").status == "Not Complete"


def immune_or_complete(alpha: bool, beta: bool) -> str:
    immunity = {"immunity": {"clinicalHistory": [{"guidelineCode": "O1"}]}}
    rows = [
        series(name, target(vaccines=["A", "B"]), vaccineGroup="AB", antigen=name, defaultSeries="Yes")
        for name in ("Alpha", "Beta")
    ]
    antigens = {name: immunity for name, immune in (("Alpha", alpha), ("Beta", beta)) if immune}
    small = calendar(*rows, groups=BOTH, antigens=antigens)
    doses = [(1, code) for code, immune in (("A", alpha), ("B", beta)) if not immune]
    return Look(small, *doses, on=day(9), observations=["O1"]).forecast("AB").status


def test_a_group_is_immune_when_all_are_and_complete_when_all_are_complete_or_immune() -> None:
    assert immune_or_complete(True, True) == "Immune"
    assert immune_or_complete(True, False) == "Complete"
    assert immune_or_complete(False, False) == "Complete"


def test_standard_and_risk_are_two_forecasts() -> None:
    small = calendar(
        series("S", target(age={"minAge": "1 year"}), defaultSeries="Yes"),
        series("R", target(age={"minAge": "2 years"}), indications={"O1": {}}, seriesGroup="2"),
    )
    look = Look(small, observations=["O1"])
    assert dates(look.forecast("Alpha", 1))[0] == date(2021, 1, 1)
    assert dates(look.forecast("Alpha", 2))[0] == date(2022, 1, 1)
    standard, risk = (headline(look.evaluation, "Alpha", risk_first=first) for first in (False, True))
    assert (standard.series_group, risk.series_group) == (1, 2)  # type: ignore[union-attr]


def test_the_printed_row_is_not_one_for_an_age_still_ahead_nor_aged_out_if_there_is_another() -> None:
    ahead = series("Old", target(), defaultSeries="Yes", seriesGroup="1", minAgeToStart="50 years")
    now = series("Now", target(age={"maxAge": "9 years"}), defaultSeries="Yes", seriesGroup="2")
    small = calendar(ahead, now)
    assert headline(Look(small).evaluation, "Alpha", risk_first=False).series_group == 2  # type: ignore[union-attr]
    past = headline(Look(small, birth=date(1970, 1, 1)).evaluation, "Alpha", risk_first=False)
    assert past.series_group == 1  # type: ignore[union-attr]
    begun = Look(small, (0, "A")).evaluation
    assert headline(begun, "Alpha", risk_first=False).series_group == 1  # type: ignore[union-attr]


def test_if_every_series_is_for_an_age_still_ahead_or_aged_out_one_of_them_is_printed_all_the_same() -> None:
    ahead = calendar(series("Old", target(), defaultSeries="Yes", minAgeToStart="50 years"))
    assert headline(Look(ahead).evaluation, "Alpha", risk_first=False) is not None
    past = calendar(series("Young", target(age={"maxAge": "1 year"}), defaultSeries="Yes"))
    assert headline(Look(past).evaluation, "Alpha", risk_first=False).status == "Aged Out"  # type: ignore[union-attr]


def test_a_dose_is_as_bad_as_its_worst_antigen_but_one_too_many_is_not_worse_than_valid() -> None:
    look = pair({"interval": after("28 days")}, {}, doses=[(0, "AB"), (9, "AB")])
    evaluation = Look(
        calendar(
            series("S", target(vaccines=["AB"]), vaccineGroup="AB", defaultSeries="Yes"),
            series(
                "T",
                target(vaccines=["AB"]),
                target(vaccines=["AB"]),
                vaccineGroup="AB",
                antigen="Beta",
                defaultSeries="Yes",
            ),
            groups=BOTH,
        ),
        (0, "AB"),
        (9, "AB"),
    ).evaluation
    chosen = headline(evaluation, "AB", risk_first=False)
    assert dose_statuses(evaluation, "AB", chosen, 1, None) == ["Valid"]
    assert look.verdicts("S") == ["Valid", "Not Valid"] or look.evaluation.on == day(1)
    late = pair({"interval": after("28 days")}, {}, doses=[(0, "AB"), (9, "AB")], on=day(20))
    shown = headline(late.evaluation, "AB", risk_first=False)
    assert dose_statuses(late.evaluation, "AB", shown, 1, None) == ["Not Valid"]


def test_a_dose_named_after_a_kind_of_series_has_the_status_of_its_own_vaccine_group() -> None:
    """A dose of both diseases, too early in the risk series of the one and in time in that of the other."""
    late = target(vaccines=["AB"], age={"absMinAge": "90 days"})
    small = calendar(
        series("R", late, indications={"O1": {}}, seriesGroup="2"),
        series("T", target(vaccines=["AB"]), antigen="Beta", indications={"O1": {}}, seriesGroup="2"),
    )
    evaluation = Look(small, (9, "AB"), observations=["O1"]).evaluation
    for group, status in (("Alpha", "Not Valid"), ("Beta", "Valid")):
        shown = headline(evaluation, group, risk_first=True)
        assert set(dose_statuses(evaluation, group, shown, 0, SeriesKind.RISK)) == {status}
        assert dose_statuses(evaluation, group, shown, 0, SeriesKind.STANDARD) == [status]


def test_guidance_is_that_of_the_series_and_of_the_indications_which_the_person_has() -> None:
    windows = {"O1": {"guidance": "Ask about fever"}, "O2": {"guidance": "Ask about travel"}}
    small = calendar(series("R", target(), indications=windows, seriesAdminGuidance=["In autumn"]))
    assert Look(small, observations=["O1"]).forecast().guidance == ("In autumn", "Ask about fever")
