"""Names for made-up people: by people, sex and year of birth, spelt as documents of that time spell them."""

from collections.abc import Sequence
from functools import lru_cache
from random import Random

from db.demo import name_tables as tables
from domain.people import Sex

COMMONEST_COUNT_AS = 3
LETTERS_OF_RUSSIAN_DOCUMENTS = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
SOFT_IN_RUSSIAN = (
    ("гүл", "гуль"),
    ("Гүл", "Гуль"),
    ("Әсел", "Асель"),
    ("Жанель", "Жанель"),
    ("Төлеген", "Тулеген"),
)
RUSSIAN_PATRONYMICS = {
    "Илья": "Ильич", "Никита": "Никитич", "Лев": "Львович", "Пётр": "Петрович", "Павел": "Павлович",
    "Михаил": "Михайлович", "Даниил": "Данилович",
}  # fmt: skip


@lru_cache(maxsize=512)
def ladder(names: tuple[str, ...]) -> tuple[str, ...]:
    """Each name as often as it is met: the first ones of a list are the commonest."""
    weighted = ((name, max(1, 60 // (place + COMMONEST_COUNT_AS))) for place, name in enumerate(names))
    return tuple(name for name, times in weighted for _ in range(times))


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    return ladder(tuple(text.split()))


GIVEN = {
    "KAZAKH": {Sex.MALE: tables.KAZAKH_MEN, Sex.FEMALE: tables.KAZAKH_WOMEN},
    "UYGHUR": {Sex.MALE: tables.UYGHUR_MEN, Sex.FEMALE: tables.UYGHUR_WOMEN},
    "TATAR": {Sex.MALE: tables.TATAR_MEN, Sex.FEMALE: tables.TATAR_WOMEN},
}
SLAVIC = {Sex.MALE: tables.RUSSIAN_MEN, Sex.FEMALE: tables.RUSSIAN_WOMEN}
FAMILIES: dict[str, Sequence[str]] = {
    "RUSSIAN": ladder(tuple(tables.RUSSIAN_FAMILIES)),
    "UKRAINIAN": ladder(tuple(tables.UKRAINIAN_FAMILIES)),
    "GERMAN": ladder(tuple(tables.GERMAN_FAMILIES)),
    "KOREAN": ladder(tuple(tables.KOREAN_FAMILIES)),
    "UYGHUR": ladder(tuple(tables.UYGHUR_FAMILIES)),
    "TATAR": ladder(tuple(tables.TATAR_FAMILIES)),
    "BORDER": ladder(tuple(tables.BORDER_FAMILIES)),
}
ANCESTORS = ladder(tuple(tables.KAZAKH_ANCESTORS))
# Shares of the peoples of Almaty among households, per mille; near the census of 2021, from memory.
PEOPLES = {
    "KAZAKH": 635,
    "RUSSIAN": 212,
    "UYGHUR": 56,
    "KOREAN": 20,
    "TATAR": 13,
    "UKRAINIAN": 14,
    "GERMAN": 8,
}
ALMATY = tuple(people for people, share in PEOPLES.items() for _ in range(share))
STEPPE = tuple(
    people for people, share in (PEOPLES | {"KAZAKH": 800, "UYGHUR": 4}).items() for _ in range(share)
)


def pick(random: Random, choices: Sequence[str]) -> str:
    return choices[int(random.random() * len(choices))]


def new_family(random: Random, people: str) -> str:
    """A family name in its masculine form; Kazakh ones in Kazakh letters."""
    if people == "KAZAKH":
        return kazakh_family(pick(random, ANCESTORS), plain=random.random() < 0.07)
    return pick(random, FAMILIES[people])


@lru_cache(maxsize=4096)
def kazakh_family(ancestor: str, plain: bool = False) -> str:
    if plain:
        return ancestor
    if ancestor[-1] in "йь":
        return ancestor[:-1] + "ев"
    if ancestor[-1] in "аяыиіеоә":
        return ancestor + "ев" if ancestor[-1] != "і" else ancestor[:-1] + "иев"
    return ancestor + "ов"


@lru_cache(maxsize=65536)
def in_sex(family: str, sex: Sex) -> str:
    """Family names in -ов, -ев, -ин have a feminine form; the others have one form."""
    return family + "а" if sex is Sex.FEMALE and family.endswith(("ов", "ев", "ёв", "ин")) else family


def new_given(random: Random, people: str, sex: Sex, born: int) -> str:
    return pick(random, given_names(people, sex, born))


@lru_cache(maxsize=4096)
def given_names(people: str, sex: Sex, born: int) -> Sequence[str]:
    """Of those born in a year, each as often as it is met."""
    if people == "BORDER":
        return tables.BORDER_MEN if sex is Sex.MALE else tables.BORDER_WOMEN
    of_era = GIVEN.get(people, SLAVIC)[sex]
    return _words(next(names for since, names in reversed(of_era.items()) if since <= born))


@lru_cache(maxsize=65536)
def in_russian_letters(name: str) -> str:
    for kazakh, russian in SOFT_IN_RUSSIAN:
        name = name.replace(kazakh, russian)
    return name.translate(LETTERS_OF_RUSSIAN_DOCUMENTS)


@lru_cache(maxsize=65536)
def kazakh_patronymic(father: str, sex: Sex) -> str:
    return father + ("ұлы" if sex is Sex.MALE else "қызы")


@lru_cache(maxsize=65536)
def russian_patronymic(father: str, sex: Sex) -> str:
    masculine = _masculine_patronymic(in_russian_letters(father))
    if sex is Sex.MALE:
        return masculine
    if masculine in ("Ильич", "Никитич"):
        return masculine[:-2] + ("инична" if masculine == "Ильич" else "ична")
    return masculine.removesuffix("ич") + "на"


def _masculine_patronymic(father: str) -> str:
    if father in RUSSIAN_PATRONYMICS:
        return RUSSIAN_PATRONYMICS[father]
    if father.endswith("ий"):
        return father[:-2] + ("иевич" if father in ("Дмитрий", "Георгий") else "ьевич")
    if father[-1] in "йь":
        return father[:-1] + "евич"
    return father + ("евич" if father[-1] in "аяиыео" else "ович")
