"""A certificate of vaccinations: what it is worth today, and its words on paper and on the page behind its code."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.language import Language
from domain.vaccination_card import PRINTED


class CertificateStanding(StrEnum):
    """What a certificate is worth. `CHANGED`: what it states is no longer what the record says."""

    VALID = "VALID"
    CHANGED = "CHANGED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class Issued(Protocol):
    """What decides about a certificate; `valid_until` is its last day, null when it has none."""

    @property
    def revoked_at(self) -> datetime | None: ...
    @property
    def valid_until(self) -> date | None: ...


def standing_of(certificate: Issued, changed: bool, on: date) -> CertificateStanding:
    """A revoked one stays revoked, whatever else is true of it; a changed record is told before a day that passed.

    Our own decision (docs/adr/0013-what-a-certificate-proves.md): no act on such a page was found.
    """
    if certificate.revoked_at is not None:
        return CertificateStanding.REVOKED
    if changed:
        return CertificateStanding.CHANGED
    if certificate.valid_until is not None and certificate.valid_until < on:
        return CertificateStanding.EXPIRED
    return CertificateStanding.VALID


WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Профилактикалық егулер туралы анықтама", "Справка о профилактических прививках"),
    "person": ("Тегі, аты, әкесінің аты", "Фамилия, имя, отчество"),
    "iin": ("ЖСН", "ИИН"),
    "birth": ("Туған күні", "Дата рождения"),
    "sex": ("Жынысы", "Пол"),
    "MALE": ("ер", "мужской"),
    "FEMALE": ("әйел", "женский"),
    "clinic": ("Берген медициналық ұйым", "Выдавшая медицинская организация"),
    "states": (
        "Берілген күні медициналық жазбада күнтізбе бойынша есептелген егулер:",
        "Прививки, засчитанные по календарю на день выдачи согласно медицинской записи:",
    ),
    "day": ("Күні", "Дата"),
    "vaccine": ("Вакцина", "Вакцина"),
    "series": ("Сериясы", "Серия"),
    "millilitres": ("Мөлшері, мл", "Доза, мл"),
    "against": ("Неге қарсы", "Против чего"),
    "calendar": ("Күнтізбе", "Календарь"),
    "issued": ("Берілген күні", "Дата выдачи"),
    "valid_until": ("Жарамды мерзімі", "Действительна по"),
    "issued_by": ("Берген маман", "Выдал"),
    "revoked": ("КҮШІ ЖОЙЫЛҒАН", "АННУЛИРОВАНА"),
    "check": (
        "Анықтаманың жарамдылығын кодты сканерлеп тексеріңіз. Бетте тек жарамдылығы көрсетіледі: онда "
        "адамның аты да, егулері де жоқ.",
        "Действительность справки проверьте по коду. На странице показана только действительность: ни "
        "имени, ни прививок на ней нет.",
    ),
    "code": ("Жарамдылықты тексеру беті", "Страница проверки действительности"),
    "signature": ("Қолы", "Подпись"),
    "stamp": ("М.О.", "М.П."),
    "printed": ("Басып шығарылды", "Напечатано"),
    "page": ("бет", "стр."),
}


def words(language: Language) -> dict[str, str]:
    """Every label on paper; a language in which it is not printed has it in Kazakh."""
    column = PRINTED.index(language) if language in PRINTED else 0
    return {name: said[column] for name, said in WORDS.items()}


# The page behind the code, for whoever holds the paper: Kazakh, Russian, English.
PAGE: Mapping[str, tuple[str, str, str]] = {
    "title": ("Екпе анықтамасын тексеру", "Проверка справки о прививках", "Check of a vaccination certificate"),
    "VALID": ("Жарамды", "Действительна", "Valid"),
    "CHANGED": ("Жазба өзгерген", "Запись изменилась", "The record has changed"),
    "EXPIRED": ("Мерзімі өткен", "Срок истёк", "Expired"),
    "REVOKED": ("Күші жойылған", "Аннулирована", "Revoked"),
    "UNKNOWN": ("Белгісіз", "Неизвестна", "Not known"),
    "WAIT": ("Күте тұрыңыз", "Подождите", "Wait a little"),
    "VALID_MEANS": (
        "Мұндай анықтама берілген, оның айтқаны әлі күнге дейін жазбаға сай.",
        "Такая справка выдана, и сказанное в ней по-прежнему соответствует записи.",
        "Such a certificate was issued, and what it says still agrees with the record.",
    ),
    "CHANGED_MEANS": (
        "Анықтама берілгеннен кейін оған негіз болған жазба түзетілген. Емханадан жаңа анықтама сұраңыз.",
        "После выдачи справки запись, на которой она основана, исправили. Попросите в поликлинике новую.",
        "The record behind it was corrected after it was issued. Ask the clinic for a new one.",
    ),
    "EXPIRED_MEANS": (
        "Анықтаманың мерзімі өтті. Емханадан жаңасын сұраңыз.",
        "Срок справки истёк. Попросите в поликлинике новую.",
        "Its time has passed. Ask the clinic for a new one.",
    ),
    "REVOKED_MEANS": (
        "Емхана бұл анықтаманың күшін жойған. Оған сүйенуге болмайды.",
        "Поликлиника аннулировала эту справку. Полагаться на неё нельзя.",
        "The clinic has revoked this certificate. Do not rely on it.",
    ),
    "UNKNOWN_MEANS": (
        "Мұндай анықтама берілмеген, немесе мекенжай толық емес. Кодты қайта сканерлеңіз.",
        "Такой справки не выдавали, или адрес неполный. Отсканируйте код ещё раз.",
        "No such certificate was issued, or the address is not whole. Scan the code once more.",
    ),
    "WAIT_MEANS": (
        "Осы жерден белгісіз кодтар тым көп тексерілді. {seconds} секундтан кейін қайталаңыз.",
        "Отсюда проверили слишком много неизвестных кодов. Повторите через {seconds} с.",
        "Too many unknown codes were tried from here. Try again in {seconds} seconds.",
    ),
    "languages": ("Тіл", "Язык", "Language"),
    "issued": ("Берілген күні", "Дата выдачи", "Issued on"),
    "valid_until": ("Жарамды мерзімі", "Действительна по", "Valid until"),
    "revoked": ("Күші жойылған күні", "Дата аннулирования", "Revoked on"),
    "clinic": ("Берген ұйым", "Кем выдана", "Issued by"),
    "without": (
        "Бұл бетте адамның аты да, егулері де көрсетілмейді: оларды қағаздан және жеке куәліктен қараңыз.",
        "Ни имени, ни прививок эта страница не показывает: сверьте бумагу с удостоверением личности.",
        "This page shows neither a name nor doses: compare the paper with an identity document.",
    ),
}


def page_words(language: Language) -> dict[str, str]:
    """Every word of the public page."""
    column = list(Language).index(language)
    return {name: said[column] for name, said in PAGE.items()}
