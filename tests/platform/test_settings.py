"""The environment: read whole, refused in sentences."""

import re
from pathlib import Path

import pytest

from server.settings import (
    DEVELOPMENT_SECRET,
    VARIABLES,
    Settings,
    SettingsError,
    settings_from,
    unknown_names,
)

HOSPITAL = {
    "EMHANA_ENV": "production",
    "EMHANA_SECRET": "k3" * 20,
    "EMHANA_DATABASE_URL": "postgresql://emhana_server:hush@db.example/emhana",
    "EMHANA_PUBLIC_URL": "https://emhana.example",
}


def problems(environment: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        settings_from(environment)
    return str(raised.value).splitlines()


def test_an_empty_environment_is_a_laptop_in_development() -> None:
    settings = settings_from({})
    assert settings == Settings()
    assert (settings.port, settings.var) == (8000, Path("var"))
    assert settings.embedded
    assert not settings.secure
    assert settings.origin == "http://127.0.0.1:8000"


def test_a_hospital_is_production() -> None:
    settings = settings_from(HOSPITAL)
    assert settings.production
    assert settings.secure
    assert not settings.embedded


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("EMHANA_SECRET", "", "EMHANA_SECRET is the one from the source code"),
        ("EMHANA_SECRET", DEVELOPMENT_SECRET, "EMHANA_SECRET is the one from the source code"),
        ("EMHANA_SECRET", "short", "EMHANA_SECRET is shorter than 32"),
        ("EMHANA_DATABASE_URL", "", "EMHANA_DATABASE_URL is not set"),
        ("EMHANA_PUBLIC_URL", "", "EMHANA_PUBLIC_URL is not the https:// address"),
        ("EMHANA_PUBLIC_URL", "http://emhana.example", "EMHANA_PUBLIC_URL is not the https:// address"),
    ],
)
def test_production_refuses_what_only_a_laptop_may_have(name: str, value: str, said: str) -> None:
    assert any(sentence.startswith(said) for sentence in problems(HOSPITAL | {name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMHANA_ENV", "staging"),
        ("EMHANA_PORT", "80000"),
        ("EMHANA_PORT", "eight"),
        ("EMHANA_POOL_SIZE", "0"),
        ("EMHANA_POOL_WAIT_SECONDS", "soon"),
        ("EMHANA_DATABASE_URL", "mysql://db/emhana"),
    ],
)
def test_a_value_that_cannot_be_read_is_one_sentence_that_names_the_variable(name: str, value: str) -> None:
    (sentence,) = problems({name: value})
    assert sentence.startswith(name)
    assert sentence.endswith(".")


def test_every_problem_is_told_at_once() -> None:
    assert len(problems({"EMHANA_PORT": "x", "EMHANA_ENV": "y", "EMHANA_POOL_SIZE": "z"})) == 3


def test_secrets_and_addresses_with_passwords_are_neither_printed_nor_quoted_in_refusals() -> None:
    assert "hush" not in repr(settings_from(HOSPITAL))
    assert HOSPITAL["EMHANA_SECRET"] not in repr(settings_from(HOSPITAL))
    assert "hush" not in "".join(problems({"EMHANA_DATABASE_URL": "mysql://u:hush@db/emhana"}))


def test_settings_cannot_be_changed_after_they_are_read() -> None:
    with pytest.raises(AttributeError):
        Settings().port = 1  # type: ignore[misc]


def test_a_misspelt_variable_is_found() -> None:
    environment = {"EMHANA_DATABSE_URL": "x", "EMHANA_PORT": "1", "HOME": "/"}
    assert unknown_names(environment) == ["EMHANA_DATABSE_URL"]


def test_every_field_has_its_variable_and_every_variable_its_field() -> None:
    assert {variable.target for variable in VARIABLES} == set(Settings.__dataclass_fields__)
    assert all(re.fullmatch(r"EMHANA_[A-Z_]+", variable.name) for variable in VARIABLES)
