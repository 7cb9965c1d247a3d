"""Ages as people say them."""

import pytest

from domain.age_words import age_in_words
from domain.language import Language
from domain.people import Age


@pytest.mark.parametrize(
    ("age", "kk", "ru", "en"),
    [
        (Age(0, 0, 0), "0 күн", "0 дней", "0 days"),
        (Age(0, 0, 1), "1 күн", "1 день", "1 day"),
        (Age(0, 2, 3), "2 ай 3 күн", "2 месяца 3 дня", "2 months 3 days"),
        (Age(1, 0, 9), "1 жас", "1 год", "1 year"),
        (Age(3, 2, 0), "3 жас 2 ай", "3 года 2 месяца", "3 years 2 months"),
        (Age(11, 5, 0), "11 жас", "11 лет", "11 years"),
        (Age(21, 0, 0), "21 жас", "21 год", "21 years"),
        (Age(112, 0, 0), "112 жас", "112 лет", "112 years"),
    ],
)
def test_an_age_is_said_in_each_language(age: Age, kk: str, ru: str, en: str) -> None:
    assert [age_in_words(age, language) for language in (Language.KK, Language.RU, Language.EN)] == [
        kk,
        ru,
        en,
    ]
