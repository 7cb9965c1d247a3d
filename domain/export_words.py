"""Head lines and words of exported files in three languages."""

from collections.abc import Mapping

from domain.attachment_request import AttachmentChannel
from domain.attachment_rules import ListKind
from domain.clinic import Ownership
from domain.immunization.measures import Obstacle
from domain.language import Language
from domain.people import Citizenship, Sex

_HEADS: Mapping[str, tuple[str, str, str]] = {
    "ACCREDITED": ("Аккредиттелген", "Аккредитована", "Accredited"),
    "ACT_ON": ("Қашаннан егуге болады", "Прививать с", "May be given from"),
    "ADDRESS": ("Мекенжайы", "Адрес", "Address"),
    "BIN": ("БСН", "БИН", "BIN"),
    "BIRTH_YEAR": ("Туған жылы", "Год рождения", "Birth year"),
    "CHANNEL": ("Жолы", "Канал", "Channel"),
    "CITIZENSHIP": ("Азаматтығы", "Гражданство", "Citizenship"),
    "CLASS": ("Сынып немесе топ", "Класс или группа", "Class or group"),
    "CLINIC": ("Емхана", "Поликлиника", "Clinic"),
    "CLOSED": ("Жабық тізім", "Список закрыт", "List closed"),
    "CONTRACT": ("Қормен шарты бар", "Договор с Фондом", "Contract with the Fund"),
    "DOCTOR": ("Дәрігер", "Врач", "Doctor"),
    "DOSE": ("Доза", "Доза", "Dose"),
    "DUE_ON": ("Мерзімі", "Срок", "Due on"),
    "ENDS_ON": ("Аяқталған күні", "Окончание", "Ends on"),
    "HOME_VISITS": ("Үйге шақыру", "Вызов на дом", "Home visits"),
    "IIN": ("ЖСН", "ИИН", "IIN"),
    "LIST": ("Тізім түрі", "Вид списка", "List"),
    "NORM": ("Норматив", "Норматив", "Norm"),
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
    "REGION": ("Өңір", "Регион", "Region"),
    "REGISTERED_ON": ("Тіркелген күні", "Дата регистрации", "Registered on"),
    "RESIDENT": ("Учаскеде тұрады", "Живёт на участке", "Lives in the area"),
    "RULE": ("Ереже", "Правило", "Rule"),
    "SEX": ("Жынысы", "Пол", "Sex"),
    "STARTS_ON": ("Басталған күні", "Начало", "Starts on"),
    "VACCINE": ("Екпе", "Прививка", "Vaccine"),
    "WHAT_TO_GIVE": ("Не егу керек", "Чем прививать", "What to give"),
}

_OBSTACLES: Mapping[Obstacle, tuple[str, str, str]] = {
    Obstacle.DEFERRED: ("медициналық шегеруі бар", "медотвод", "deferred"),
    Obstacle.EXEMPT: ("тұрақты қарсы көрсетілім", "постоянный медотвод", "exempt for good"),
    Obstacle.REFUSED: ("жазбаша бас тартты", "письменный отказ", "refused in writing"),
    Obstacle.CONSENT_MISSING: ("келісім жоқ", "нет согласия", "no consent yet"),
    Obstacle.TEST_NEEDED: ("алдымен туберкулин сынамасы", "сначала туберкулиновая проба", "tuberculin test first"),
}

CODED: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "SEX": {Sex.FEMALE: ("әйел", "женский", "female"), Sex.MALE: ("ер", "мужской", "male")},
    "CITIZENSHIP": {
        Citizenship.CITIZEN: ("Қазақстан азаматы", "гражданин Казахстана", "citizen of Kazakhstan"),
        Citizenship.PERMANENT_FOREIGNER: (
            "шетелдік, тұрақты тұрады",
            "иностранец, постоянно проживает",
            "foreigner, permanent residence",
        ),
        Citizenship.STATELESS: ("азаматтығы жоқ", "без гражданства", "stateless"),
        Citizenship.REFUGEE: ("босқын", "беженец", "refugee"),
        Citizenship.KANDAS: ("қандас", "кандас", "kandas"),
        Citizenship.TEMPORARY_WITH_CONTRACT: (
            "уақытша тұрады, сақтандыру шарты бар",
            "временно пребывает, договор страхования",
            "temporary stay, insurance contract",
        ),
    },
    "CHANNEL": {
        AttachmentChannel.DESK: ("тіркеу бөлімінде", "в регистратуре", "at the desk"),
        AttachmentChannel.EGOV: ("eGov", "eGov", "eGov"),
        AttachmentChannel.CAMPAIGN: ("тіркеу науқаны", "кампания прикрепления", "campaign"),
        AttachmentChannel.DEFAULT: ("әдепкі бойынша", "по умолчанию", "by default"),
        AttachmentChannel.NEWBORN: ("жаңа туған нәресте", "новорождённый", "newborn"),
        AttachmentChannel.REGISTER: ("тіркелімнен", "из регистра", "from the register"),
    },
    "OWNERSHIP": {
        Ownership.STATE: ("мемлекеттік", "государственная", "state"),
        Ownership.PRIVATE: ("жекеменшік", "частная", "private"),
    },
    "LIST": {
        ListKind.GP: ("жалпы практика", "общая практика", "general practice"),
        ListKind.THERAPIST: ("терапевтік", "терапевтический", "therapeutic"),
        ListKind.PAEDIATRICIAN: ("педиатриялық", "педиатрический", "paediatric"),
    },
}
"""Columns of codes, and each code in words."""

_YES_NO = {True: ("иә", "да", "yes"), False: ("жоқ", "нет", "no")}
_ROWS = ("Жолдар саны", "Всего строк", "Rows")


def head(column: str, language: Language) -> str:
    """The head line of a column of a file."""
    return _HEADS[column][_place(language)]


def code_in_words(column: str, code: str, language: Language) -> str:
    """What a code in a column stands for. Raises KeyError for a code without words."""
    return CODED[column][code][_place(language)]


def obstacle_in_words(obstacle: Obstacle, language: Language) -> str:
    """Why a dose that is due may not be given now, short."""
    return _OBSTACLES[obstacle][_place(language)]


def yes_or_no(value: bool, language: Language) -> str:
    """A truth value as people write it."""
    return _YES_NO[value][_place(language)]


def row_count(rows: int, language: Language) -> str:
    """The line under the table that tells how many rows there should be."""
    return f"{_ROWS[_place(language)]}: {rows}"


def _place(language: Language) -> int:
    return (Language.KK, Language.RU, Language.EN).index(language)
