"""What a reminder says, in three languages, and what it costs as SMS."""

from datetime import date

import pytest

from domain.language import Language
from domain.reminder_text import Clinic, letter, reminder_text, segments, subject

CLINIC = Clinic("№ 9 емхана", "Поликлиника № 9", "+77273000009")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.KK, "Екпе уақыты: Айша, Ерлан. № 9 емхана күтеді. Тел. +7 727 300 00 09"),
        (Language.RU, "Пора на прививку: Айша, Ерлан. Ждём вас: Поликлиника № 9. Тел. +7 727 300 00 09"),
        (
            Language.EN,
            "Time for a vaccination: Айша, Ерлан. Поликлиника № 9 expects you. Tel. +7 727 300 00 09",
        ),
    ],
)
def test_siblings_are_named_once_in_the_language_of_who_reads(language: Language, text: str) -> None:
    assert reminder_text(language, ["Айша", "Ерлан", "Айша"], None, CLINIC) == text


def test_a_day_to_come_is_said_as_people_say_it() -> None:
    assert reminder_text(Language.KK, ["Айша"], date(2026, 12, 2), CLINIC).startswith(
        "Екпе: Айша, 2 желтоқсан."
    )
    assert "2 декабря" in reminder_text(Language.RU, ["Айша"], date(2026, 12, 2), CLINIC)


@pytest.mark.parametrize("language", Language)
def test_a_usual_message_fits_into_two_segments(language: Language) -> None:
    usual = reminder_text(language, ["Нұрсұлтан", "Аружан", "Әлихан"], date(2026, 9, 30), CLINIC)
    assert segments(usual) <= 2


@pytest.mark.parametrize("language", Language)
def test_many_children_are_counted_not_cut(language: Language) -> None:
    names = [f"Бала{'а' * 10}{number}" for number in range(12)]
    text = reminder_text(language, names, None, CLINIC)
    assert segments(text) <= 3
    assert names[0] in text
    assert names[-1] not in text
    assert str(12 - sum(name in text for name in names)) in text


@pytest.mark.parametrize("language", Language)
def test_a_letter_has_the_message_and_the_way_out(language: Language) -> None:
    body = letter(language, "TEXT", "https://emhana.example/reminders/stop/x")
    assert "TEXT" in body
    assert "https://emhana.example/reminders/stop/x" in body
    assert subject(language)


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ә" * 70, 1),
        ("ә" * 71, 2),
        ("ә" * 134, 2),
        ("ә" * 135, 3),
        ("🙂" * 36, 2),
    ],
)
def test_segments_are_counted_as_networks_count_them(text: str, cost: int) -> None:
    assert segments(text) == cost
