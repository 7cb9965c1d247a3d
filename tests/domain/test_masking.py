"""What an auditor sees of a person."""

from datetime import date

from domain.masking import (
    mask_birth_date,
    mask_iin,
    mask_name,
)


def test_a_name_becomes_its_initial() -> None:
    assert mask_name("Ғалымжан") == "Ғ."
    assert mask_name("") == ""


def test_an_iin_keeps_its_last_four_digits() -> None:
    assert mask_iin("850101100002") == "••••••••0002"


def test_a_birth_date_keeps_its_year() -> None:
    assert mask_birth_date(date(1985, 3, 12)) == date(1985, 1, 1)
    assert mask_birth_date(date(2000, 2, 29)) == date(2000, 1, 1)
