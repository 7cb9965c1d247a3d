"""Head lines and words of exported files in three languages."""

from collections.abc import Mapping

from domain.language import Language

_HEADS: Mapping[str, tuple[str, str, str]] = {
    "ADDRESS": ("Мекенжайы", "Адрес", "Address"),
    "BIN": ("БСН", "БИН", "BIN"),
    "BIRTH_YEAR": ("Туған жылы", "Год рождения", "Birth year"),
    "CHANNEL": ("Жолы", "Канал", "Channel"),
    "CITIZENSHIP": ("Азаматтығы", "Гражданство", "Citizenship"),
    "CLINIC": ("Емхана", "Поликлиника", "Clinic"),
    "CLINIC_KK": ("Емхана (қазақша)", "Поликлиника (каз.)", "Clinic (Kazakh)"),
    "DOCTOR": ("Дәрігер", "Врач", "Doctor"),
    "ENDS_ON": ("Аяқталған күні", "Окончание", "Ends on"),
    "HOME_VISITS": ("Үйге шақыру", "Вызов на дом", "Home visits"),
    "IIN": ("ЖСН", "ИИН", "IIN"),
    "LIST": ("Тізім түрі", "Вид списка", "List"),
    "OVER_NORM": ("Нормадан артық", "Сверх нормы", "Over the norm"),
    "OWNERSHIP": ("Меншігі", "Собственность", "Ownership"),
    "PEOPLE": ("Адам саны", "Человек", "People"),
    "PERSON": ("Адам", "Человек", "Person"),
    "PHONE": ("Телефон", "Телефон", "Phone"),
    "REASON": ("Себебі", "Причина", "Reason"),
    "REFUSAL": ("Бас тарту", "Отказ", "Refusal"),
    "REFUSED_ON": ("Бас тартылған күні", "Дата отказа", "Refused on"),
    "REGISTERED_ON": ("Тіркелген күні", "Дата регистрации", "Registered on"),
    "RESIDENT": ("Учаскеде тұрады", "Живёт на участке", "Lives in the area"),
    "RULE": ("Ереже", "Правило", "Rule"),
    "SEX": ("Жынысы", "Пол", "Sex"),
    "STARTS_ON": ("Басталған күні", "Начало", "Starts on"),
}

_YES_NO = {True: ("иә", "да", "yes"), False: ("жоқ", "нет", "no")}
_ROWS = ("Жолдар саны", "Всего строк", "Rows")


def head(column: str, language: Language) -> str:
    return _HEADS[column][_place(language)]


def yes_or_no(value: bool, language: Language) -> str:
    return _YES_NO[value][_place(language)]


def row_count(rows: int, language: Language) -> str:
    """The line under the table that tells how many rows there should be."""
    return f"{_ROWS[_place(language)]}: {rows}"


def _place(language: Language) -> int:
    return (Language.KK, Language.RU, Language.EN).index(language)
