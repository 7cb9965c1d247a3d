"""The bench of reading: its contestants answer alike, and it notices when they do not."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.reading.answers import data_of, difference, plain
from bench.reading.city import City, furnish
from bench.reading.contestants import Running, contestants, running
from bench.reading.load import Shot
from bench.reading.parts import parts_of
from bench.reading.report import Measured, ratios, verdicts
from bench.reading.screens import Screens, screens_of
from db import demo
from server.embedded import Cluster
from tests.conftest import NewDatabase

PEOPLE = 5_000
PLAYERS = ("emhana", "limit")


@pytest.fixture(scope="module")
def city(new_database: NewDatabase, cluster: Cluster) -> Iterator[City]:
    with new_database() as urls:
        demo.load(urls.owner, PEOPLE, lambda what, done, total: None)
        furnish(urls.owner)
        yield City(urls.owner, urls.server, cluster.log, 0)


@pytest.fixture(scope="module")
def screens(city: City) -> Screens:
    return screens_of(city)


@pytest.fixture(scope="module")
def players(
    city: City, screens: Screens, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Running]]:
    """All that need no packages from the network, each as the server that is measured."""
    folder: Path = tmp_path_factory.mktemp("bench")
    emhana, *others = (one for one in contestants(city, screens, 1) if one.name in PLAYERS)
    with contextlib.ExitStack() as held:
        yield [held.enter_context(running(one, folder)) for one in (emhana, *others)]


@pytest.mark.slow
def test_emhana_says_what_hand_written_sql_says_on_every_screen(
    city: City, screens: Screens, players: list[Running]
) -> None:
    for screen in screens.screens:
        for body in screens.bodies(screen)[:2]:
            said = []
            for player in players:
                if player.contestant.plays(screen):
                    city.forget_reading(screens.people, screens.sessions["registrar9"])
                    said.append(data_of(player.answer(screens, screen, body)))
            assert len(said) == len(PLAYERS)
            assert [difference(said[0], other) for other in said[1:]] == [None] * (len(said) - 1), screen.name


@pytest.mark.slow
def test_what_emhana_and_the_limit_answer_is_on_record(
    city: City, screens: Screens, players: list[Running]
) -> None:
    card = next(screen for screen in screens.screens if screen.name == "card")
    shown = {}
    for player in (player for player in players if player.contestant.name in ("emhana", "limit")):
        city.forget_reading([], screens.sessions["registrar9"])
        player.answer(screens, card, screens.bodies(card)[0])
        [(operation, role, patient_ids)] = city.ask("select operation, role, patient_ids from access_event")
        shown[player.contestant.name] = (operation, role, sorted(patient_ids))
    assert shown["emhana"] == shown["limit"]
    assert len(shown["emhana"][2]) > 1


def test_a_difference_is_told_by_its_place() -> None:
    ours = plain({"nodes": [{"name": "A"}, {"name": "B"}]})
    assert difference(ours, plain({"nodes": {"it": [{"name": "A"}, {"name": "B"}]}})) is None
    assert difference(ours, plain({"nodes": [{"name": "A"}, {"name": "C"}]})) == "data.nodes[1].name: B ≠ C"
    assert difference(ours, plain({"nodes": [{"name": "A"}]})) is not None


def test_the_same_row_and_moment_in_another_spelling_are_equal() -> None:
    assert plain({"id": "UGF0aWVudDowMWEyMTQxNDNiOTI3YmQ2OTUxZTMxNDk5ZDM1NDk1MQ"}) == {
        "id": "01a21414-3b92-7bd6-951e-31499d354951"
    }
    assert plain({"at": "2026-11-25T17:00:00+00:00"}) == plain({"at": "2026-11-25T22:00:00+05:00"})


def test_samples_are_counted_for_the_innermost_part() -> None:
    stacks = (
        "run (uvicorn/server.py:1);execute (graphql/execution.py:2);page (db/queries/page.py:3) 4\n"
        "run (uvicorn/server.py:1);page (db/queries/page.py:3);execute (sqlalchemy/engine/base.py:2) 2\n"
    )
    assert parts_of(stacks) == {"db/queries/page.py": 4, "SQLAlchemy": 2}


def test_a_goal_counts_the_worst_screen_too() -> None:
    def at(rate: float) -> Measured:
        return Measured([Shot(rate, 1, 1, 1, 1, 10)])

    results = {"one": {"emhana": at(400), "peer": at(100)}, "two": {"emhana": at(90), "peer": at(100)}}
    assert ratios(results, "peer") == {"one": 4.0, "two": 0.9}
    [(_, _, reached)] = verdicts(results)
    assert not reached
