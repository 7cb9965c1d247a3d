"""The doctor: a sound installation is good, and each fault is found with its remedy."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from db.installation import inspect, is_demo, is_empty, share_password
from server import doctor
from server.doctor import JUDGES, Finding, Verdict, examine
from server.run import RunError
from server.serving import refuse_owner
from server.settings import Settings
from tests.conftest import Urls


def by_subject(settings: Settings, environment: dict[str, str] | None = None) -> dict[str, Finding]:
    return {finding.subject: finding for finding in examine(settings, environment or {})}


def sql(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def settings(urls: Urls, tmp_path: Path) -> Settings:
    return Settings(database_url=urls.server, owner_database_url=urls.owner, var=tmp_path, port=free_port())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_migrated_database_seen_by_the_server_s_role_is_sound(urls: Urls) -> None:
    found = inspect(urls.server)
    assert [judge(found).verdict for judge in JUDGES] == [Verdict.GOOD] * len(JUDGES)
    assert (found.role, found.owned, found.open_tables) == ("emhana_server", (), ())


def test_every_fault_comes_with_a_remedy_and_nothing_else_does(settings: Settings) -> None:
    findings = list(examine(settings, {"EMHANA_TYPO": "1"}))
    assert {finding.subject for finding in findings if finding.verdict is Verdict.GOOD} >= {
        "Python",
        "Folder",
        "Port",
        "Time zone",
        "Database",
        "Migrations",
        "Server's role",
        "Row-level security",
        "Clock",
    }
    for finding in findings:
        assert bool(finding.remedy) is (finding.verdict is not Verdict.GOOD), finding


def test_a_role_that_owns_everything_is_a_failure(settings: Settings, urls: Urls) -> None:
    finding = by_subject(replace(settings, database_url=urls.owner))["Server's role"]
    assert finding.verdict is Verdict.FAILURE
    assert "is a superuser" in finding.found
    assert "emhana_server" in finding.remedy


def test_production_does_not_start_as_a_role_that_owns_the_database(urls: Urls) -> None:
    with pytest.raises(RunError, match=r"superuser.*EMHANA_DATABASE_URL name emhana_server"):
        refuse_owner(Settings(environment="production", database_url=urls.owner))
    refuse_owner(Settings(environment="production", database_url=urls.server))
    refuse_owner(Settings(database_url=urls.owner))


def test_a_role_that_bypasses_row_level_security_is_a_failure(settings: Settings, urls: Urls) -> None:
    sql(urls.owner, "alter role emhana_server bypassrls")
    try:
        finding = by_subject(settings)["Server's role"]
    finally:
        sql(urls.owner, "alter role emhana_server nobypassrls")
    assert (finding.verdict, finding.found) == (Verdict.FAILURE, "emhana_server bypasses row-level security")


def test_a_table_without_forced_row_level_security_is_named(settings: Settings, urls: Urls) -> None:
    sql(urls.owner, "alter table patient no force row level security")
    finding = by_subject(settings)["Row-level security"]
    assert (finding.verdict, finding.found) == (Verdict.FAILURE, "not forced on patient")


def test_a_database_behind_the_newest_migration_is_a_failure(settings: Settings, urls: Urls) -> None:
    sql(urls.owner, "update alembic_version set version_num = 'of old'")
    finding = by_subject(settings)["Migrations"]
    assert finding.verdict is Verdict.FAILURE
    assert finding.found.startswith("at of old, not ")
    assert "emhana migrate" in finding.remedy


def test_a_database_that_does_not_answer_is_a_failure_not_a_traceback(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql://emhana_server:hush@127.0.0.1:1/emhana")
    finding = by_subject(away)["Database"]
    assert finding.verdict is Verdict.FAILURE
    assert "hush" not in finding.found
    assert "EMHANA_DATABASE_URL" in finding.remedy


def test_an_old_database_and_a_wrong_clock_are_failures(urls: Urls) -> None:
    found = inspect(urls.server)
    assert doctor.version(replace(found, version=17)).verdict is Verdict.FAILURE
    assert doctor.clock(replace(found, seconds_ahead=-40.0)).found == "the database's differs by -40 s"


def test_a_misspelt_setting_is_a_warning(settings: Settings) -> None:
    finding = by_subject(settings, {"EMHANA_PROT": "80"})["Environment"]
    assert (finding.verdict, finding.found) == (Verdict.WARNING, "unknown: EMHANA_PROT")


def test_settings_that_nothing_would_start_with_are_told_beside_everything_else() -> None:
    hospital = {"EMHANA_ENV": "production", "EMHANA_SECRET": "short", "EMHANA_PORT": "eight"}
    command = [str(Path(sys.executable).with_name("emhana")), "doctor"]
    with tempfile.TemporaryDirectory(prefix="emhana-") as folder:
        environment = os.environ | hospital | {"EMHANA_VAR": f"{folder}/var", "EMHANA_DATABASE_URL": ""}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert not Path(folder, "var").exists(), "looking leaves nothing behind"
    assert (done.returncode, done.stderr) == (1, "")
    said = " ".join(done.stdout.split())
    for fault in ("EMHANA_PORT=eight", "EMHANA_SECRET is shorter", "EMHANA_PUBLIC_URL", "EMHANA_DATABASE_URL"):
        assert f"✗ Settings {fault}" in said
    assert "✓ Disk" in said
    assert "✗ Database none yet" in said


def test_a_folder_that_cannot_be_written_is_a_failure(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    finding = by_subject(replace(settings, var=tmp_path / "file" / "var"))["Folder"]
    assert finding.verdict is Verdict.FAILURE
    assert "EMHANA_VAR" in finding.remedy


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def test_a_taken_port_is_a_failure_and_says_how_to_choose_another(settings: Settings, taken: int) -> None:
    finding = by_subject(replace(settings, port=taken))["Port"]
    assert finding.verdict is Verdict.FAILURE
    assert f"EMHANA_PORT={taken + 1}" in finding.remedy


def test_before_the_first_run_there_is_no_database_and_none_is_made(tmp_path: Path) -> None:
    finding = by_subject(Settings(var=tmp_path, port=free_port()))["Database"]
    assert (finding.verdict, finding.found) == (Verdict.FAILURE, "none yet")
    assert not (tmp_path / "postgres").exists()


def test_a_migrated_database_is_empty_until_there_is_a_clinic(urls: Urls) -> None:
    assert is_empty(urls.owner)
    assert not is_demo(urls.owner)


def test_the_server_s_password_is_that_of_its_address(urls: Urls) -> None:
    with_password = urls.server.replace("emhana_server@", "emhana_server:s3cret%25@")
    share_password(urls.owner, with_password)
    with psycopg.connect(urls.owner) as connection:
        passwords = connection.execute("select rolpassword from pg_authid where rolname = 'emhana_server'")
        assert str(passwords.fetchone()).startswith("('SCRAM-SHA-256$")
