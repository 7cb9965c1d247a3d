"""The arrows between the layers: a planted violation of each is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("server", "schema", "resolvers", "db", "domain")

PLANTED = {
    "domain imports a package from outside": ("domain", "import orjson", "domain.planted imports orjson"),
    "domain imports the database": ("domain", "import db.database", "domain.planted -> db.database"),
    "db imports a resolver": ("db", "import resolvers.context", "db.planted -> resolvers.context"),
    "resolvers import the server": ("resolvers", "import server.app", "resolvers.planted -> server.app"),
    "schema fetches": ("schema", "import db.database", "schema.planted -> db.database"),
    "schema writes SQL": ("schema", "import sqlalchemy", "schema.planted -> sqlalchemy"),
    "a resolver drives the database": ("resolvers", "import psycopg", "resolvers.planted -> psycopg"),
    "the server drives the database": ("server", "import sqlalchemy", "server.planted -> sqlalchemy"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for name in (*PACKAGES, "tests/platform"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("lint-imports"))
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True)


def test_the_house_keeps_its_contracts(copy: Path) -> None:
    found = lint_imports(copy)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("package", "line", "said"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_violation_is_found_and_named(copy: Path, package: str, line: str, said: str) -> None:
    planted = copy / package / "planted.py"
    planted.write_text(f"{line}\n")
    try:
        found = lint_imports(copy)
    finally:
        planted.unlink()
    assert found.returncode
    assert said in found.stdout


def test_make_check_runs_the_contracts() -> None:
    shown = subprocess.run(["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, check=True)
    assert b"tests/everything.py lint types contracts" in shown.stdout
