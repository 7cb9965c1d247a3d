"""Every rule of the engine, how to switch it off, and the test that notices."""

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import domain.immunization
from domain.immunization import dates, engine
from domain.immunization.born import AgeDates
from domain.immunization.calendar import SeriesKind
from domain.immunization.dates import FIRST_DAY, LAST_DAY, add
from domain.immunization.facts import Purpose
from domain.immunization.results import DoseStatus, SeriesStatus
from domain.immunization.skip import Comparison
from domain.immunization.target import From

HERE = "tests.domain.immunization"
MODULES = [
    importlib.import_module(f"domain.immunization.{one.name}")
    for one in pkgutil.iter_modules(domain.immunization.__path__)
]
Change = Callable[[Any], Any]


@dataclass(frozen=True)
class Ablation:
    """A function of the engine, what stands in its place, and the test that must fail."""

    place: str
    change: Change
    witness: str

    @property
    def name(self) -> str:
        return f"{self.place} ({self.witness.split(':')[1]})"


def always(value: Any) -> Change:
    return lambda _: lambda *_args, **_more: value


def first(_: Any) -> Any:
    return lambda *args: args[0]


@contextmanager
def switched_off(ablation: Ablation) -> Iterator[None]:
    """Put the change wherever the engine holds the function, and forget what was remembered."""
    original = resolve(ablation.place)
    changed = ablation.change(original)
    undo = [put(holder, key, changed) for holder, key in holders(original)]
    if not undo:
        raise AssertionError(f"nothing holds {ablation.place}")
    forget()
    try:
        yield
    finally:
        for restore in undo:
            restore()
        forget()


def resolve(place: str) -> Any:
    module, _, path = place.partition(":")
    return functools.reduce(
        getattr, path.split("."), importlib.import_module(f"domain.immunization.{module}")
    )


def holders(original: Any) -> list[tuple[Any, Any]]:
    """Modules, their tables and their classes that hold exactly this object under some name."""
    found: list[tuple[Any, Any]] = []
    for module in MODULES:
        for key, value in list(vars(module).items()):
            if value is original:
                found.append((module, key))
            elif isinstance(value, dict) and not key.startswith("__"):
                found += [(value, inner) for inner, one in value.items() if one is original]
            elif isinstance(value, type) and value.__module__ == module.__name__:
                found += [(value, inner) for inner, one in vars(value).items() if one is original]
    return found


def put(holder: Any, key: Any, value: Any) -> Callable[[], None]:
    if isinstance(holder, dict):
        before = holder[key]
        holder[key] = value
        return lambda: holder.__setitem__(key, before)
    before = vars(holder)[key]
    setattr(holder, key, value)
    return lambda: setattr(holder, key, before)


def forget() -> None:
    engine.forget()
    dates.add.cache_clear()


def witness(name: str) -> Callable[[], None]:
    module, _, function = name.partition(":")
    test: Callable[[], None] = getattr(importlib.import_module(f"{HERE}.{module}"), function)
    return test


def without(question: int) -> Change:
    return lambda questions: tuple(one for number, one in enumerate(questions) if number != question)


def clamped(year: int, month0: int, _: int) -> Any:
    following = date(year + (month0 == 11), (month0 + 1) % 12 + 1, 1)
    return following - timedelta(1)


def reads(original: Any, **changes: Any) -> Any:
    """A loader function whose result is changed."""
    return lambda *args: replace(original(*args), **changes)


def references_ignored(kind: From) -> Change:
    return lambda true: lambda walk, row, before: None if row.reference is kind else true(walk, row, before)


def only_valid_before(true: Any) -> Any:
    def take(walk: Any, target: Any, dose: int, verdict: Any) -> None:
        kept = walk.previous
        true(walk, target, dose, verdict)
        if verdict.status is not DoseStatus.VALID:
            walk.previous = kept

    return take


def inadvertent_restarts(true: Any) -> Any:
    def take(walk: Any, target: Any, dose: int, verdict: Any) -> None:
        true(walk, target, dose, verdict)
        if verdict.status is DoseStatus.NOT_VALID:
            walk.previous = dose

    return take


def recurring_ignored(true: Any) -> Any:
    def take(walk: Any, target: Any, *what: Any) -> None:
        true(walk, replace(target, recurring=False), *what)

    return take


def any_interval(_: Any) -> Any:
    def hold(walk: Any, rows: Any, record: Any, reasons: Any) -> bool:
        position, day, _ = record
        known = [(row, walk.reference(row, position)) for row in rows]
        return not known or any(
            since is None or day >= add(since[0], row.absolute_minimum) for row, since in known
        )

    return hold


def later_doses_counted(true: Any) -> Any:
    def counted(condition: Any, walk: Any, dose: int | None) -> Any:
        days = walk.subject.days
        if condition.valid_only:
            return true(condition, walk, dose)
        records = [one[0] for one in walk.subject.records.get(walk.series.antigen, [])]
        every = range(walk.subject.known) if condition.vaccines else records
        return [
            days[one]
            for one in every
            if not condition.vaccines or walk.subject.doses[one].cvx in condition.vaccines
        ]

    return counted


def end_age_included(_: Any) -> Any:
    def holds(condition: Any, walk: Any, on: Any, dose: int | None) -> bool:
        subject = walk.subject
        begin, end = subject.begins[condition.begin], subject.ends[condition.end]
        given = resolve("skipping:counted_days")(condition, walk, dose)
        count = sum(begin <= day <= end and condition.start <= day < condition.stop for day in given)
        return bool(resolve("skipping:compare")(count, condition))

    return holds


def every_skip(true: Any) -> Any:
    def reason(skips: Any, walk: Any, on: Any, dose: int | None) -> Any:
        found = [true((skip,), walk, on, dose) for skip in skips]
        return found[0] if found and all(found) else None

    return reason


def skip_only(evaluating: bool) -> Change:
    def change(true: Any) -> Any:
        return lambda skips, walk, on, dose: (
            true(skips, walk, on, dose) if (dose is not None) is evaluating else None
        )

    return change


def floored_at_today(true: Any) -> Any:
    def earliest(walk: Any, target: Any, by_age: Any) -> Any:
        found = true(walk, target, by_age)
        return found and found._replace(on=max(found.on, walk.subject.on))

    return earliest


def whichever_first(true: Any) -> Any:
    return lambda one, other: other if one is None else one


def summed(_: Any) -> Any:
    def finish(subject: Any, one: Any) -> Any:
        start = one.dates.earliest.on if one.dates.earliest else None
        if start is None or one.next_target is None:
            return start
        for target in one.series.doses[one.next_target.number :]:
            for row in target.intervals:
                start = add(start, row.minimum)
        return start

    return finish


def shared_points_kept(_: Any) -> Any:
    return lambda values, weight: [weight if value == max(values) else -weight for value in values]


def not_ahead(true: Any) -> Any:
    return lambda subject, antigen, standard: [
        one
        for one in true(subject, antigen, standard)
        if any(
            subject.begins[row.begin] <= subject.on
            for row in one.indications
            if row.observation in subject.observations
        )
    ]


def preferable_only(true: Any) -> Any:
    return lambda target, facts: true(replace(target, allowable={}), facts)


def no_country(true: Any) -> Any:
    return lambda subject, row: true(subject, replace(row, country=""))


def no_exclusion(true: Any) -> Any:
    return lambda subject, row: true(subject, replace(row, exclusions=frozenset()))


def without_trade_name(true: Any) -> Any:
    return lambda row, dose: true(replace(row, trade_name=""), dose)


def too_old_is_not_valid(true: Any) -> Any:
    def age(*args: Any) -> Any:
        found = true(*args)
        return DoseStatus.NOT_VALID if found is DoseStatus.EXTRANEOUS else found

    return age


def evaluation_only_as_standard(true: Any) -> Any:
    def may(subject: Any, one: Any, possible: Any, open_to_all: bool) -> Any:
        if one.series.kind is SeriesKind.EVALUATION_ONLY:
            one = one._replace(series=replace(one.series, kind=SeriesKind.STANDARD))
        return true(subject, one, possible, open_to_all)

    return may


def contraindicated_kept(_: Any) -> Any:
    may = resolve("selection:may_score")
    return lambda subject, members: [one for one in members if may(subject, one, members, False)]


def last_status_first(_: Any) -> Any:
    order = resolve("groups:FIRST_OF_GROUP")[::-1]
    return lambda members: next(
        (status for status in order if status in {one.status for one in members}), SeriesStatus.COMPLETE
    )


def more_is_more(true: Any) -> Any:
    return lambda count, condition: true(count, replace(condition, comparison=Comparison.GREATER))


def rows_of_any_day(_: Any) -> Any:
    return lambda target, rows, on: rows


def all_members(_: Any) -> Any:
    return list


def every_season(true: Any) -> Any:
    return lambda walk, target: 1 + len(walk.valid_days)


def first_antigen(true: Any) -> Any:
    return lambda schedule: {
        name: replace(group, antigens=group.antigens[:1]) for name, group in true(schedule).items()
    }


def sees_later_doses(true: Any) -> Any:
    return lambda walk, vaccines, before: true(walk, vaccines, walk.subject.known)


def forgets_inadvertent(true: Any) -> Any:
    def most_recent(walk: Any, vaccines: Any, before: int) -> Any:
        kept, walk.inadvertent = walk.inadvertent, []
        try:
            return true(walk, vaccines, before)
        finally:
            walk.inadvertent = kept

    return most_recent


def no_preference(_: Any) -> Any:
    return lambda one: -one.series.preference


def both_contexts(true: Any) -> Any:
    return lambda row, known: replace(true(row, known), in_evaluation=True, in_forecast=True)


def period_read_and_forgotten(true: Any) -> Any:
    def kept(known: Any, row: Any) -> Any:
        true(known, row)
        return resolve("calendar:ALWAYS")

    return kept


def ages_ignored(_: Any) -> Any:
    return lambda subject, rows: [one for code in subject.observations for one in rows.get(code, ())]


def as_if(**facts: Any) -> Change:
    """A rule about doses that does not see something of the dose."""
    return lambda true: lambda dose, *rest: true(replace(dose, **facts), *rest)


def condition_as_if(**fields: Any) -> Change:
    return lambda true: lambda condition, *rest: true(replace(condition, **fields), *rest)


def joined_by(field: str, value: bool) -> Change:
    return lambda true: lambda skip, *rest: true(replace(skip, **{field: value}), *rest)


def sets_in_any_period(true: Any) -> Any:
    def holds(skip: Any, *rest: Any) -> Any:
        sets = tuple(replace(one, period=resolve("calendar:ALWAYS")) for one in skip.sets)
        return true(replace(skip, sets=sets), *rest)

    return holds


def complete_before_contraindicated(true: Any) -> Any:
    def need(walk: Any, target: Any, dates: Any, facts: Any) -> Any:
        return true(walk, target, dates, facts if target else facts._replace(contraindicated=None))

    return need


def everybody_asked(true: Any) -> Any:
    return lambda candidates: (true(candidates)[0], list(candidates))


def no_volume(true: Any) -> Any:
    return lambda subject, target, dose, reasons: true(
        subject, target, replace(dose, volume_ml=None), reasons
    )


DOSE, SKIP, FORECAST = "test_dose_rules:test_", "test_skip_rules:test_", "test_forecast_rules:test_"
CHOICE, GROUP, LOAD = "test_selection_rules:test_", "test_group_rules:test_", "test_loader:test_"
DATES, MEASURE = "test_dates:test_", "test_measures:test_"

ROWS: Sequence[tuple[str, Change, str]] = (
    ("dates:_first_of_next_if_missing", always(FIRST_DAY),
     DATES + "month_ends_move_to_the_first_of_the_next"),
    ("dates:_first_of_next_if_missing", lambda true: lambda y, m, d: _or_clamped(true, y, m, d),
     DATES + "month_ends_move_to_the_first_of_the_next"),
    ("load_target:_interval", lambda true: reads(true, priority=False),
     GROUP + "an_antigen_with_priority_draws_the_earliest_to_the_first_but_not_before_the_last_dose"),
    ("load_skip:skip_row", both_contexts,
     SKIP + "a_skip_only_for_evaluation_does_not_work_in_the_forecast_and_the_other_way_round"),
    ("load_known:Known.absolute", lambda _: lambda known, absolute, minimum: absolute,
     LOAD + "without_grace_days_the_absolute_minimum_is_the_minimum"),
    ("load_known:Known.kept", period_read_and_forgotten,
     SKIP + "a_target_that_the_calendar_of_that_day_did_not_have_is_passed_over"),
    ("load_known:known_switch", always(True), LOAD + "a_disputed_row_is_there_only_with_its_switch"),
    ("load_target:_conflict_ends", always({}),
     FORECAST + "a_conflict_with_any_preferable_vaccine_holds_a_dose_back_to_its_full_end"),
    ("loader:_check_defaults", always(None), LOAD + "two_defaults_in_one_series_group_are_refused"),
    ("loader:_share_people", always(True),
     LOAD + "two_defaults_for_different_sexes_or_cohorts_are_not_rivals"),
    ("loader:_check_references", always(None), LOAD + "a_vaccine_of_an_unknown_antigen_is_refused"),
    ("load_schedule:groups", first_antigen, LOAD + "every_antigen_of_a_vaccine_group_is_read_from_a_file"),
    ("filtering:by_vaccine", always({}), DOSE + "every_reason_is_given_not_only_the_first"),
    ("filtering:by_observation", always({}), FORECAST + "an_observation_that_proves_immunity_makes_immune"),
    ("filtering:needing_tests", always(frozenset()),
     FORECAST + "a_positive_test_forbids_the_dose_that_needs_a_negative_one_and_the_last_reading_decides"),
    ("subject:given_by", lambda _: lambda days, on: len(days), DOSE + "doses_that_no_series_takes_are_named"),
    ("subject:belongs", always(True),
     DOSE + "a_vaccine_belongs_to_an_antigen_only_inside_the_age_of_its_association"),
    ("subject:is_active", always(True),
     FORECAST + "an_observation_that_is_not_certain_or_not_yet_there_does_not_count"),
    ("subject:_given_on", always(FIRST_DAY),
     DOSE + "doses_are_judged_by_date_and_on_one_day_in_the_order_given"),
    ("walk:Walk.take", only_valid_before, DOSE + "a_dose_that_was_not_valid_restarts_the_interval"),
    ("walk:Walk.take", recurring_ignored, DOSE + "a_recurring_dose_never_exhausts_the_series"),
    ("walk:Walk.take", inadvertent_restarts,
     DOSE + "extraneous_substandard_and_inadvertent_doses_do_not_restart_the_interval"),
    ("walk:Walk.reference", references_ignored(From.PREVIOUS),
     DOSE + "an_interval_counts_from_the_previous_dose_and_names_it"),
    ("walk:Walk.reference", references_ignored(From.TARGET), DOSE + "every_interval_must_hold"),
    ("walk:Walk.reference", references_ignored(From.MOST_RECENT),
     DOSE + "an_interval_from_the_most_recent_of_some_vaccines_sees_any_earlier_dose_and_no_later_one"),
    ("walk:Walk.reference", references_ignored(From.OBSERVATION),
     DOSE + "an_interval_from_an_observation_counts_from_its_latest_date"),
    ("walk:Walk.most_recent", sees_later_doses,
     DOSE + "an_interval_from_the_most_recent_of_some_vaccines_sees_any_earlier_dose_and_no_later_one"),
    ("walk:Walk.most_recent", forgets_inadvertent,
     DOSE + "an_inadvertent_dose_is_no_most_recent_dose"),
    ("dose:fit_on", lambda _: lambda *_args: resolve("dose:fine")(),
     DOSE + "a_dose_before_the_absolute_minimum_age_is_not_valid_and_names_the_limit"),
    ("dose:turning_days", always([]), DOSE + "the_age_row_in_force_on_the_day_of_the_dose_decides"),
    ("dose:well_apart", always(True), DOSE + "an_interval_counts_from_the_previous_dose_and_names_it"),
    ("engine:_Blank.opens_later", always(True),
     FORECAST + "a_conflict_with_any_preferable_vaccine_holds_a_dose_back_to_its_full_end"),
    ("filtering:by_conflict", always({}),
     FORECAST + "a_conflict_with_any_preferable_vaccine_holds_a_dose_back_to_its_full_end"),
    ("load_skip:skippable_ages", lambda _: lambda skips: (dates.Duration(1200), None),
     SKIP + "an_age_condition_holds_from_its_begin_to_the_day_before_its_end"),
    ("forecast:fits_on_any", always(True),
     FORECAST + "only_rows_to_be_forecast_that_fit_the_age_are_recommended"),
    ("rows:live", rows_of_any_day, DOSE + "the_age_row_in_force_on_the_day_of_the_dose_decides"),
    ("rows:live", rows_of_any_day,
     FORECAST + "the_age_rows_in_force_on_the_day_of_assessment_decide_every_date"),
    ("rows:live", rows_of_any_day,
     FORECAST + "the_interval_rows_in_force_on_the_day_of_assessment_decide_every_date"),
    ("rows:live", rows_of_any_day, DOSE + "the_interval_row_in_force_on_the_day_of_the_dose_decides"),
    ("dose:unusable", as_if(flaw=""), DOSE + "a_flawed_dose_is_substandard_and_says_why"),
    ("dose:unusable", as_if(lot_expires_on=None),
     DOSE + "a_dose_after_its_lot_expired_is_substandard_and_the_target_stays"),
    ("dose:unusable", as_if(documented=True),
     DOSE + "a_dose_without_papers_stands_in_the_record_and_counts_for_nothing"),
    ("dose:unusable", as_if(purpose=Purpose.ROUTINE),
     DOSE + "an_epidemic_dose_does_not_shift_the_routine_but_counts_in_its_own_series"),
    ("dose:is_inadvertent", always(False),
     DOSE + "an_inadvertent_dose_is_not_valid_and_nothing_else_is_asked"),
    ("dose:judge_age", always(DoseStatus.VALID),
     DOSE + "a_dose_before_the_absolute_minimum_age_is_not_valid_and_names_the_limit"),
    ("dose:judge_age", too_old_is_not_valid,
     DOSE + "a_dose_on_the_maximum_age_is_extraneous_whatever_else_is_wrong"),
    ("dose:is_too_old", always(False),
     DOSE + "a_dose_on_the_maximum_age_is_extraneous_whatever_else_is_wrong"),
    ("dose:judge_intervals", always(True), DOSE + "an_interval_counts_from_the_previous_dose_and_names_it"),
    ("dose:intervals_hold", any_interval, DOSE + "every_interval_must_hold"),
    ("dose:allowed", always(False),
     DOSE + "allowable_intervals_are_a_second_chance_only_where_there_are_any"),
    ("dose:allowed", always(True), DOSE + "an_interval_counts_from_the_previous_dose_and_names_it"),
    ("dose:judge_conflicts", always(True),
     DOSE + "a_conflict_reaches_over_antigens_from_the_next_day_to_its_end"),
    ("dose:conflict_counts", always(True),
     DOSE + "after_a_dose_that_did_not_count_the_conflict_lasts_its_full_time"),
    ("dose:conflict_counts", always(False),
     DOSE + "a_conflict_reaches_over_antigens_from_the_next_day_to_its_end"),
    ("engine:_note_counted", always(None),
     DOSE + "after_a_dose_of_another_disease_judged_before_the_conflict_follows_that_judgement"),
    ("dose:judge_vaccine", always(True),
     DOSE + "a_vaccine_must_be_preferable_or_allowable_inside_its_age_window"),
    ("dose:judge_vaccine", no_volume, DOSE + "a_small_volume_is_remarked_and_the_dose_counts"),
    ("dose:age_fits", always(True), DOSE + "a_preferable_vaccine_outside_its_age_window_is_not_valid"),
    ("dose:product_fits", always(True),
     DOSE + "a_row_with_a_trade_name_takes_only_that_product_or_that_manufacturer"),
    ("dose:remark_test", always(()),
     FORECAST + "a_dose_given_without_the_negative_test_counts_and_is_remarked"),
    ("dose:is_negative", always(True),
     FORECAST + "a_dose_given_without_the_negative_test_counts_and_is_remarked"),
    ("dose:in_window", always(False),
     FORECAST + "a_dose_given_without_the_negative_test_counts_and_is_remarked"),
    ("series:EXHAUSTED", lambda _: (), DOSE + "doses_after_the_last_target_are_extraneous"),
    ("series:withdrawn", always(False),
     SKIP + "a_target_that_the_calendar_of_that_day_did_not_have_is_passed_over"),
    ("forecast:withdrawn_when_due", always(False),
     SKIP + "a_target_that_the_calendar_will_have_let_go_of_by_its_day_is_passed_over_in_the_forecast"),
    ("skipping:skip_of", always(None), SKIP + "a_target_that_can_be_skipped_today_is_not_forecast"),
    ("forecast:dates_by_age", always(AgeDates(None, None, None, None)),
     FORECAST + "the_age_rows_in_force_on_the_day_of_assessment_decide_every_date"),
    ("skipping:skip_reason", every_skip, SKIP + "several_skips_of_one_dose_are_alternatives"),
    ("skipping:skip_reason", skip_only(True), SKIP + "a_target_that_can_be_skipped_today_is_not_forecast"),
    ("skipping:skip_reason", skip_only(False), SKIP + "a_skip_uses_up_the_target_and_not_the_dose"),
    ("skipping:_skip_holds", joined_by("every", False),
     SKIP + "sets_joined_by_and_do_not_hold_when_a_later_one_fails"),
    ("skipping:_skip_holds", joined_by("every", True), SKIP + "sets_of_a_skip_are_joined_by_its_logic"),
    ("skipping:_skip_holds", sets_in_any_period, SKIP + "a_set_counts_only_in_its_period"),
    ("skipping:count_holds", condition_as_if(valid_only=False),
     SKIP + "a_count_of_valid_doses_leaves_out_the_others"),
    ("skipping:count_holds", condition_as_if(start=FIRST_DAY, stop=LAST_DAY),
     SKIP + "a_count_by_date_takes_the_start_and_leaves_out_the_end"),
    ("skipping:count_holds", condition_as_if(vaccines=frozenset()),
     SKIP + "a_count_with_a_list_counts_only_those_vaccines_of_the_whole_history"),
    ("skipping:age_holds", always(False),
     SKIP + "an_age_condition_holds_from_its_begin_to_the_day_before_its_end"),
    ("skipping:interval_holds", always(False), SKIP + "an_interval_condition_needs_a_dose_before"),
    ("skipping:completed_series_holds", always(False),
     SKIP + "a_completed_series_of_another_group_lets_a_target_be_skipped"),
    ("skipping:completed_before", always(True),
     SKIP + "a_completed_series_of_another_group_lets_a_target_be_skipped"),
    ("skipping:count_holds", always(False), SKIP + "a_count_compares_more_equal_and_less"),
    ("skipping:count_holds", end_age_included,
     SKIP + "a_count_by_age_leaves_out_the_end_age_and_takes_the_begin_age"),
    ("skipping:counted_days", later_doses_counted,
     SKIP + "while_a_dose_is_evaluated_later_doses_are_not_counted"),
    ("skipping:compare", more_is_more, SKIP + "a_count_compares_more_equal_and_less"),
    ("earliest:candidate_earliest", floored_at_today,
     FORECAST + "earliest_is_the_minimum_age_and_is_never_raised_to_today"),
    ("earliest:later", whichever_first, FORECAST + "earliest_is_the_latest_of_all_that_holds_a_dose_back"),
    ("earliest:minimum_age", always(None),
     FORECAST + "earliest_is_the_minimum_age_and_is_never_raised_to_today"),
    ("earliest:minimum_interval", always(None),
     FORECAST + "the_minimum_interval_of_every_row_holds_a_dose_back"),
    ("earliest:conflict_end", always(None),
     FORECAST + "a_conflict_with_any_preferable_vaccine_holds_a_dose_back_to_its_full_end"),
    ("earliest:season_start", always(None),
     FORECAST + "a_season_holds_a_dose_back_and_counts_only_its_own_doses"),
    ("earliest:last_dose", always(None),
     FORECAST + "the_next_dose_is_not_before_the_last_dose_evaluated_nor_an_inadvertent_one"),
    ("earliest:shifts", always(True),
     DOSE + "an_epidemic_dose_does_not_shift_the_routine_but_counts_in_its_own_series"),
    ("earliest:inadvertent_dose", always(None), FORECAST + "an_inadvertent_dose_is_named_as_what_holds_back"),
    ("earliest:programme_start", always(None),
     FORECAST + "a_programme_takes_its_cohorts_and_regions_from_its_first_day"),
    ("earliest:after_test", always(None),
     FORECAST + "a_negative_test_opens_the_dose_from_its_third_day_while_it_holds"),
    ("forecast:skipped_at_earliest", always(False),
     SKIP + "a_target_that_can_be_skipped_on_its_own_earliest_day_is_not_forecast"),
    ("forecast:positive_test", always(None),
     FORECAST + "a_positive_test_forbids_the_dose_that_needs_a_negative_one_and_the_last_reading_decides"),
    ("forecast:need", complete_before_contraindicated,
     FORECAST + "a_contraindication_of_the_antigen_holds_inside_its_age_window_even_for_a_complete_series"),
    ("scoring:_class", everybody_asked,
     CHOICE + "among_series_not_begun_one_that_was_begun_and_aged_out_is_not_asked"),
    ("forecast:season_over", always(False), FORECAST + "after_the_season_a_dose_is_not_recommended"),
    ("forecast:too_old", always(None), FORECAST + "on_the_maximum_age_a_person_has_aged_out"),
    ("forecast:cannot_finish", always(False),
     FORECAST + "who_cannot_have_the_dose_before_the_maximum_age_has_aged_out"),
    ("forecast:ONE_DAY", lambda _: timedelta(0),
     FORECAST + "past_due_is_the_day_before_its_limit_and_not_before_earliest"),
    ("forecast:ONE_DAY", lambda _: timedelta(0), FORECAST + "latest_is_the_day_before_the_maximum_age"),
    ("forecast:not_before", lambda _: lambda earliest, one: one,
     FORECAST + "recommended_age_wins_over_recommended_interval_and_is_not_before_earliest"),
    ("forecast:recommended_interval", always(None),
     FORECAST + "recommended_interval_is_the_latest_of_all_rows"),
    ("forecast:latest_interval", always(None),
     FORECAST + "past_due_is_the_day_before_its_limit_and_not_before_earliest"),
    ("forecast:dose_number", every_season,
     FORECAST + "a_season_holds_a_dose_back_and_counts_only_its_own_doses"),
    ("forecast:vaccines_for", always(()),
     FORECAST + "only_rows_to_be_forecast_that_fit_the_age_are_recommended"),
    ("forecast:recommended_days", always(set()),
     FORECAST + "only_rows_to_be_forecast_that_fit_the_age_are_recommended"),
    ("forecast:first_days", always((LAST_DAY,)),
     FORECAST + "only_rows_to_be_forecast_that_fit_the_age_are_recommended"),
    ("forecast:guidance", always(()),
     GROUP + "guidance_is_that_of_the_series_and_of_the_indications_which_the_person_has"),
    ("needs:immunity", always(None), FORECAST + "an_observation_that_proves_immunity_makes_immune"),
    ("needs:immune_by_birth", always(True),
     FORECAST + "immunity_by_birth_asks_for_the_date_the_country_and_no_exclusion"),
    ("needs:immune_by_birth", no_country,
     FORECAST + "immunity_by_birth_asks_for_the_date_the_country_and_no_exclusion"),
    ("needs:immune_by_birth", no_exclusion,
     FORECAST + "immunity_by_birth_asks_for_the_date_the_country_and_no_exclusion"),
    ("needs:contraindication", always(None),
     FORECAST + "a_contraindication_of_the_antigen_holds_inside_its_age_window_even_for_a_complete_series"),
    ("needs:applying", ages_ignored,
     FORECAST + "a_contraindication_of_the_antigen_holds_inside_its_age_window_even_for_a_complete_series"),
    ("needs:forbidden_vaccines", always({}),
     FORECAST + "a_contraindicated_product_is_not_recommended_and_others_are"),
    ("needs:every_vaccine_forbidden", always(None),
     FORECAST + "a_series_is_contraindicated_only_when_every_preferable_and_allowable_vaccine_is"),
    ("needs:every_vaccine_forbidden", preferable_only,
     FORECAST + "a_series_is_contraindicated_only_when_every_preferable_and_allowable_vaccine_is"),
    ("calendar:Series.takes", always(True),
     CHOICE + "a_series_is_for_the_sexes_it_names_and_an_unknown_sex_is_one_of_them"),
    ("relevance:is_offered", always(True),
     FORECAST + "a_programme_takes_its_cohorts_and_regions_from_its_first_day"),
    ("relevance:in_programme", always(True),
     FORECAST + "a_programme_takes_its_cohorts_and_regions_from_its_first_day"),
    ("relevance:indication_holds", always(True),
     CHOICE + "a_risk_series_needs_its_indication_inside_the_age_window"),
    ("relevance:_at_risk", not_ahead,
     CHOICE + "without_any_relevant_series_a_risk_series_whose_age_is_ahead_stays"),
    ("relevance:questions", always(()),
     CHOICE + "an_unknown_observation_makes_nothing_relevant_but_asks_the_clinician"),
    ("selection:scorable", contraindicated_kept,
     CHOICE + "a_contraindicated_series_gives_way_unless_all_are"),
    ("selection:may_score", evaluation_only_as_standard,
     CHOICE + "a_series_for_evaluation_only_wins_only_when_complete"),
    ("selection:has_best_priority", always(True),
     CHOICE + "a_risk_series_with_a_lower_priority_does_not_compete"),
    ("selection:started_in_time", always(True),
     CHOICE + "a_standard_series_counts_only_if_its_first_valid_dose_was_before_the_age_to_start"),
    ("selection:is_open", always(False),
     CHOICE + "without_a_default_any_standard_series_may_win_while_nobody_has_a_valid_dose"),
    ("selection:is_open", always(True), CHOICE + "with_nothing_to_score_the_default_series_wins"),
    ("selection:_without_points", always(None),
     CHOICE + "the_only_complete_series_wins_else_the_only_one_in_process"),
    ("selection:by_points", lambda _: lambda subject, candidates: resolve("selection:Winner")(
        min(candidates, key=lambda one: one.series.preference), resolve("results:Choice").POINTS),
     CHOICE + "of_complete_series_the_one_with_most_valid_doses_wins_and_ties_go_by_preference"),
    ("selection:preference", no_preference,
     CHOICE + "of_complete_series_the_one_with_most_valid_doses_wins_and_ties_go_by_preference"),
    ("selection:is_best", always(True),
     CHOICE + "a_series_for_evaluation_only_that_is_not_complete_is_never_best"),
    ("selection:yields_to", always(False), CHOICE + "of_equivalent_groups_risk_goes_before_standard"),
    ("selection:yields_to", always(False), CHOICE + "of_equivalent_groups_a_complete_one_is_enough"),
    ("scoring:WHEN_COMPLETE", without(0),
     CHOICE + "of_complete_series_the_one_with_most_valid_doses_wins_and_ties_go_by_preference"),
    ("scoring:WHEN_STARTED", without(0), CHOICE + "a_product_path_scores_only_while_all_its_doses_are_valid"),
    ("scoring:WHEN_STARTED", without(1),
     CHOICE + "a_series_that_cannot_be_finished_in_time_loses_its_points"),
    ("scoring:WHEN_STARTED", without(2),
     CHOICE + "the_series_with_most_valid_doses_is_ahead_among_those_in_process"),
    ("scoring:WHEN_STARTED", without(3), CHOICE + "the_points_of_series_in_process_are_those_of_table_8_7"),
    ("scoring:WHEN_STARTED", without(4), CHOICE + "the_points_of_series_in_process_are_those_of_table_8_7"),
    ("scoring:WHEN_EMPTY", without(0),
     CHOICE + "the_points_of_series_not_begun_prefer_the_earliest_start_and_no_product_path"),
    ("scoring:WHEN_EMPTY", without(1),
     CHOICE + "the_points_of_series_not_begun_prefer_the_earliest_start_and_no_product_path"),
    ("scoring:WHEN_EMPTY", without(2),
     CHOICE + "the_points_of_series_not_begun_prefer_the_earliest_start_and_no_product_path"),
    ("scoring:champion", shared_points_kept,
     CHOICE + "the_points_of_series_in_process_are_those_of_table_8_7"),
    ("scoring:finish_on", summed,
     CHOICE + "the_finish_is_the_earliest_day_plus_the_longest_interval_still_to_come_not_their_sum"),
    ("scoring:is_completable", always(True),
     CHOICE + "a_series_that_cannot_be_finished_in_time_loses_its_points"),
    ("groups:group_status", last_status_first,
     GROUP + "a_group_is_not_complete_while_an_antigen_is_due"),
    ("groups:group_status", always(SeriesStatus.COMPLETE),
     GROUP + "a_group_is_immune_when_all_are_and_complete_when_all_are_complete_or_immune"),
    ("groups:due_members", all_members, GROUP + "only_antigens_that_are_due_give_dates_vaccines_and_names"),
    ("groups:group_number", lambda _: lambda group, numbers: min(numbers),
     GROUP + "the_dose_number_is_the_lowest_where_the_whole_group_is_given_and_else_the_highest"),
    ("groups:group_number", lambda _: lambda group, numbers: max(numbers),
     GROUP + "the_dose_number_is_the_lowest_where_the_whole_group_is_given_and_else_the_highest"),
    ("groups:published", lambda _: lambda subject, dates: dates,
     FORECAST + "a_dose_that_nothing_dates_is_open_from_birth_only_when_published"),
    ("groups:has_priority", always(False),
     GROUP + "an_antigen_with_priority_draws_the_earliest_to_the_first_but_not_before_the_last_dose"),
    ("groups:has_priority", always(True), GROUP + "the_earliest_of_a_group_is_the_latest_of_its_antigens"),
    ("groups:last_dose", always(None),
     GROUP + "an_antigen_with_priority_draws_the_earliest_to_the_first_but_not_before_the_last_dose"),
    ("groups:not_before", lambda _: lambda earliest, one: one,
     GROUP + "recommended_past_due_and_latest_are_the_first_of_the_antigens_but_not_before_earliest"),
    ("headline:not_yet", always(False),
     GROUP + "the_printed_row_is_not_one_for_an_age_still_ahead_nor_aged_out_if_there_is_another"),
    ("headline:is_risk", always(False), GROUP + "standard_and_risk_are_two_forecasts"),
    ("headline:merged", lambda _: list,
     GROUP + "a_dose_is_as_bad_as_its_worst_antigen_but_one_too_many_is_not_worse_than_valid"),
    ("measures:deferred", always(False), MEASURE + "a_deferral_moves_the_day_to_act_and_not_the_forecast"),
    ("measures:refused", always(False), MEASURE + "a_refusal_closes_the_plan_and_never_hides_the_forecast"),
    ("measures:refused", always(True), MEASURE + "a_revoked_refusal_is_over"),
    ("measures:act_on", always(None), MEASURE + "a_deferral_moves_the_day_to_act_and_not_the_forecast"),
    ("measures:consent_missing", always(False), MEASURE + "a_programme_that_needs_consent_waits_for_it"),
    ("measures:needs_test", always(False), MEASURE + "bcg_after_two_months_waits_for_a_negative_test"),
    ("measures:still_holds", always(True), MEASURE + "bcg_after_two_months_waits_for_a_negative_test"),
)  # fmt: skip
ABLATIONS = [Ablation(*row) for row in ROWS]


def _or_clamped(true: Any, year: int, month0: int, day: int) -> Any:
    try:
        return date(year, month0 + 1, day)
    except ValueError:
        return clamped(year, month0, day)
