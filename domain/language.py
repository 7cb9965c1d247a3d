"""The three languages of the product."""

from enum import StrEnum


class Language(StrEnum):
    """Codes as browsers and PostgreSQL know them."""

    KK = "kk"
    RU = "ru"
    EN = "en"
