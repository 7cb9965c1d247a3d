"""Every code has its words in three languages, and they say the same facts."""

import re
from datetime import date

import pytest

from domain.language import Language
from domain.messages import MESSAGES, message, placeholders, plural, say_date, say_day, say_number
from domain.refusal import Fact

KK, RU, EN = Language.KK, Language.RU, Language.EN

SHORT = re.compile("MATCH_|DONE_|WHY_|NOTICE_")
CODES = [code for code in MESSAGES if not SHORT.match(code)]
FACTS: dict[str, Fact] = {
    "people": 2001,
    "norm": 2000,
    "opens_on": date(2026, 9, 1),
    "closes_on": date(2026, 11, 1),
    "times": 2,
    "year": 2026,
    "contract_until": date(2026, 11, 22),
    "years": 3,
    "deceased_on": date(2026, 11, 22),
    "least": 10,
    "most": 100,
    "minutes": 5,
    "birth_date": date(1985, 1, 1),
    "sex": "FEMALE",
    "earliest": date(1900, 1, 1),
    "days": 31,
    "starts_on": date(2026, 11, 22),
    "expires_on": date(2026, 11, 22),
    "until": date(2026, 11, 22),
    "vaccine": "2",
    "day": date(2026, 11, 22),
    "text": "вчера",
    "columns": "ИИН",
    "row": 17,
}
KAZAKH_LETTERS, RUSSIAN_LETTERS = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ"), set("ыэщцчЫЭЩЦЧ")


@pytest.mark.parametrize("code", MESSAGES)
def test_a_code_has_words_in_three_languages(code: str) -> None:
    assert len(MESSAGES[code]) == 3
    assert all(text.strip() == text and text for text in MESSAGES[code])
    assert len(set(MESSAGES[code])) == 3


@pytest.mark.parametrize("code", MESSAGES)
def test_the_languages_name_the_same_facts_and_all_of_them_are_known(code: str) -> None:
    kazakh, russian, english = map(placeholders, MESSAGES[code])
    assert kazakh == russian == english
    assert kazakh <= FACTS.keys()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", CODES)
def test_a_message_says_what_happened_and_what_to_do_with_and_without_facts(
    code: str, language: Language
) -> None:
    for facts in ({}, FACTS):
        said = message(code, language, **facts)
        assert len(re.split(r"(?<=[.!?:;]) |, ", said)) >= 2, said
        assert "{" not in said
        assert said[-1] in ".!"
        assert "  " not in said


@pytest.mark.parametrize("code", MESSAGES)
def test_each_language_is_written_in_its_own_letters(code: str) -> None:
    kazakh, russian, english = (re.sub(r"\{[^}]*\}", "", text) for text in MESSAGES[code])
    assert not set(russian) & KAZAKH_LETTERS
    assert not re.search(r"[а-яёА-ЯЁ]", english) or "Қ" in english
    assert re.search(r"[а-яә]", kazakh)
    assert not re.search(r"[A-Za-z]", re.sub(r"\S+@\S+|\.(xlsx|csv)", "", kazakh + russian))


def test_a_refused_outsider_reads_why_and_what_next() -> None:
    assert message("NORM_EXCEEDED", EN, people=2001, norm=2000) == (
        "This doctor's list is full. It has 2,001 people; the norm is 2,000. The person lives outside the "
        "doctor's area and so cannot be attached here. Choose another doctor of the clinic who has room."
    )
    assert "Тізімде 2\u00a0001 адам бар, ал норма — 2\u00a0000." in message(
        "NORM_EXCEEDED", KK, people=2001, norm=2000
    )
    assert "В нём 2\u00a0001 человек при норме 2\u00a0000." in message(
        "NORM_EXCEEDED", RU, people=2001, norm=2000
    )


def test_a_sentence_whose_facts_are_unknown_is_left_out() -> None:
    said = message("NORM_EXCEEDED", EN)
    assert said.startswith("This doctor's list is full. The person lives outside")
    assert message("NORM_EXCEEDED", EN, people=2001) == said


def test_facts_kept_as_json_read_like_facts() -> None:
    as_dates = message("OUTSIDE_CAMPAIGN", RU, opens_on=date(2026, 9, 1), closes_on=date(2026, 11, 1))
    assert message("OUTSIDE_CAMPAIGN", RU, opens_on="2026-09-01", closes_on="2026-11-01") == as_dates
    assert "1\u00a0сентября 2026\u00a0года" in as_dates


def test_a_fact_that_looks_like_a_placeholder_is_only_text() -> None:
    assert "{year}" in message("IIN_BIRTH_DATE_DIFFERS", EN, birth_date="{year}")


@pytest.mark.parametrize(("language", "said"), [(KK, "әйел"), (RU, "женский"), (EN, "female")])
def test_a_choice_of_words_depends_on_the_fact(language: Language, said: str) -> None:
    assert f" {said}." in message("IIN_SEX_DIFFERS", language, sex="FEMALE")


def test_a_code_without_words_is_an_error() -> None:
    with pytest.raises(KeyError):
        message("NO_SUCH_CODE", EN)


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        (KK, "22 қараша", "2026 жылғы 22 қараша"),
        (RU, "22 ноября", "22 ноября 2026 года"),
        (EN, "22 November", "22 November 2026"),
    ],
)
def test_a_date_is_said_as_people_say_it(language: Language, short: str, long: str) -> None:
    day = date(2026, 11, 22)
    assert say_day(day, language).replace("\u00a0", " ") == short
    assert say_date(day, language).replace("\u00a0", " ") == long


def test_every_month_has_a_name() -> None:
    for language in Language:
        assert len({say_day(date(2026, month, 1), language) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "лет"), (1, "год"), (2, "года"), (4, "года"), (5, "лет"), (11, "лет"), (12, "лет"), (14, "лет")],
)
def test_russian_has_three_forms(number: int, form: str) -> None:
    assert plural(number, "год|года|лет", RU) == form


@pytest.mark.parametrize(
    ("number", "form"),
    [(21, "год"), (22, "года"), (25, "лет"), (101, "год"), (111, "лет"), (112, "лет"), (1001, "год")],
)
def test_russian_counts_the_last_digits(number: int, form: str) -> None:
    assert plural(number, "год|года|лет", RU) == form


def test_english_has_two_forms_and_kazakh_one() -> None:
    assert [plural(n, "person|people", EN) for n in (0, 1, 2, 21)] == ["people", "person", "people", "people"]
    assert [plural(n, "адам", KK) for n in (0, 1, 2)] == ["адам"] * 3


def test_numbers_are_grouped_as_each_language_does() -> None:
    assert [say_number(1_846_000, language) for language in (KK, RU, EN)] == [
        "1\u00a0846\u00a0000",
        "1\u00a0846\u00a0000",
        "1,846,000",
    ]
