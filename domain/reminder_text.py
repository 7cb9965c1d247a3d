"""What a reminder says: who should come, to which clinic, its phone. No vaccine, no diagnosis, no IIN."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.language import Language
from domain.messages import say_date, say_day
from domain.phones import format_phone

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€\f")
LONGEST_NAMES = 60

_TEXTS: Mapping[Language, tuple[str, str, str]] = {
    Language.KK: (
        "Екпе уақыты: {names}. {clinic} күтеді.",
        "Екпе: {names}, {day}. {clinic} күтеді.",
        " Тел. {phone}",
    ),
    Language.RU: (
        "Пора на прививку: {names}. Ждём вас: {clinic}.",
        "Прививка: {names}, {day}. Ждём вас: {clinic}.",
        " Тел. {phone}",
    ),
    Language.EN: (
        "Time for a vaccination: {names}. {clinic} expects you.",
        "Vaccination: {names}, {day}. {clinic} expects you.",
        " Tel. {phone}",
    ),
}
_SUBJECTS = {
    Language.KK: "Екпе туралы еске салу",
    Language.RU: "Напоминание о прививке",
    Language.EN: "A vaccination reminder",
}
_LETTERS = {
    Language.KK: (
        "Сәлеметсіз бе!\n\n{text}\n\nЕкпе жасалып қойған болса, бұл хатқа мән бермеңіз.\n\n"
        "Мұндай хаттар керек болмаса: {link}\n"
    ),
    Language.RU: (
        "Здравствуйте!\n\n{text}\n\nЕсли прививка уже сделана, не обращайте внимания на это письмо.\n\n"
        "Если такие письма не нужны: {link}\n"
    ),
    Language.EN: (
        "Hello,\n\n{text}\n\nIf the vaccination has been given already, please disregard this letter.\n\n"
        "If you do not want such letters: {link}\n"
    ),
}
_MORE = {Language.KK: "тағы {n}", Language.RU: "ещё {n}", Language.EN: "{n} more"}


class Clinic(NamedTuple):
    """How a clinic signs its messages."""

    name_kk: str
    name_ru: str
    phone: str | None


def reminder_text(language: Language, names: Sequence[str], day: date | None, clinic: Clinic) -> str:
    """The message, for a phone. `day`: from when the first of them may come, null when they may already."""
    now, later, phone = _TEXTS[language]
    said = (now if day is None else later).format(
        names=_names(language, names),
        day=_day(day, language),
        clinic=clinic.name_kk if language is Language.KK else clinic.name_ru,
    )
    return said + (phone.format(phone=format_phone(clinic.phone)) if clinic.phone else "")


def subject(language: Language) -> str:
    """Of a letter: nothing about health stands in it."""
    return _SUBJECTS[language]


def letter(language: Language, text: str, link: str) -> str:
    """The same for e-mail, with the way out."""
    return _LETTERS[language].format(text=text, link=link)


def notice(day: date, link: str) -> tuple[str, str]:
    """What a clinic is told when somebody moved to another: subject and text, in Kazakh and Russian, without names."""
    kk, ru = say_date(day, Language.KK), say_date(day, Language.RU)
    text = (
        f"Емханаңыздың бір адамы {kk} бастап басқа емханаға тіркелді. Толығырақ: {link}\n\n"
        f"С {ru} один человек прикреплён к другой поликлинике. Подробнее: {link}\n"
    )
    return "Тіркеу өзгерді / Прикрепление изменилось", text.replace("\u00a0", " ")


def _day(day: date | None, language: Language) -> str:
    return say_day(day, language).replace("\u00a0", " ") if day else ""


def _names(language: Language, names: Sequence[str]) -> str:
    """Each given name once, as many as fit on a phone's screen, then how many more."""
    distinct = list(dict.fromkeys(names))
    shown = [distinct[0]]
    for name in distinct[1:]:
        if len(", ".join([*shown, name])) > LONGEST_NAMES:
            return f"{', '.join(shown)}, {_MORE[language].format(n=len(distinct) - len(shown))}"
        shown.append(name)
    return ", ".join(shown)


def segments(text: str) -> int:
    """How many SMS a text costs: 160 of GSM's own characters or 70 others, 153 or 67 when it takes several."""
    if all(character in GSM or character in GSM_TWICE for character in text):
        length = sum(2 if character in GSM_TWICE else 1 for character in text)
        return 1 if length <= 160 else math.ceil(length / 153)
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= 70 else math.ceil(length / 67)
