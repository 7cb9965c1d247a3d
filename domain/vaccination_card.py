"""The printed card of preventive vaccinations: its number by date, its words in Kazakh and Russian."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.dated import in_force
from domain.language import Language

# A form is printed in the two languages of the state.
PRINTED = (Language.KK, Language.RU)

WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Профилактикалық егулер картасы", "Карта профилактических прививок"),
    "form": ("Нысан", "Форма"),
    "person": ("Тегі, аты, әкесінің аты", "Фамилия, имя, отчество"),
    "iin": ("ЖСН", "ИИН"),
    "birth": ("Туған күні", "Дата рождения"),
    "sex": ("Жынысы", "Пол"),
    "MALE": ("ер", "мужской"),
    "FEMALE": ("әйел", "женский"),
    "clinic": ("Медициналық ұйым", "Медицинская организация"),
    "given": ("Егулер", "Прививки"),
    "day": ("Күні", "Дата"),
    "vaccine": ("Вакцина", "Вакцина"),
    "series": ("Сериясы", "Серия"),
    "millilitres": ("Мөлшері, мл", "Доза, мл"),
    "where": ("Қайда жазылған", "Где записано"),
    "reaction": ("Реакция", "Реакция"),
    "counts": ("Есептеледі", "Засчитана"),
    "yes": ("иә", "да"),
    "no": ("жоқ", "нет"),
    "none_given": ("Егулер жазылмаған.", "Прививок не записано."),
    "due": ("Алдағы егулер", "Предстоящие прививки"),
    "against": ("Неге қарсы", "Против чего"),
    "number": ("Доза №", "Доза №"),
    "due_on": ("Күні", "Срок"),
    "none_due": ("Күнтізбе бойынша алда егу жоқ.", "По календарю предстоящих прививок нет."),
    "calendar": ("Күнтізбе", "Календарь"),
    "printed": ("Басып шығарылды", "Напечатано"),
    "signature": ("Қолы", "Подпись"),
    "page": ("бет", "стр."),
}


@dataclass(frozen=True, slots=True)
class FormNumber:
    """The number that a form bears from one day to another."""

    form: str
    number: str
    valid_from: date
    valid_to: date | None


def parse_form_numbers(content: Mapping[str, Any]) -> tuple[FormNumber, ...]:
    """Raises KeyError or ValueError when a row is not whole."""
    return tuple(_parsed(row) for row in content["rows"])


def _parsed(row: Mapping[str, Any]) -> FormNumber:
    ends = row["valid_to"]
    return FormNumber(
        row["form"],
        row["number"],
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(ends) if ends else None,
    )


def number_of(form: str, numbers: Iterable[FormNumber], on: date) -> str | None:
    """The form's number on a day; none where no row holds."""
    return next((one.number for one in in_force(numbers, on) if one.form == form), None)


def words(language: Language) -> dict[str, str]:
    """Every label; a language in which the form is not printed has it in Kazakh."""
    column = PRINTED.index(language) if language in PRINTED else 0
    return {name: said[column] for name, said in WORDS.items()}
