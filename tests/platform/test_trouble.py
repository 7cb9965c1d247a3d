"""Trouble that a person can mend is one sentence with a remedy, an exit code, and never a traceback."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server import doctor, trouble
from server.cli import app
from server.embedded import Cluster
from server.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def emhana(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EMHANA_")}
    command = [sys.executable, "-m", "server.cli", *words]
    return subprocess.run(
        command, env=environment | settings, cwd=ROOT, capture_output=True, text=True, timeout=180
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What was said, once it is certain that it is one line, a failure, and no traceback."""
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "Traceback" not in line
    assert line.endswith((".", "helps."))
    return line


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


@pytest.fixture
def empty_url(cluster: Cluster) -> str:
    if not cluster.has_database("empty"):
        cluster.create_database("empty")
    return cluster.url("postgres", "empty")


@pytest.fixture
def in_the_way(tmp_path: Path) -> str:
    """A folder that cannot be made, not even by root: its parent is a file."""
    (tmp_path / "file").touch()
    return str(tmp_path / "file" / "var")


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_taken_port_says_which_and_how_to_choose_another(command: str, taken: int, tmp_path: Path) -> None:
    said = sentence(emhana(command, EMHANA_PORT=str(taken), EMHANA_VAR=str(tmp_path)))
    assert said.startswith(f"Port {taken} is taken")
    assert f"EMHANA_PORT={taken + 1}" in said


@pytest.mark.parametrize("command", ["run", "migrate", "serve"])
def test_a_folder_that_cannot_be_written_is_named_with_the_setting(command: str, in_the_way: str) -> None:
    said = sentence(emhana(command, EMHANA_VAR=in_the_way, EMHANA_PORT="49151"))
    assert in_the_way in said
    assert "EMHANA_VAR" in said


@pytest.mark.parametrize("command", ["migrate", "demo"])
def test_a_database_that_does_not_answer_is_named_as_the_cause(command: str) -> None:
    said = sentence(emhana(command, EMHANA_DATABASE_URL="postgresql://somebody:hush@127.0.0.1:1/emhana"))
    assert "EMHANA_DATABASE_URL" in said
    assert "hush" not in said


MIGRATE = "The database is empty: run `emhana migrate` first."
USING = [
    ("audit", "verify"),
    ("reminders", "preview", "--clinic", "990240001234"),
    ("immunization", "plan"),
    ("explain", "docs/examples/en/4-doctor-lists.graphql", "--role", "AUDITOR"),
    ("user", "create", "aigul", "--role", "AUDITOR", "--name", "A", "--password", "apples of the mountain"),
]


def refused(*command: str, **settings: str) -> str:
    """What the command says, without a process of its own."""
    environment = {"EMHANA_DATABASE_URL": "", "EMHANA_ENV": ""} | settings
    error = CliRunner().invoke(app, command, env=environment).exception
    assert error
    return str(trouble.sentence(error))


@pytest.mark.parametrize("command", USING, ids=lambda words: " ".join(words[:2]))
def test_without_a_database_a_command_that_uses_one_says_how_to_make_it(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    said = refused(*command, EMHANA_VAR=str(tmp_path))
    assert said.startswith("There is no database")
    assert "`emhana migrate`" in said
    assert not list(tmp_path.iterdir()), "it is not for this command to make one"


@pytest.mark.parametrize("command", USING, ids=lambda words: " ".join(words[:2]))
def test_an_empty_database_is_sent_to_its_migrations(command: tuple[str, ...], empty_url: str) -> None:
    assert refused(*command, EMHANA_DATABASE_URL=empty_url) == MIGRATE


def test_an_empty_embedded_database_is_sent_to_its_migrations(own_cluster: Cluster) -> None:
    own_cluster.start()
    var = own_cluster.data.parent
    assert refused("audit", "verify", EMHANA_VAR=str(var)) == MIGRATE
    (finding,) = doctor.database(Settings(var=var))
    assert (finding.subject, finding.remedy) == ("Migrations", "Run `emhana migrate`.")


def test_production_with_the_secret_of_the_source_code_does_not_start() -> None:
    done = emhana(
        "serve",
        EMHANA_ENV="production",
        EMHANA_DATABASE_URL="postgresql://emhana_server@127.0.0.1:1/emhana",
        EMHANA_PUBLIC_URL="https://emhana.example",
    )
    assert done.returncode == 1
    assert done.stderr.startswith("EMHANA_SECRET is the one from the source code")
    assert "Traceback" not in done.stderr


def test_a_value_that_cannot_be_read_names_its_variable() -> None:
    said = sentence(emhana("migrate", EMHANA_PORT="eight"))
    assert said.startswith("EMHANA_PORT=eight is not a whole number")


def test_a_mistyped_command_is_answered_with_help_not_with_a_traceback() -> None:
    done = emhana("mirgate")
    assert done.returncode == 2
    assert "No such command" in done.stderr
    assert "Traceback" not in done.stderr


def prerequisites(*goals: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "server" / "prerequisites.py"), *goals]
    return subprocess.run(command, env={**os.environ, **settings}, cwd=folder, capture_output=True, text=True)


def test_before_anything_is_installed_a_taken_port_is_told(taken: int, tmp_path: Path) -> None:
    assert f"Port {taken} is taken" in sentence(prerequisites("run", folder=tmp_path, EMHANA_PORT=str(taken)))
    assert prerequisites("test", folder=tmp_path, EMHANA_PORT=str(taken)).returncode == 0


@pytest.mark.parametrize("port", ["abc", "0", "80000", "-1"])
def test_a_port_that_cannot_be_is_one_sentence(port: str, tmp_path: Path) -> None:
    said = sentence(prerequisites("run", folder=tmp_path, EMHANA_PORT=port))
    assert f"EMHANA_PORT={port} is not a whole number from 1 to 65535" in said


@pytest.mark.slow
def test_packages_that_cannot_be_downloaded_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    files = ("Makefile", "requirements-pip.txt", "requirements-build.txt", "server/prerequisites.py")
    for name in files:
        shutil.copy(ROOT / name, tmp_path / name)
    half = tmp_path / ".venv" / "half-made"
    half.parent.mkdir()
    half.touch()
    offline = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:1/",
        "PIP_RETRIES": "0",
        "PIP_FIND_LINKS": "",
        "PIP_EXTRA_INDEX_URL": "",
    }
    done = subprocess.run(
        ["make", ".venv/node"], env=os.environ | offline, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode
    assert "could not be downloaded: check the network, then run make again" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / ".venv" / "node").exists()
    assert not half.exists(), "an environment that was left half-way is begun anew"


def test_make_says_that_python_is_missing_or_too_old() -> None:
    done = subprocess.run(
        ["make", "--always-make", "ready", "PYTHON="], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode
    assert "Emhana needs Python 3.11 or newer" in done.stderr
