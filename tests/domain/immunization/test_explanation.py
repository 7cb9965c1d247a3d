"""Explanations come from the result, in three languages, each with its rule and its source."""

from datetime import date
from string import Formatter
from typing import Any

import pytest

from db.reference.immunization import kazakhstan_calendar
from domain.immunization import phrases
from domain.immunization.dates import Duration
from domain.immunization.engine import evaluate
from domain.immunization.explanation import Explainer, Sentence
from domain.immunization.facts import (
    DoseGiven,
    Observation,
    Person,
    TestOutcome,
    TestReading,
)
from domain.immunization.results import DoseStatus, Evaluation, SeriesStatus
from domain.immunization.rules import ALL_RULES, Rules
from domain.immunization.source import Standing
from domain.immunization.wording import span_in_words, span_of
from domain.language import Language
from tests.domain.immunization.small import Look, after, calendar, conflict, day, series, skip, target

EN, RU, KK = Language.EN, Language.RU, Language.KK
TABLES = (phrases.REASONS, phrases.WHYS, phrases.DATES, phrases.ISSUES, phrases.SKIPS)


def plain(sentence: Sentence) -> str:
    return sentence.text.replace("\u00a0", " ")


def told(look: Look, position: int, language: Language, name: str = "S") -> str:
    return plain(Explainer(look.evaluation, language).dose(look.series(name), look.verdict(position, name)))


TOO_SOON = Look(calendar(series("S", target(), target(interval=after("28 days")))), (57, "A"), (73, "A"))


def test_a_dose_that_does_not_count_says_by_how_much_after_what_and_by_which_rule() -> None:
    assert told(TOO_SOON, 1, EN) == (
        "Dose 2 does not count: given on 14 March 2020, "
        "12 days before the minimum interval of 28 days after dose 1."
    )
    sentence = Explainer(TOO_SOON.evaluation, EN).dose(TOO_SOON.series("S"), TOO_SOON.verdict(1))
    assert sentence.rules == (Rules.INTERVAL_TOO_SOON,)


def test_the_same_in_russian_and_kazakh() -> None:
    assert told(TOO_SOON, 1, RU) == (
        "Доза 2 не засчитана: введена 14 марта 2020 года, "
        "за 12 дней до конца минимального интервала 28 дней после дозы 1."
    )
    assert told(TOO_SOON, 1, KK) == (
        "2-доза есепке алынбайды: егілген күні 2020 жылғы 14 наурыз, "
        "1-дозадан кейінгі ең аз аралық (28 күн) бітуіне 12 күн қалғанда."
    )


def test_a_dose_that_counts_says_when_it_was_given() -> None:
    assert told(TOO_SOON, 0, EN) == "Dose 1 counts: given on 27 February 2020."


def test_every_reason_is_told() -> None:
    small = calendar(
        series("S", target(), target(age={"absMinAge": "90 days"}, interval=after("28 days"))),
        conflicts=[conflict("A", "A3")],
    )
    assert told(Look(small, (0, "A"), (3, "A3")), 1, EN) == (
        "Dose 2 does not count: given on 4 January 2020, 87 days before the minimum age of 90 days; "
        "25 days before the minimum interval of 28 days after dose 1; "
        "too soon after dose 1: 21 days before 25 January 2020; A3 does not suit this dose."
    )


def test_a_conflict_with_another_disease_names_the_vaccine_and_its_day() -> None:
    small = calendar(
        series("S", target()),
        series("T", target(vaccines=["B"]), antigen="Beta"),
        conflicts=[conflict("B", "A")],
    )
    assert "too soon after B of 1 January 2020: 14 days before 25 January 2020" in told(
        Look(small, (0, "B"), (10, "A")), 0, EN
    )


def test_a_forecast_tells_each_date_and_what_decided_it() -> None:
    row = after("28 days", earliestRecInt="28 days", latestRecInt="60 days")
    second = target(interval=row, age={"maxAge": "5 years"})
    small = calendar(series("S", target(), second, defaultSeries="Yes"))
    look = Look(small, (0, "A"), on=day(1))
    lines = [plain(one) for one in Explainer(look.evaluation, EN).dates(look.forecast())]
    assert lines == [
        "Earliest: 29 January 2020, minimum interval of 28 days after dose 1.",
        "Recommended: 29 January 2020, recommended interval of 28 days after dose 1.",
        "Due by: 29 February 2020, before 60 days have passed after dose 1.",
        "Latest: 31 December 2024, maximum age of 5 years.",
    ]


def test_a_status_tells_its_reason() -> None:
    look = Look(calendar(series("S", target(age={"maxAge": "5 years"}))))
    assert (
        plain(Explainer(look.evaluation, RU).status(look.series("S")))
        == "Уже не по возрасту: прививают только до 5 лет."
    )


def test_a_skipped_dose_and_a_dose_outside_every_series_are_told() -> None:
    age = skip({"conditionType": "Age", "beginAge": "1 year"}, setDescription="Not from one year on")
    look = Look(calendar(series("S", target(conditionalSkip=age), target())), (0, "?"))
    explainer = Explainer(look.evaluation, EN)
    (skipped,) = look.series("S").skipped
    assert (
        plain(explainer.skipped(skipped)) == "Dose 1 is not needed on 1 January 2026: Not from one year on."
    )
    assert [plain(one) for one in explainer.issues()] == [
        "Vaccine ? is not in the calendar, the dose of 1 January 2020 is not counted."
    ]


def test_what_nobody_could_verify_is_told_with_its_source() -> None:
    doses = [DoseGiven(date(2024, 3, 1), "133"), DoseGiven(date(2024, 3, 20), "133")]
    evaluation = evaluate(Person(date(2024, 1, 1)), doses, kazakhstan_calendar(), date(2024, 4, 1))
    result = evaluation.antigens["Pneumococcal"].series[0]
    sentence = Explainer(evaluation, EN).dose(result, result.verdicts[1])
    assert Rules.INTERVAL_TOO_SOON in sentence.rules
    assert not sentence.verified
    assert {one.standing for one in sentence.sources} == {Standing.UNVERIFIED}


def test_russian_declines_a_span_after_an_age_or_an_interval() -> None:
    spans = [Duration(12), Duration(1), Duration(24), Duration(0, 42), Duration(0, 1), Duration(12, -4)]
    assert [span_of(span, RU) for span in spans] == [
        "12 месяцев", "1 месяца", "2 лет", "6 недель", "1 дня", "12 месяцев минус 4 дней",
    ]  # fmt: skip
    assert (span_of(Duration(24), KK), span_of(Duration(24), EN)) == ("2 жас", "2 years")


def kazakh(birth: date, on: date, *doses: tuple[date, str], **facts: Any) -> Evaluation:
    given = [DoseGiven(*dose) for dose in doses]
    return evaluate(Person(birth, **facts), given, kazakhstan_calendar(), on)


def test_facts_of_the_calendar_are_told_in_the_language_of_the_reader_with_their_sources() -> None:
    ill = kazakh(date(2024, 1, 1), date(2026, 1, 1), observations=[Observation("RK-IMMUNODEFICIENCY")])
    measles = ill.antigens["Measles"].series[0]
    told = Explainer(ill, RU).status(measles)
    assert plain(told) == "Противопоказано: причина — состояние, известное врачу."
    assert not told.verified
    adult = kazakh(date(1980, 1, 1), date(2026, 1, 1))
    skipped = adult.antigens["Diphtheria"].series[0].skipped[0]
    assert plain(Explainer(adult, KK).skipped(skipped)) == (
        "2026 жылғы 1 қаңтар жағдайы бойынша 1-доза қажет емес: 7 жастан бастап бастағандарға АДС-М егіледі."
    )
    positive = TestReading("diaskintest", date(2026, 1, 1), date(2026, 1, 4), TestOutcome.POSITIVE)
    tested = kazakh(date(2025, 8, 1), date(2026, 2, 1), tests=[positive])
    bcg = tested.antigens["Tuberculosis"].series[0]
    assert plain(Explainer(tested, RU).status(bcg)).endswith("положительна: Диаскинтест.")


def test_words_that_a_calendar_has_in_english_only_are_quoted_and_said_to_be_so() -> None:
    grown = skip({"conditionType": "Age", "beginAge": "10 days"}, setDescription="Not needed any more")
    look = Look(calendar(series("S", target(conditionalSkip=grown), target())), (20, "A"))
    (skipped,) = look.series("S").skipped
    said = [plain(Explainer(look.evaluation, language).skipped(skipped)) for language in (EN, RU, KK)]
    assert said[0].endswith(": Not needed any more.")
    assert said[1].endswith(": «Not needed any more» (по-английски).")
    assert said[2].endswith(": «Not needed any more» (ағылшынша).")


def test_every_source_of_kazakhstan_is_told_in_the_language_of_the_reader() -> None:
    for source in kazakhstan_calendar().sources.values():
        titles = {source.told_in(language).title for language in (EN, RU, KK)}
        assert len(titles) == 3, source.code
        assert source.told_in(EN).title == source.title
    look = evaluate(Person(date(2026, 9, 1)), [], kazakhstan_calendar(), date(2026, 10, 1))
    sentences = Explainer(look, RU).dates(look.forecasts[0])
    assert {one.title for sentence in sentences for one in sentence.sources} & {
        one.names["ru"] for one in kazakhstan_calendar().sources.values()
    }


def test_every_rule_has_words_and_every_word_is_in_three_languages() -> None:
    assert {rule for table in TABLES for rule in table} == set(ALL_RULES.values())
    for table in (*TABLES, phrases.VERDICTS, phrases.STATUSES):
        for words in table.values():
            assert len(set(words)) == 3
            fields = [
                {name.removesuffix("_of") for _, name, _, _ in Formatter().parse(text) if name}
                for text in words
            ]
            assert fields[1] <= fields[0] | fields[2]
    assert set(phrases.VERDICTS) == set(DoseStatus)
    assert set(phrases.STATUSES) == set(SeriesStatus)


@pytest.mark.parametrize(
    ("span", "kk", "ru", "en"),
    [
        ((0, 28), "28 күн", "28 дней", "28 days"),
        ((0, 42), "6 апта", "6 недель", "6 weeks"),
        ((0, 43), "43 күн", "43 дня", "43 days"),
        ((1, 0), "1 ай", "1 месяц", "1 month"),
        ((18, 0), "18 ай", "18 месяцев", "18 months"),
        ((30, 0), "2 жыл 6 ай", "2 года 6 месяцев", "2 years 6 months"),
        ((12, -4), "12 ай минус 4 күн", "12 месяцев минус 4 дня", "12 months minus 4 days"),
        ((0, 0), "0 күн", "0 дней", "0 days"),
    ],
)
def test_spans_are_said_as_people_say_them(span: tuple[int, int], kk: str, ru: str, en: str) -> None:
    assert [span_in_words(Duration(*span), language) for language in (KK, RU, EN)] == [kk, ru, en]
