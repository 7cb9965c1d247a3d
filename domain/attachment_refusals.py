"""The questions asked of a request for attachment, in order; each answers with the refusals it finds."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from domain.attachment_request import AttachmentFacts, AttachmentRequest
from domain.attachment_rules import AttachmentReason, AttachmentRules, ListNorm
from domain.dated import holds
from domain.refusal import Citation, Fact, Refusal, RefusalCode

ORDER_194_SIGNED_ON = date(2020, 11, 13)
ORDER_281, ORDER_194 = "№ 281, 28.04.2015", "ҚР ДСМ-194/2020, 13.11.2020"
ANNOUNCED_2018 = "ҚазАқпарат, «ӘМСҚ» баспасөз қызметі, 09.2018"

YEARS_BY_ACTUAL_RESIDENCE = 5
YEARS_AS_NEWBORN = 1


def refusals(
    request: AttachmentRequest, facts: AttachmentFacts, rules: AttachmentRules, on: date
) -> Iterator[Refusal]:
    """All of them, the weightiest first; nothing means yes."""
    same_clinic = request.clinic_id == facts.current_clinic_id
    yield from _person(facts)
    yield from _clinic(request, facts, on)
    yield from _contract(facts, rules.starts_on(request.reason, on), on)
    yield from _age(request, facts, rules, on)
    if refusal := reason_refusal(request.reason, facts, rules, on, same_clinic):
        yield refusal
    if not facts.lives_in_area:
        yield from _outsider(request, facts, rules, on)


def reason_refusal(
    reason: AttachmentReason,
    facts: AttachmentFacts,
    rules: AttachmentRules,
    on: date,
    same_clinic: bool = False,
) -> Refusal | None:
    """Why this person cannot give this reason on this day, or None: what the desk greys out, and why."""
    rule = rules.reason(reason, on)
    if rule is None:
        return _refuse(RefusalCode.OUTSIDE_CAMPAIGN_WITHOUT_REASON, "reason", _order(on))
    if reason is AttachmentReason.CAMPAIGN:
        return None if rules.campaign(on) else _outside_campaign(rules, on)
    if reason is AttachmentReason.FREE_CHOICE:
        return _free_choice(facts, rules, on)
    if not _reason_fits(reason, facts, on, same_clinic):
        return _refuse(RefusalCode.REASON_DOES_NOT_FIT, "reason", _order(on, rule))
    return None


def _person(facts: AttachmentFacts) -> Iterator[Refusal]:
    if facts.is_merged:
        yield _refuse(RefusalCode.PATIENT_MERGED, "patientId")
    if facts.deceased_on is not None:
        yield _refuse(RefusalCode.PATIENT_DECEASED, "patientId", deceased_on=facts.deceased_on)


def _clinic(request: AttachmentRequest, facts: AttachmentFacts, on: date) -> Iterator[Refusal]:
    if (request.clinic_id, request.list_id) == (facts.current_clinic_id, facts.current_list_id):
        yield _refuse(RefusalCode.ALREADY_ATTACHED_HERE, "listId", _published(on, "egov.kz, 28.08.2020"))
    if not facts.clinic_is_primary_care:
        yield _refuse(RefusalCode.CLINIC_NOT_PRIMARY_CARE, "clinicId", _order(on))
    if not any(holds(contract, on) for contract in facts.clinic_contracts):
        yield _refuse(RefusalCode.CLINIC_WITHOUT_CONTRACT, "clinicId", _published(on, "fms.kz"))
    if not facts.doctor_is_available:
        yield _refuse(RefusalCode.DOCTOR_NOT_AVAILABLE, "listId")
    if not facts.lives_in_unit:
        yield _refuse(
            RefusalCode.OUTSIDE_ADMINISTRATIVE_UNIT, "clinicId", _published(on, "adalan.kz, 28.07.2021")
        )


def _contract(facts: AttachmentFacts, starts_on: date, on: date) -> Iterator[Refusal]:
    source = _published(on, "mgorod.kz, 15.08.2023")
    if facts.needs_contract and facts.contract_until is None:
        yield _refuse(RefusalCode.CONTRACT_MISSING, "contractUntil", source)
    if facts.contract_until is not None and facts.contract_until < starts_on:
        yield _refuse(
            RefusalCode.CONTRACT_ENDED, "contractUntil", source, contract_until=facts.contract_until
        )


def _age(
    request: AttachmentRequest, facts: AttachmentFacts, rules: AttachmentRules, on: date
) -> Iterator[Refusal]:
    rule, years = rules.list_age(request.list_kind, on), facts.years(on)
    if rule and not rule.fits(years):
        yield _refuse(RefusalCode.AGE_DOES_NOT_FIT_LIST, "listId", _order(on, rule), years=years)


def _reason_fits(reason: AttachmentReason, facts: AttachmentFacts, on: date, same_clinic: bool) -> bool:
    match reason:
        case AttachmentReason.FIRST_ATTACHMENT:
            return facts.current_clinic_id is None
        case AttachmentReason.NEWBORN:
            return facts.years(on) < YEARS_AS_NEWBORN
        case AttachmentReason.DEFAULT_BY_ADDRESS:
            return facts.lives_in_area and facts.current_clinic_id is None
        case AttachmentReason.ACTUAL_RESIDENCE:
            return facts.years(on) < YEARS_BY_ACTUAL_RESIDENCE or facts.is_pregnant
        case AttachmentReason.DOCTOR_CHOICE:
            return same_clinic
        case _:
            return True


def _outside_campaign(rules: AttachmentRules, on: date) -> Refusal:
    coming = rules.next_campaign(on)
    if coming is None:
        rule = rules.reason(AttachmentReason.CAMPAIGN, on)
        return _refuse(RefusalCode.OUTSIDE_CAMPAIGN, "reason", _order(on, rule))
    opens_on, closes_on = coming.opens_on, coming.closes_on
    return _refuse(
        RefusalCode.OUTSIDE_CAMPAIGN, "reason", _order(on, coming), opens_on=opens_on, closes_on=closes_on
    )


def _free_choice(facts: AttachmentFacts, rules: AttachmentRules, on: date) -> Refusal | None:
    limit = rules.free_choice_limit(on)
    if limit is None:
        return _refuse(RefusalCode.OUTSIDE_CAMPAIGN_WITHOUT_REASON, "reason", _published(on, ANNOUNCED_2018))
    if facts.free_choices_this_year < limit.times:
        return None
    return _refuse(
        RefusalCode.FREE_CHOICE_USED_UP, "reason", _order(on, limit), times=limit.times, year=on.year
    )


def _outsider(
    request: AttachmentRequest, facts: AttachmentFacts, rules: AttachmentRules, on: date
) -> Iterator[Refusal]:
    for norm in rules.norms_of(request.list_kind, rules.starts_on(request.reason, on)):
        people = _counted(norm, facts, on)
        if people is not None and people + 1 > rules.limit(norm):
            yield _refuse(
                RefusalCode.NORM_EXCEEDED, "listId", _order(on, norm), people=people, norm=norm.people
            )
    if not request.home_visit_waiver:
        yield _refuse(RefusalCode.NO_HOME_VISIT_WAIVER, "homeVisitWaiver", _published(on, ANNOUNCED_2018))


def _counted(norm: ListNorm, facts: AttachmentFacts, on: date) -> int | None:
    """How many of the list this norm counts, None when it does not concern this person."""
    if norm.under_age is None:
        return facts.people_on_list
    return facts.youngest_on_list if facts.years(on) < norm.under_age else None


class _Sourced(Protocol):
    @property
    def source(self) -> str: ...

    @property
    def verified(self) -> bool: ...


def _order(on: date, rule: _Sourced | None = None) -> Citation:
    """The order on attachment in force, and who published this rule of it."""
    act = ORDER_194 if on >= ORDER_194_SIGNED_ON else ORDER_281
    return Citation(act, "", rule.source, rule.verified) if rule else Citation(act)


def _published(on: date, source: str) -> Citation:
    return Citation(_order(on).act, "", source, verified=True)


def _refuse(code: RefusalCode, path: str, rule: Citation | None = None, /, **facts: Fact) -> Refusal:
    return Refusal(code, rule, (path,), facts)
