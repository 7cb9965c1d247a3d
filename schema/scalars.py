"""Scalars that refuse what they should never carry."""

from typing import Any, NewType

import strawberry

from domain.bin import parse_bin
from domain.iin import parse_iin
from domain.phones import parse_phone
from schema.errors import BadUserInput

IIN = NewType("IIN", str)
BIN = NewType("BIN", str)
KATO = NewType("KATO", str)
PhoneNumber = NewType("PhoneNumber", str)


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise BadUserInput(f"{what} is written as a text.")
    return value


def read_iin(value: Any) -> str:
    parsed = parse_iin(_text(value, "An IIN"))
    if not hasattr(parsed, "number"):
        raise BadUserInput(
            "This is not an IIN: 12 digits, the last of them a check digit. Compare it with the document."
        )
    return str(parsed.number)


def read_bin(value: Any) -> str:
    parsed = parse_bin(_text(value, "A BIN"))
    if not hasattr(parsed, "number"):
        raise BadUserInput("This is not a BIN: 12 digits, the last of them a check digit.")
    return str(parsed.number)


def read_phone(value: Any) -> str:
    parsed = parse_phone(_text(value, "A phone number"))
    if not isinstance(parsed, str):
        raise BadUserInput("This is not a phone number. Write it as +7 701 123 45 67.")
    return parsed


def read_kato(value: Any) -> str:
    text = _text(value, "A KATO code")
    if not (len(text) == 9 and text.isascii() and text.isdigit()):
        raise BadUserInput("A KATO code has nine digits, as in 750000000 for Almaty.")
    return text


SCALARS = {
    IIN: strawberry.scalar(
        name="IIN",
        description="Individual identification number: 12 digits with a check digit; masked ones come as •.",
        serialize=str,
        parse_value=read_iin,
    ),
    BIN: strawberry.scalar(
        name="BIN",
        description="Business identification number: 12 digits with a check digit.",
        serialize=str,
        parse_value=read_bin,
    ),
    KATO: strawberry.scalar(
        name="KATO",
        description="Code of a place in the national classifier: nine digits, the first two are the region.",
        serialize=str,
        parse_value=read_kato,
    ),
    PhoneNumber: strawberry.scalar(
        name="PhoneNumber", description="E.164, as in +77011234567.", serialize=str, parse_value=read_phone
    ),
}
