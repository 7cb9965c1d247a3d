"""What an auditor sees of a person."""

from datetime import date

from domain.masking import (
    mask_birth_date,
    mask_full_name,
    mask_iin,
    mask_name,
)


def test_names_become_initials() -> None:
    assert mask_full_name("Ахметов", "Ғалымжан", "Қайратұлы") == "А. Ғ. Қ."
    assert mask_full_name("Ким", "Анна") == "К. А."
    assert mask_name("") == ""


def test_an_iin_keeps_its_last_four_digits() -> None:
    assert mask_iin("850101100002") == "••••••••0002"


def test_a_birth_date_keeps_its_year() -> None:
    assert mask_birth_date(date(1985, 3, 12)) == date(1985, 1, 1)
    assert mask_birth_date(date(2000, 2, 29)) == date(2000, 1, 1)
