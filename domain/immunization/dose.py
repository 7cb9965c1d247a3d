"""One dose held against one target dose (CDSi 6.3–6.10): every reason is kept, not only the first."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from domain.immunization.born import Fit, Stretches, product
from domain.immunization.calendar import AgeRow, Interval, TargetDose, TestNeeded, VaccineRow
from domain.immunization.dates import add
from domain.immunization.facts import DoseGiven, Purpose, TestOutcome, TestReading
from domain.immunization.results import DoseStatus, Reason, Verdict
from domain.immunization.rows import live_ages, live_allowable_intervals, live_intervals
from domain.immunization.rules import Rules
from domain.immunization.subject import Subject
from domain.immunization.walk import Walk

VALID = DoseStatus.VALID
NOT_VALID = DoseStatus.NOT_VALID
EXTRANEOUS = DoseStatus.EXTRANEOUS
SUBSTANDARD = DoseStatus.SUBSTANDARD
FINE = Fit(VALID, True, (), ())


def judge(walk: Walk, target: TargetDose, position: int) -> Verdict:
    """Table 6-31: right age, right distances, no conflict and a right vaccine make a dose valid."""
    subject = walk.subject
    dose = subject.doses[position]
    if target.inadvertent and is_inadvertent(target, dose):
        walk.inadvertent.append(position)
        return Verdict(position, target.number, NOT_VALID, (Reason(Rules.INADVERTENT, subject=dose.cvx),))
    day = dose.given_on
    fine = target.fine.get(dose.cvx)
    if (
        fine is not None
        and subject.begins[fine.begin] <= day < subject.ends[fine.end]
        and (fine.any_volume or dose.volume_ml is None)
    ):
        status, usable, on_age, on_product = FINE
    else:
        status, usable, on_age, on_product = fit_on(subject, target, dose)
    apart: list[Reason] = []
    in_time = well_apart(walk, target, day) or judge_intervals(walk, target, position, apart)
    alone = position not in subject.nearby or judge_conflicts(walk, position, apart)
    reasons = (*on_age, *apart, *on_product) if apart else on_age + on_product
    if target.test_needed:
        reasons += remark_test(subject, target.test_needed, day)
    if status is VALID and not (in_time and alone and usable):
        status = NOT_VALID
    return Verdict(position, target.number, status, reasons)


def fit_on(subject: Subject, target: TargetDose, dose: DoseGiven) -> Fit:
    """The fit of a dose by age and product, which is the same for all born that day until one of some days."""
    key = target.key, product(dose)
    stretches = subject.born.fits.get(key)
    if stretches is None:
        stretches = subject.born.fits[key] = Stretches(turning_days(subject, target, dose.cvx), {})
    turned = bisect_right(stretches.turns, dose.given_on)
    found = stretches.fits.get(turned)
    if found is None:
        found = stretches.fits[turned] = _fit(subject, target, dose)
    return found


def turning_days(subject: Subject, target: TargetDose, cvx: str) -> list[date]:
    """Days at which a rule about age or product may begin to say something else of one product."""
    ages = target.turning_ages.get(cvx, target.any_turning_ages)
    return sorted([*[subject.begins[age] for age in ages], *target.turning_days])


def _fit(subject: Subject, target: TargetDose, dose: DoseGiven) -> Fit:
    on_age: list[Reason] = []
    on_product: list[Reason] = []
    age = judge_age(subject, target, dose.given_on, on_age)
    usable = judge_vaccine(subject, target, dose, on_product)
    return Fit(age, usable, tuple(on_age), tuple(on_product))


def unusable(dose: DoseGiven, epidemic: bool) -> Reason | None:
    """Why a dose is not even held against a target (CDSi 6.1), None if it may be."""
    if dose.lot_expires_on is not None and dose.given_on > dose.lot_expires_on:
        return Reason(Rules.DOSE_EXPIRED, dose.lot_expires_on)
    if dose.flaw:
        return Reason(Rules.DOSE_FLAWED, subject=dose.flaw)
    if not dose.documented:
        return Reason(Rules.DOSE_UNDOCUMENTED)
    if dose.purpose is Purpose.EPIDEMIC and not epidemic:
        return Reason(Rules.DOSE_EPIDEMIC)
    return None


def is_inadvertent(target: TargetDose, dose: DoseGiven) -> bool:
    return dose.cvx in target.inadvertent


def judge_age(subject: Subject, target: TargetDose, day: date, reasons: list[Reason]) -> DoseStatus:
    """Too young is not valid, too old is extraneous whatever else is wrong, no row is fine (CDSi 6.4)."""
    begins = subject.begins
    for row in target.ages if target.timeless else live_ages(target, day):
        if day < begins[row.absolute_minimum]:
            limit = begins[row.absolute_minimum]
            reasons.append(
                Reason(
                    Rules.AGE_TOO_YOUNG, limit, None, row.absolute_minimum, "", row.sources.absolute_minimum
                )
            )
            return NOT_VALID
        if day < begins[row.minimum]:
            limit = begins[row.minimum]
            reasons.append(Reason(Rules.AGE_GRACE, limit, None, row.minimum, "", row.sources.minimum))
        if row.maximum is not None and is_too_old(subject, row, day):
            limit = subject.ends[row.maximum]
            reasons.append(Reason(Rules.AGE_TOO_OLD, limit, None, row.maximum, "", row.sources.maximum))
            return EXTRANEOUS
    return VALID


def is_too_old(subject: Subject, row: AgeRow, day: date) -> bool:
    return day >= subject.ends[row.maximum]


def well_apart(walk: Walk, target: TargetDose, day: date) -> bool:
    """Nothing but the dose before is asked about, and that was so long ago that no month need be counted."""
    if not target.intervals:
        return True
    if walk.previous is None:
        return target.from_previous
    gap = day - walk.subject.doses[walk.previous].given_on
    return target.from_previous and gap.days >= target.long_enough


def judge_intervals(walk: Walk, target: TargetDose, position: int, reasons: list[Reason]) -> bool:
    """Every preferable interval holds, or there are allowable ones and all of those do (CDSi 6.5, 6.6)."""
    found: list[Reason] = []
    day = walk.subject.doses[position].given_on
    rows = target.intervals if target.timeless else live_intervals(target, day)
    if intervals_hold(walk, rows, position, found):
        reasons.extend(found)
        return True
    if allowed(walk, target, position):
        reasons.append(Reason(Rules.INTERVAL_ALLOWED))
        return True
    reasons.extend(found)
    return False


def allowed(walk: Walk, target: TargetDose, position: int) -> bool:
    day = walk.subject.doses[position].given_on
    rows = live_allowable_intervals(target, day)
    return bool(rows) and intervals_hold(walk, rows, position, [])


def intervals_hold(walk: Walk, rows: Sequence[Interval], position: int, reasons: list[Reason]) -> bool:
    """Whether all of some rows hold; a row whose reference does not exist does."""
    day = walk.subject.doses[position].given_on
    holds = True
    for row in rows:
        reference = walk.reference(row, position)
        if reference is None:
            continue
        since, dose = reference
        if row.absolute_minimum is not None and day < (limit := add(since, row.absolute_minimum)):
            holds = False
            reasons.append(
                Reason(
                    Rules.INTERVAL_TOO_SOON,
                    limit,
                    dose,
                    row.absolute_minimum,
                    row.observation,
                    row.sources.absolute_minimum,
                )
            )
        elif row.minimum is not None and day < (limit := add(since, row.minimum)):
            reasons.append(
                Reason(Rules.INTERVAL_GRACE, limit, dose, row.minimum, row.observation, row.sources.minimum)
            )
    return holds


def judge_conflicts(walk: Walk, position: int, reasons: list[Reason]) -> bool:
    """No vaccine too near before: its short end counts if it was valid or nobody judged it yet (CDSi 6.7)."""
    subject = walk.subject
    day = subject.doses[position].given_on
    alone = True
    for one in subject.nearby[position]:
        end = one.minimum_end if conflict_counts(walk, one.dose) else one.end
        if day < end:
            alone = False
            reasons.append(Reason(Rules.CONFLICT, end, one.dose, subject=subject.doses[one.dose].cvx))
    return alone


def conflict_counts(walk: Walk, dose: int) -> bool:
    """Whether the earlier dose is valid (here, else in any series so far) or has no status."""
    for verdict in walk.verdicts:
        if verdict.dose == dose:
            return verdict.status is VALID
    return walk.subject.counted.get(dose, True)


def judge_vaccine(subject: Subject, target: TargetDose, dose: DoseGiven, reasons: list[Reason]) -> bool:
    """A preferable or else an allowable product, inside its age window (CDSi 6.8, 6.9)."""
    preferable = target.preferable.get(dose.cvx, ())
    for row in preferable:
        right_age = row.ageless or age_fits(subject, row, dose.given_on)
        if right_age and (row.any_product or product_fits(row, dose)):
            if row.volume_ml is not None and dose.volume_ml is not None and dose.volume_ml < row.volume_ml:
                reasons.append(Reason(Rules.VACCINE_LOW_VOLUME, subject=str(row.volume_ml)))
            return True
    allowable = target.allowable.get(dose.cvx, ())
    for row in allowable:
        if row.ageless or age_fits(subject, row, dose.given_on):
            reasons.append(Reason(Rules.VACCINE_ALLOWABLE, subject=dose.cvx))
            return True
    reasons.append(_vaccine_reason(subject, preferable, allowable, dose))
    return False


def age_fits(subject: Subject, row: VaccineRow, day: date) -> bool:
    return subject.begins[row.begin] <= day < subject.ends[row.end]


def product_fits(row: VaccineRow, dose: DoseGiven) -> bool:
    """The trade name if both have one, else the manufacturer; a row without them takes any product."""
    if row.trade_name and dose.trade_name:
        return row.trade_name.lower() == dose.trade_name.lower()
    if row.manufacturer and dose.manufacturer:
        return row.manufacturer.lower() == dose.manufacturer.lower()
    return not row.trade_name


def _vaccine_reason(
    subject: Subject, preferable: tuple[VaccineRow, ...], allowable: tuple[VaccineRow, ...], dose: DoseGiven
) -> Reason:
    if not preferable and not allowable:
        return Reason(Rules.VACCINE_NOT_USABLE, subject=dose.cvx)
    right_age = [row for row in preferable if age_fits(subject, row, dose.given_on)]
    if right_age and not allowable:
        return Reason(Rules.VACCINE_WRONG_PRODUCT, subject=right_age[0].trade_name)
    row = (preferable or allowable)[0]
    early = dose.given_on < subject.begins[row.begin]
    limit, age = (subject.begins[row.begin], row.begin) if early else (subject.ends[row.end], row.end)
    return Reason(Rules.VACCINE_WRONG_AGE, limit, None, age, dose.cvx)


def remark_test(subject: Subject, test: TestNeeded, day: date) -> tuple[Reason, ...]:
    """A dose given without the negative test that it needed stays valid, but the record says so."""
    limit = subject.begins[test.begin]
    if day < limit or any(
        is_negative(one, test) and in_window(one, test, day) for one in subject.person.tests
    ):
        return ()
    return (Reason(Rules.TEST_MISSING, limit, None, test.begin, "", test.sources),)


def is_negative(reading: TestReading, test: TestNeeded) -> bool:
    return reading.kind in test.kinds and reading.outcome is TestOutcome.NEGATIVE


def in_window(reading: TestReading, test: TestNeeded, day: date) -> bool:
    return add(reading.made_on, test.after) <= day <= add(reading.made_on, test.before)
