"""Head lines and words of exported files in three languages."""

from collections.abc import Mapping

from domain.immunization.measures import Obstacle
from domain.language import Language

_HEADS: Mapping[str, tuple[str, str, str]] = {
    "ACT_ON": ("Қашаннан егуге болады", "Прививать с", "May be given from"),
    "ADDRESS": ("Мекенжайы", "Адрес", "Address"),
    "BIN": ("БСН", "БИН", "BIN"),
    "BIRTH_YEAR": ("Туған жылы", "Год рождения", "Birth year"),
    "CHANNEL": ("Жолы", "Канал", "Channel"),
    "CITIZENSHIP": ("Азаматтығы", "Гражданство", "Citizenship"),
    "CLASS": ("Сынып немесе топ", "Класс или группа", "Class or group"),
    "CLINIC": ("Емхана", "Поликлиника", "Clinic"),
    "CLINIC_KK": ("Емхана (қазақша)", "Поликлиника (каз.)", "Clinic (Kazakh)"),
    "DOCTOR": ("Дәрігер", "Врач", "Doctor"),
    "DOSE": ("Доза", "Доза", "Dose"),
    "DUE_ON": ("Мерзімі", "Срок", "Due on"),
    "ENDS_ON": ("Аяқталған күні", "Окончание", "Ends on"),
    "HOME_VISITS": ("Үйге шақыру", "Вызов на дом", "Home visits"),
    "IIN": ("ЖСН", "ИИН", "IIN"),
    "LIST": ("Тізім түрі", "Вид списка", "List"),
    "OBSTACLES": ("Кедергі", "Что мешает", "What stands in the way"),
    "OVER_NORM": ("Нормадан артық", "Сверх нормы", "Over the norm"),
    "OWNERSHIP": ("Меншігі", "Собственность", "Ownership"),
    "PAST_DUE_ON": ("Кешікпейтін соңғы күн", "Последний день без опоздания", "Last day in time"),
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
    "VACCINE": ("Екпе", "Прививка", "Vaccine"),
    "WHAT_TO_GIVE": ("Не егу керек", "Чем прививать", "What to give"),
}

_OBSTACLES: Mapping[Obstacle, tuple[str, str, str]] = {
    Obstacle.DEFERRED: ("медициналық кейінге қалдырылған", "медотвод", "deferred"),
    Obstacle.EXEMPT: ("тұрақты қарсы көрсетілім", "постоянный медотвод", "exempt for good"),
    Obstacle.REFUSED: ("жазбаша бас тартты", "письменный отказ", "refused in writing"),
    Obstacle.CONSENT_MISSING: ("келісім жоқ", "нет согласия", "no consent yet"),
    Obstacle.TEST_NEEDED: ("алдымен туберкулин сынамасы", "сначала туберкулиновая проба", "tuberculin test first"),
}

_YES_NO = {True: ("иә", "да", "yes"), False: ("жоқ", "нет", "no")}
_ROWS = ("Жолдар саны", "Всего строк", "Rows")


def head(column: str, language: Language) -> str:
    return _HEADS[column][_place(language)]


def obstacle_in_words(obstacle: Obstacle, language: Language) -> str:
    """Why a dose that is due may not be given now, short."""
    return _OBSTACLES[obstacle][_place(language)]


def yes_or_no(value: bool, language: Language) -> str:
    return _YES_NO[value][_place(language)]


def row_count(rows: int, language: Language) -> str:
    """The line under the table that tells how many rows there should be."""
    return f"{_ROWS[_place(language)]}: {rows}"


def _place(language: Language) -> int:
    return (Language.KK, Language.RU, Language.EN).index(language)
