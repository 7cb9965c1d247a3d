"""The embedded database: starts, stops, and survives what happens to processes."""

import os
import time
from pathlib import Path

import psycopg
import pytest

from server import embedded
from server.embedded import (
    DATABASE,
    SUPERUSER,
    Cluster,
    EmbeddedError,
    addressed,
    embedded_cluster,
    with_database,
)
from server.settings import Settings


def answer(cluster: Cluster, query: str) -> object:
    with psycopg.connect(cluster.url(SUPERUSER, SUPERUSER)) as connection:
        row = connection.execute(query).fetchone()
        return row and row[0]


def test_it_starts_in_under_two_seconds_once_laid_out_and_is_postgresql_18(own_cluster: Cluster) -> None:
    began = time.monotonic()
    own_cluster.start()
    assert time.monotonic() - began < 2
    assert str(answer(own_cluster, "show server_version")).startswith("18.")


def test_letters_are_unicode_and_nothing_listens_on_the_network(own_cluster: Cluster) -> None:
    own_cluster.start()
    assert answer(own_cluster, "select lower('ӘЛИЯ ҚЫЗЫ')") == "әлия қызы"
    assert answer(own_cluster, "show listen_addresses") == ""


def test_only_its_own_user_reaches_the_sockets(own_cluster: Cluster) -> None:
    own_cluster.start()
    assert own_cluster.sockets.stat().st_mode & 0o077 == 0
    assert own_cluster.data.stat().st_mode & 0o077 == 0


def test_it_starts_again_after_a_kill_though_the_dead_process_is_still_a_zombie(own_cluster: Cluster) -> None:
    own_cluster.durable = True
    own_cluster.start()
    with psycopg.connect(own_cluster.url(SUPERUSER, SUPERUSER), autocommit=True) as connection:
        connection.execute("create table kept as select 7 as value")
    assert own_cluster.process
    own_cluster.process.kill()
    time.sleep(0.1)
    again = Cluster(own_cluster.data)
    again.start()
    assert answer(again, "select value from kept") == 7
    again.stop()


def test_a_lock_file_with_a_stranger_s_process_id_is_stale(own_cluster: Cluster) -> None:
    lock = f"{os.getpid()}\n{own_cluster.data}\n1\n5432\n\n\n\nready\n"
    (own_cluster.data / "postmaster.pid").write_text(lock)
    own_cluster.start()
    assert answer(own_cluster, "select 1") == 1


def test_a_second_start_uses_the_one_that_runs(own_cluster: Cluster) -> None:
    own_cluster.start()
    second = Cluster(own_cluster.data)
    second.start()
    assert second.process is None
    assert answer(second, "select 1") == 1


def test_a_long_path_moves_the_sockets_not_the_data(folder: Path) -> None:
    cluster = Cluster(folder / ("long" * 30) / "postgres", durable=False)
    cluster.start()
    try:
        assert answer(cluster, "show data_directory") == str(cluster.data)
        assert not cluster.sockets.is_relative_to(cluster.data)
    finally:
        cluster.stop()


def test_a_command_that_started_the_database_stops_it_and_one_that_found_it_does_not(folder: Path) -> None:
    settings = Settings(var=folder)
    cluster = embedded_cluster(settings)
    with with_database(settings) as outer:
        assert outer.database_url.startswith("postgresql://emhana_server@")
        with with_database(settings):
            pass
        assert embedded.running_postmaster(cluster.data)
    assert embedded.running_postmaster(cluster.data) is None


def test_the_database_is_made_once(own_cluster: Cluster) -> None:
    own_cluster.start()
    for _ in range(2):
        addressed(Settings(), own_cluster)
    assert own_cluster.has_database(DATABASE)


def test_a_folder_that_cannot_be_written_is_one_sentence_with_a_remedy(folder: Path) -> None:
    in_the_way = folder / "var"
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(EmbeddedError, match=r"cannot keep its data in .* EMHANA_VAR\.$"):
        Cluster(in_the_way / "postgres").start()


def test_a_damaged_data_directory_points_to_the_log(own_cluster: Cluster) -> None:
    (own_cluster.data / "global" / "pg_control").unlink()
    with pytest.raises(EmbeddedError, match=r"did not start: the end of .*postgres\.log says why"):
        own_cluster.start()
