"""What is typed at a command, as values; what cannot be read is said of its option."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

import typer

Choice = TypeVar("Choice", bound=StrEnum)


def chosen_from(kind: type[Choice], word: str, option: str) -> Choice:
    try:
        return kind(word)
    except ValueError as error:
        raise typer.BadParameter(f"{word} is none of {', '.join(kind)}", param_hint=option) from error


def object_of(text: str, option: str) -> dict[str, object]:
    import json

    try:
        found = json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"this is no JSON: {error}", param_hint=option) from error
    if not isinstance(found, dict):
        raise typer.BadParameter("this is no JSON object", param_hint=option)
    return found


def day_from(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise typer.BadParameter(f"{word} is no day like 2026-11-24", param_hint="--on") from error
