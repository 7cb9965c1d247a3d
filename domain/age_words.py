"""An age as people say it: «3 жас 2 ай», «3 года 2 месяца», "3 years 2 months"."""

from collections.abc import Sequence

from domain.language import Language
from domain.people import Age

GROWN_UP = 7
_RU = {
    "years": ("год", "года", "лет"),
    "months": ("месяц", "месяца", "месяцев"),
    "days": ("день", "дня", "дней"),
}
_KK = {"years": "жас", "months": "ай", "days": "күн"}


def age_in_words(age: Age, language: Language) -> str:
    """Years alone from seven on, years and months before, months and days in the first year."""
    shown = _parts(age)
    return " ".join(f"{count} {_unit(unit, count, language)}" for unit, count in shown)


def _parts(age: Age) -> Sequence[tuple[str, int]]:
    if age.years >= GROWN_UP:
        return [("years", age.years)]
    pairs = (
        [("years", age.years), ("months", age.months)]
        if age.years
        else [("months", age.months), ("days", age.days)]
    )
    return [(unit, count) for unit, count in pairs if count] or [pairs[-1]]


def _unit(unit: str, count: int, language: Language) -> str:
    if language is Language.KK:
        return _KK[unit]
    if language is Language.RU:
        return _RU[unit][_russian_form(count)]
    return unit if count != 1 else unit.removesuffix("s")


def _russian_form(count: int) -> int:
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else 2
