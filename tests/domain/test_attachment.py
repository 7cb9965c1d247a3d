"""Who may attach: the decision table of handbook 5.4, its boundary, dates, reasons and refusals."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from db.reference import attachment_rules
from domain.attachment import (
    OVERRIDABLE,
    AttachmentAccepted,
    AttachmentFacts,
    AttachmentReason,
    AttachmentRequest,
    AttachmentRules,
    BoundaryReading,
    ListKind,
    ListNorm,
    decide_attachment,
    reason_refusal,
)
from domain.people import Citizenship
from domain.refusal import Refusal
from domain.refusal import RefusalCode as Code

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
LIST, OTHER_LIST = UUID(int=11), UUID(int=12)
FRIDAY, MONDAY = date(2018, 8, 10), date(2018, 8, 13)
AUTUMN_2026 = date(2026, 11, 20)
REASON = AttachmentReason.RESIDENCE_CHANGED


@dataclass(frozen=True)
class Contract:
    valid_from: date = date(2018, 1, 1)
    valid_to: date | None = None


REQUEST = AttachmentRequest(clinic_id=HERE, list_id=LIST, list_kind=ListKind.GP, reason=REASON)
FACTS = AttachmentFacts(
    birth_date=date(1980, 5, 5),
    citizenship=Citizenship.CITIZEN,
    lives_in_area=True,
    people_on_list=1500,
    current_clinic_id=ELSEWHERE,
    current_list_id=OTHER_LIST,
    clinic_contracts=(Contract(),),
)


def decide(
    on: date = FRIDAY, rules: AttachmentRules | None = None, **changes: Any
) -> AttachmentAccepted | Refusal:
    asked = {name: changes.pop(name) for name in list(changes) if name in AttachmentRequest.__slots__}
    request, facts = replace(REQUEST, **asked), replace(FACTS, **changes)
    return decide_attachment(request, facts, rules or attachment_rules(), on)


def accepted(on: date = FRIDAY, rules: AttachmentRules | None = None, **changes: Any) -> AttachmentAccepted:
    decision = decide(on, rules, **changes)
    assert isinstance(decision, AttachmentAccepted), decision
    return decision


def refused(on: date = FRIDAY, rules: AttachmentRules | None = None, **changes: Any) -> Refusal:
    decision = decide(on, rules, **changes)
    assert isinstance(decision, Refusal), decision
    return decision


# ---------- the decision table


@pytest.mark.parametrize("people", [0, 1999, 2000, 2001, 5000])
@pytest.mark.parametrize("waiver", [True, False])
def test_a_resident_is_always_taken_and_overload_is_flagged(people: int, waiver: bool) -> None:
    decision = accepted(lives_in_area=True, people_on_list=people, home_visit_waiver=waiver)
    assert decision.over_norm is (people >= 2000)
    assert decision.home_visits is True
    assert decision.list_limit is None


@pytest.mark.parametrize("waiver", [True, False])
def test_an_outsider_is_refused_over_the_norm_waiver_or_not(waiver: bool) -> None:
    refusal = refused(lives_in_area=False, people_on_list=2001, home_visit_waiver=waiver)
    assert refusal.code is Code.NORM_EXCEEDED
    assert refusal.facts == {"people": 2001, "norm": 2000}
    assert refusal.path == ("listId",)


def test_an_outsider_without_the_waiver_is_refused() -> None:
    refusal = refused(lives_in_area=False, home_visit_waiver=False)
    assert (refusal.code, refusal.path) == (Code.NO_HOME_VISIT_WAIVER, ("homeVisitWaiver",))


def test_an_outsider_with_the_waiver_is_taken_without_home_visits() -> None:
    decision = accepted(lives_in_area=False, home_visit_waiver=True)
    assert decision.home_visits is False
    assert decision.over_norm is False


@pytest.mark.parametrize(
    ("boundary", "people", "taken"),
    [
        (BoundaryReading.LITERAL, 1999, True),
        (BoundaryReading.LITERAL, 2000, True),
        (BoundaryReading.LITERAL, 2001, False),
        (BoundaryReading.PROTECTIVE, 1999, True),
        (BoundaryReading.PROTECTIVE, 2000, False),
        (BoundaryReading.PROTECTIVE, 2001, False),
    ],
)
def test_the_boundary_is_read_as_chosen(boundary: BoundaryReading, people: int, taken: bool) -> None:
    decision = decide(
        rules=attachment_rules(boundary), lives_in_area=False, home_visit_waiver=True, people_on_list=people
    )
    assert isinstance(decision, AttachmentAccepted) is taken
    if isinstance(decision, AttachmentAccepted):
        assert decision.list_limit == (2001 if boundary is BoundaryReading.LITERAL else 2000)
        assert people + 1 <= decision.list_limit


@pytest.mark.parametrize(
    ("kind", "norm"), [(ListKind.GP, 1700), (ListKind.THERAPIST, 2200), (ListKind.PAEDIATRICIAN, 900)]
)
def test_norms_of_today_are_by_specialty(kind: ListKind, norm: int) -> None:
    outsider: dict[str, Any] = {"lives_in_area": False, "home_visit_waiver": True, "list_kind": kind}
    outsider["birth_date"] = date(2018, 1, 1) if kind is ListKind.PAEDIATRICIAN else date(1980, 1, 1)
    assert accepted(AUTUMN_2026, people_on_list=norm - 1, **outsider).list_limit == norm
    assert refused(AUTUMN_2026, people_on_list=norm, **outsider).facts["norm"] == norm


def test_the_norm_of_the_day_the_attachment_starts_decides() -> None:
    outsider: dict[str, Any] = {"lives_in_area": False, "home_visit_waiver": True, "people_on_list": 1900}
    assert accepted(date(2022, 8, 30), **outsider).starts_on == date(2022, 8, 31)
    assert refused(date(2022, 8, 31), **outsider).code is Code.NORM_EXCEEDED


def test_the_norm_of_the_youngest_concerns_the_youngest_only() -> None:
    outsider: dict[str, Any] = {
        "lives_in_area": False,
        "home_visit_waiver": True,
        "list_kind": ListKind.PAEDIATRICIAN,
        "people_on_list": 700,
        "youngest_on_list": 601,
    }
    assert refused(AUTUMN_2026, birth_date=date(2020, 11, 20), **outsider).facts["norm"] == 600
    assert accepted(AUTUMN_2026, birth_date=date(2019, 11, 19), **outsider)
    assert accepted(AUTUMN_2026, birth_date=date(2020, 11, 20), **outsider | {"youngest_on_list": None})


def test_without_a_norm_nobody_is_over_it() -> None:
    rules = replace(attachment_rules(), norms=())
    decision = accepted(rules=rules, lives_in_area=False, home_visit_waiver=True, people_on_list=99_999)
    assert (decision.over_norm, decision.list_limit) == (False, None)


# ---------- dates


def test_a_reason_outside_the_campaign_starts_on_the_next_working_day() -> None:
    assert accepted(FRIDAY).starts_on == MONDAY
    assert accepted(MONDAY).starts_on == date(2018, 8, 14)


def test_an_answer_is_due_one_working_day_after_the_day_of_receipt() -> None:
    assert accepted(FRIDAY).answer_due_on == MONDAY
    saturday = date(2018, 8, 11)
    assert accepted(saturday).answer_due_on == date(2018, 8, 14)
    before_kurban_ait = date(2018, 8, 20)
    assert accepted(before_kurban_ait).answer_due_on == date(2018, 8, 22)


@pytest.mark.parametrize(
    ("on", "effective_on"),
    [
        (date(2018, 9, 15), date(2019, 1, 1)),
        (date(2018, 11, 15), date(2019, 1, 1)),
        (date(2025, 9, 1), date(2026, 1, 1)),
        (date(2025, 11, 1), date(2026, 1, 1)),
    ],
)
def test_a_choice_in_the_campaign_counts_from_the_first_of_january(on: date, effective_on: date) -> None:
    assert accepted(on, reason=AttachmentReason.CAMPAIGN).starts_on == effective_on


@pytest.mark.parametrize("on", [date(2018, 9, 14), date(2018, 11, 16), date(2025, 8, 31), date(2025, 11, 2)])
def test_outside_the_campaign_it_is_no_reason(on: date) -> None:
    refusal = refused(on, reason=AttachmentReason.CAMPAIGN)
    assert refusal.code is Code.OUTSIDE_CAMPAIGN


def test_a_refusal_outside_the_campaign_tells_when_the_next_one_is() -> None:
    refusal = refused(date(2018, 9, 14), reason=AttachmentReason.CAMPAIGN)
    assert refusal.facts == {"opens_on": date(2018, 9, 15), "closes_on": date(2018, 11, 15)}


def test_with_no_campaign_in_sight_the_refusal_still_says_where_the_rule_is_from() -> None:
    refusal = refused(AUTUMN_2026, reason=AttachmentReason.CAMPAIGN)
    assert refusal.facts == {}
    assert refusal.rule
    assert refusal.rule.source


def test_a_newborn_is_attached_the_same_day_also_on_a_holiday() -> None:
    new_year = date(2026, 1, 1)
    decision = accepted(
        new_year, reason=AttachmentReason.NEWBORN, birth_date=date(2025, 12, 30), current_clinic_id=None
    )
    assert decision.starts_on == new_year


# ---------- reasons


@pytest.mark.parametrize(
    "reason",
    [
        AttachmentReason.RESIDENCE_CHANGED,
        AttachmentReason.WORK_CHANGED,
        AttachmentReason.STUDY_CHANGED,
        AttachmentReason.SENTENCE_ENDED,
        AttachmentReason.MILITARY_SERVICE_ENDED,
        AttachmentReason.CLINIC_REORGANISED,
        AttachmentReason.DISSATISFIED_WITH_QUALITY,
    ],
)
def test_the_seven_reasons_of_2018_hold_outside_the_campaign(reason: AttachmentReason) -> None:
    assert accepted(FRIDAY, reason=reason)
    assert accepted(AUTUMN_2026, reason=reason)


@pytest.mark.parametrize(
    ("on", "used", "code"),
    [
        (date(2018, 8, 10), 0, Code.OUTSIDE_CAMPAIGN_WITHOUT_REASON),
        (date(2024, 5, 6), 0, None),
        (date(2024, 5, 6), 1, Code.FREE_CHOICE_USED_UP),
        (date(2025, 5, 6), 1, None),
        (date(2025, 5, 6), 2, Code.FREE_CHOICE_USED_UP),
        (date(2026, 5, 6), 2, Code.FREE_CHOICE_USED_UP),
    ],
)
def test_free_choice_is_limited_by_the_year(on: date, used: int, code: Code | None) -> None:
    decision = decide(on, reason=AttachmentReason.FREE_CHOICE, free_choices_this_year=used)
    assert (decision.code if isinstance(decision, Refusal) else None) is code


def test_without_a_limit_there_is_no_free_choice() -> None:
    rules = replace(attachment_rules(), free_choice_limits=())
    refusal = refused(AUTUMN_2026, rules, reason=AttachmentReason.FREE_CHOICE)
    assert refusal.code is Code.OUTSIDE_CAMPAIGN_WITHOUT_REASON


def test_a_used_up_choice_says_how_often_it_may_be_used() -> None:
    refusal = refused(date(2025, 5, 6), reason=AttachmentReason.FREE_CHOICE, free_choices_this_year=2)
    assert refusal.facts == {"times": 2, "year": 2025}


def test_a_reason_not_yet_in_force_is_none() -> None:
    refusal = refused(date(2021, 5, 6), reason=AttachmentReason.MOVED_TO_ANOTHER_LOCALITY)
    assert refusal.code is Code.OUTSIDE_CAMPAIGN_WITHOUT_REASON


@pytest.mark.parametrize(
    ("reason", "fits", "does_not"),
    [
        (AttachmentReason.FIRST_ATTACHMENT, {"current_clinic_id": None}, {}),
        (AttachmentReason.NEWBORN, {"birth_date": date(2025, 11, 21)}, {"birth_date": date(2025, 11, 20)}),
        (AttachmentReason.DEFAULT_BY_ADDRESS, {"current_clinic_id": None}, {}),
        (
            AttachmentReason.DEFAULT_BY_ADDRESS,
            {"current_clinic_id": None},
            {"current_clinic_id": None, "lives_in_area": False},
        ),
        (
            AttachmentReason.ACTUAL_RESIDENCE,
            {"birth_date": date(2021, 11, 21)},
            {"birth_date": date(2021, 11, 20)},
        ),
        (AttachmentReason.ACTUAL_RESIDENCE, {"is_pregnant": True}, {}),
        (AttachmentReason.DOCTOR_CHOICE, {"current_clinic_id": HERE}, {}),
    ],
)
def test_a_reason_must_fit_the_person(
    reason: AttachmentReason, fits: dict[str, Any], does_not: dict[str, Any]
) -> None:
    assert accepted(AUTUMN_2026, reason=reason, **fits)
    assert refused(AUTUMN_2026, reason=reason, **does_not).code is Code.REASON_DOES_NOT_FIT


def test_the_desk_can_ask_for_each_reason_beforehand() -> None:
    rules = attachment_rules()
    open_today = {r for r in AttachmentReason if reason_refusal(r, FACTS, rules, AUTUMN_2026) is None}
    assert AttachmentReason.FREE_CHOICE in open_today
    assert AttachmentReason.CAMPAIGN not in open_today
    assert AttachmentReason.DOCTOR_CHOICE not in open_today
    assert reason_refusal(AttachmentReason.DOCTOR_CHOICE, FACTS, rules, AUTUMN_2026, same_clinic=True) is None


# ---------- refusals of the person, the clinic and the list


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_merged": True}, Code.PATIENT_MERGED),
        ({"deceased_on": date(2018, 8, 1)}, Code.PATIENT_DECEASED),
        ({"current_clinic_id": HERE, "current_list_id": LIST}, Code.ALREADY_ATTACHED_HERE),
        ({"clinic_is_primary_care": False}, Code.CLINIC_NOT_PRIMARY_CARE),
        ({"clinic_contracts": ()}, Code.CLINIC_WITHOUT_CONTRACT),
        ({"clinic_contracts": (Contract(date(2018, 8, 11)),)}, Code.CLINIC_WITHOUT_CONTRACT),
        ({"clinic_contracts": (Contract(valid_to=date(2018, 8, 9)),)}, Code.CLINIC_WITHOUT_CONTRACT),
        ({"doctor_is_available": False}, Code.DOCTOR_NOT_AVAILABLE),
        ({"lives_in_unit": False}, Code.OUTSIDE_ADMINISTRATIVE_UNIT),
        ({"citizenship": Citizenship.TEMPORARY_WITH_CONTRACT}, Code.CONTRACT_MISSING),
        (
            {"citizenship": Citizenship.TEMPORARY_WITH_CONTRACT, "insured_until": date(2018, 8, 12)},
            Code.CONTRACT_ENDED,
        ),
        ({"list_kind": ListKind.PAEDIATRICIAN}, Code.AGE_DOES_NOT_FIT_LIST),
    ],
)
def test_each_obstacle_refuses_also_a_resident(changes: dict[str, Any], code: Code) -> None:
    refusal = refused(**changes)
    assert refusal.code is code
    assert refusal.path


def test_a_contract_that_ends_today_still_counts() -> None:
    assert accepted(clinic_contracts=(Contract(valid_to=FRIDAY),))


def test_another_list_of_the_same_clinic_may_be_chosen() -> None:
    assert accepted(
        AUTUMN_2026, current_clinic_id=HERE, current_list_id=OTHER_LIST, reason=AttachmentReason.DOCTOR_CHOICE
    )


@pytest.mark.parametrize(
    ("kind", "years", "fits"),
    [
        (ListKind.GP, 0, True),
        (ListKind.GP, 90, True),
        (ListKind.PAEDIATRICIAN, 17, True),
        (ListKind.PAEDIATRICIAN, 18, False),
        (ListKind.THERAPIST, 13, False),
        (ListKind.THERAPIST, 14, True),
    ],
)
def test_a_list_takes_the_ages_it_is_for(kind: ListKind, years: int, fits: bool) -> None:
    birth_date = AUTUMN_2026.replace(year=AUTUMN_2026.year - years)
    decision = decide(AUTUMN_2026, list_kind=kind, birth_date=birth_date)
    assert isinstance(decision, AttachmentAccepted) is fits
    if isinstance(decision, Refusal):
        assert (decision.code, decision.facts) == (Code.AGE_DOES_NOT_FIT_LIST, {"years": years})


def test_a_temporary_foreigner_is_attached_until_the_contract_ends() -> None:
    decision = accepted(
        AUTUMN_2026, citizenship=Citizenship.TEMPORARY_WITH_CONTRACT, insured_until=date(2027, 3, 31)
    )
    assert decision.ends_on == date(2027, 4, 1)


@pytest.mark.parametrize("citizenship", sorted(set(Citizenship) - {Citizenship.TEMPORARY_WITH_CONTRACT}))
def test_everybody_who_stays_for_good_needs_no_contract(citizenship: Citizenship) -> None:
    decision = accepted(AUTUMN_2026, citizenship=citizenship, insured_until=date(2020, 1, 1))
    assert decision.ends_on is None


# ---------- override and sources


def test_an_override_passes_rules_that_advise_and_is_on_record() -> None:
    decision = accepted(AUTUMN_2026, list_kind=ListKind.PAEDIATRICIAN, override=True, lives_in_unit=False)
    assert set(decision.overridden) == {Code.AGE_DOES_NOT_FIT_LIST, Code.OUTSIDE_ADMINISTRATIVE_UNIT}


@pytest.mark.parametrize(
    "changes",
    [
        {"lives_in_area": False, "people_on_list": 2001, "home_visit_waiver": True},
        {"lives_in_area": False, "home_visit_waiver": False},
        {"clinic_contracts": ()},
        {"is_merged": True},
        {"citizenship": Citizenship.TEMPORARY_WITH_CONTRACT},
    ],
)
def test_no_override_passes_the_norm_the_waiver_or_a_contract(changes: dict[str, Any]) -> None:
    assert refused(override=True, **changes).code not in OVERRIDABLE


@pytest.mark.parametrize(
    ("on", "act"), [(date(2018, 8, 10), "№ 281, 28.04.2015"), (AUTUMN_2026, "ҚР ДСМ-194/2020, 13.11.2020")]
)
def test_a_refusal_cites_the_order_in_force_and_its_source(on: date, act: str) -> None:
    rule = refused(on, lives_in_area=False, people_on_list=5000).rule
    assert rule is not None
    assert rule.act == act
    assert rule.source
    assert rule.verified


def test_an_unverified_rule_says_so() -> None:
    rule = refused(AUTUMN_2026, list_kind=ListKind.PAEDIATRICIAN).rule
    assert rule is not None
    assert not rule.verified


def test_a_norm_is_found_by_kind_and_day() -> None:
    norm = attachment_rules().norm(ListKind.GP, date(2018, 1, 1))
    assert isinstance(norm, ListNorm)
    assert norm.people == 2000
    assert attachment_rules().norm(ListKind.GP, date(2000, 1, 1)) is None
