"""The words for every refusal, warning and problem in Kazakh, Russian and English.

A message says what happened, why, and what to do next. Facts stand in braces; a sentence whose facts are
unknown is left out, so that the rest is still true.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from string import Formatter
from types import MappingProxyType

from domain.language import Language
from domain.messages_of_immunization import IMMUNIZATION
from domain.messages_of_imports import IMPORTS
from domain.messages_of_numbers import NUMBERS
from domain.messages_of_people import PEOPLE
from domain.messages_of_refusals import REFUSALS
from domain.messages_of_reminders import REMINDERS
from domain.refusal import Fact

MESSAGES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    REFUSALS | NUMBERS | PEOPLE | IMMUNIZATION | REMINDERS | IMPORTS
)
"""Code to its words in Kazakh, Russian and English."""

ORDER = (Language.KK, Language.RU, Language.EN)
MONTHS = {
    Language.KK: "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    Language.RU: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    Language.EN: "January February March April May June July August September October November December",
}
NO_BREAK_SPACE = "\u00a0"


def message(code: str, language: Language, **facts: Fact) -> str:
    """The words of a code; KeyError for a code without words. A fact may be a day as ISO text, as in JSON."""
    text = MESSAGES[code][ORDER.index(language)]
    said = {name: _Said(fact, language) for name, fact in facts.items()}
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", text) if placeholders(s) <= said.keys()]
    return " ".join(sentences).format_map(said)


def placeholders(text: str) -> frozenset[str]:
    """The names of the facts that a text needs."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def say_day(day: date, language: Language) -> str:
    """22 қараша, 22 ноября, 22 November."""
    return f"{day.day}{NO_BREAK_SPACE}{MONTHS[language].split()[day.month - 1]}"


def say_date(day: date, language: Language) -> str:
    """2026 жылғы 22 қараша, 22 ноября 2026 года, 22 November 2026."""
    spoken = say_day(day, language)
    match language:
        case Language.KK:
            return f"{day.year}{NO_BREAK_SPACE}жылғы {spoken}"
        case Language.RU:
            return f"{spoken} {day.year}{NO_BREAK_SPACE}года"
        case Language.EN:
            return f"{spoken} {day.year}"


def say_number(number: int, language: Language) -> str:
    """2 001 in Kazakh and Russian, 2,001 in English."""
    return f"{number:,}".replace(",", "," if language is Language.EN else NO_BREAK_SPACE)


def plural(number: int, forms: str, language: Language) -> str:
    """The form for a number: two in English (person|people), three in Russian; Kazakh nouns do not change."""
    choices = forms.split("|")
    if language is Language.RU:
        last_two, last = number % 100, number % 10
        few = 2 <= last <= 4 and not 12 <= last_two <= 14
        return choices[0 if last == 1 and last_two != 11 else 1 if few else 2]
    return choices[0 if number == 1 or len(choices) == 1 else 1]


class _Said:
    """A fact inside a text: {people}, {people:person|people}, {year:plain}, {sex:MALE=man|FEMALE=woman}."""

    def __init__(self, fact: Fact, language: Language) -> None:
        self.fact, self.language = _restored(fact), language

    def __format__(self, wish: str) -> str:
        if "=" in wish:
            return dict(choice.split("=", 1) for choice in wish.split("|")).get(str(self.fact), "")
        if wish == "plain":
            return str(self.fact)
        if wish and isinstance(self.fact, int):
            return plural(self.fact, wish, self.language)
        if isinstance(self.fact, date):
            return say_date(self.fact, self.language)
        return say_number(self.fact, self.language) if isinstance(self.fact, int) else self.fact


def _restored(fact: Fact) -> Fact:
    if isinstance(fact, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fact):
        with suppress(ValueError):
            return date.fromisoformat(fact)
    return fact
