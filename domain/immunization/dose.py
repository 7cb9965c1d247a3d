"""One dose held against one target dose (CDSi 6.3–6.10): every reason is kept, not only the first."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from domain.immunization.born import Fit, Stretches
from domain.immunization.dates import add
from domain.immunization.facts import DoseGiven, Purpose, TestOutcome, TestReading
from domain.immunization.results import DoseStatus, Reason, Verdict, made
from domain.immunization.rows import live
from domain.immunization.rules import Rules
from domain.immunization.subject import Record, Subject
from domain.immunization.target import AgeRow, Interval, TargetDose, TestNeeded, VaccineRow
from domain.immunization.walk import Walk

VALID = DoseStatus.VALID
NOT_VALID = DoseStatus.NOT_VALID
EXTRANEOUS = DoseStatus.EXTRANEOUS
SUBSTANDARD = DoseStatus.SUBSTANDARD


def judge(walk: Walk, target: TargetDose, record: Record) -> Verdict:
    """Table 6-31: right age, right distances, no conflict and a right vaccine make a dose valid."""
    position, day, _ = record
    subject = walk.subject
    if target.inadvertent and is_inadvertent(target, subject.doses[position]):
        walk.inadvertent.append(position)
        reason = Reason(Rules.INADVERTENT, subject=subject.doses[position].cvx)
        return Verdict(position, target.number, NOT_VALID, (reason,))
    fit = fit_on(subject, target, record)
    if target.by_fit_alone and position not in subject.nearby:
        return fit.verdicts.get(position) or _by_fit_alone(fit, target, position)
    apart: list[Reason] = []
    in_time = not target.intervals or well_apart(walk, target, day) or judge_intervals(walk, target, record, apart)
    alone = position not in subject.nearby or judge_conflicts(walk, position, apart)
    if not apart and target.test_needed is None:
        return fit.verdicts.get(position) or _by_fit_alone(fit, target, position)
    reasons = (*fit.on_age, *apart, *fit.on_product)
    if target.test_needed is not None:
        reasons += remark_test(subject, target.test_needed, day)
    status = NOT_VALID if fit.status is VALID and not (in_time and alone) else fit.status
    return made(Verdict, (position, target.number, status, reasons))


def _by_fit_alone(fit: Fit, target: TargetDose, position: int) -> Verdict:
    """The verdict when there is nothing else to say of the dose, kept for the next one born that day."""
    verdict = made(Verdict, (position, target.number, fit.status, fit.on_age + fit.on_product))
    fit.verdicts[position] = verdict
    return verdict


def fit_on(subject: Subject, target: TargetDose, record: Record) -> Fit:
    """The fit of a dose by age and product, which is the same for all born that day until one of some days."""
    _, day, product = record
    known = subject.fits[target.key].get(product)
    if known is not None:
        found = known.fits[bisect_right(known.turns, day)]
        if found is not None:
            return found
    return _find_fit(subject, target, record, known)


def _find_fit(subject: Subject, target: TargetDose, record: Record, known: Stretches | None) -> Fit:
    position, day, product = record
    dose = subject.doses[position]
    found = fine()
    if known is not None or (known := _fine_stretch(subject, target, dose)) is None:
        if known is None or not known.whole:
            turns = turning_days(subject, target, dose.cvx)
            known = Stretches(turns, [None] * (len(turns) + 1), True)
        found = _fit(subject, target, dose)
    known.fits[bisect_right(known.turns, day)] = found
    subject.fits[target.key][product] = known
    return found


def _fine_stretch(subject: Subject, target: TargetDose, dose: DoseGiven) -> Stretches | None:
    """The days about a dose in which nothing by age and product speaks against it, if that is plain to see."""
    fine = target.fine.get(dose.cvx)
    if fine is None or not (fine.any_volume or dose.volume_ml is None):
        return None
    begin, end = subject.begins[fine.begin], subject.ends[fine.end]
    return Stretches([begin, end], [None] * 3, False) if begin <= dose.given_on < end else None


def turning_days(subject: Subject, target: TargetDose, cvx: str) -> list[date]:
    """Days at which a rule about age or product may begin to say something else of one product."""
    ages = target.turning_ages.get(cvx, target.any_turning_ages)
    return sorted([*[subject.begins[age] for age in ages], *target.turning_days])


def fine() -> Fit:
    """Nothing speaks against it."""
    return Fit(VALID, (), (), {})


def _fit(subject: Subject, target: TargetDose, dose: DoseGiven) -> Fit:
    on_age: list[Reason] = []
    on_product: list[Reason] = []
    age = judge_age(subject, target, dose.given_on, on_age)
    usable = judge_vaccine(subject, target, dose, on_product)
    status = NOT_VALID if age is VALID and not usable else age
    return Fit(status, tuple(on_age), tuple(on_product), {})


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
    """The product is listed as one given by mistake for this target dose."""
    return dose.cvx in target.inadvertent


def judge_age(subject: Subject, target: TargetDose, day: date, reasons: list[Reason]) -> DoseStatus:
    """Too young is not valid, too old is extraneous whatever else is wrong, no row is fine (CDSi 6.4)."""
    begins = subject.begins
    for row in live(target, target.ages, day):
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
    """`maximum` is the first day on which it is too late."""
    return day >= subject.ends[row.maximum]


def well_apart(walk: Walk, target: TargetDose, day: date) -> bool:
    """Nothing but the dose before is asked about, and that was so long ago that no month need be counted."""
    if walk.previous is None:
        return target.from_previous
    return target.from_previous and day - walk.subject.days[walk.previous] >= target.long_enough


def judge_intervals(walk: Walk, target: TargetDose, record: Record, reasons: list[Reason]) -> bool:
    """Every preferable interval holds, or there are allowable ones and all of those do (CDSi 6.5, 6.6)."""
    found: list[Reason] = []
    rows = live(target, target.intervals, record[1])
    if intervals_hold(walk, rows, record, found):
        reasons.extend(found)
        return True
    if allowed(walk, target, record):
        reasons.append(Reason(Rules.INTERVAL_ALLOWED))
        return True
    reasons.extend(found)
    return False


def allowed(walk: Walk, target: TargetDose, record: Record) -> bool:
    """Intervals of the allowable rows hold; without such rows nothing is allowed."""
    rows = live(target, target.allowable_intervals, record[1])
    return bool(rows) and intervals_hold(walk, rows, record, [])


def intervals_hold(walk: Walk, rows: Sequence[Interval], record: Record, reasons: list[Reason]) -> bool:
    """Whether all of some rows hold; a row whose reference does not exist does."""
    position, day, _ = record
    holds = True
    for row in rows:
        reference = walk.reference(row, position)
        if reference is None:
            continue
        since, dose = reference
        if row.absolute_minimum is not None and day < (limit := add(since, row.absolute_minimum)):
            holds = False
            why, sources = row.absolute_minimum, row.sources.absolute_minimum
            reasons.append(made(Reason, (Rules.INTERVAL_TOO_SOON, limit, dose, why, row.observation, sources)))
        elif row.minimum is not None and day < (limit := add(since, row.minimum)):
            reasons.append(
                Reason(Rules.INTERVAL_GRACE, limit, dose, row.minimum, row.observation, row.sources.minimum)
            )
    return holds


def judge_conflicts(walk: Walk, position: int, reasons: list[Reason]) -> bool:
    """No vaccine too near before: its short end counts if it was valid or nobody judged it yet (CDSi 6.7)."""
    subject = walk.subject
    day = subject.days[position]
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
    """From the beginning age to the day before the end age."""
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
    """A reading of a kind that the target dose asks for, with a negative outcome."""
    return reading.kind in test.kinds and reading.outcome is TestOutcome.NEGATIVE


def in_window(reading: TestReading, test: TestNeeded, day: date) -> bool:
    """Both days included."""
    return add(reading.made_on, test.after) <= day <= add(reading.made_on, test.before)
