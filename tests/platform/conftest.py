"""Folders that databases may live in.

Not pytest's: each new session closes /tmp/pytest-of-root to all but root, and PostgreSQL runs as nobody there.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.embedded import Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="emhana-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def folder_of_module() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="emhana-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def laid_out() -> Iterator[Path]:
    """A data directory as its first start and stop left it."""
    with tempfile.TemporaryDirectory(prefix="emhana-") as name:
        cluster = Cluster(Path(name) / "postgres", durable=False)
        cluster.start()
        cluster.stop()
        yield cluster.data


@pytest.fixture
def own_cluster(laid_out: Path, folder: Path) -> Iterator[Cluster]:
    """Not running, on a copy: laying one out takes a second, copying it a twelfth of that."""
    data = folder / "postgres"
    subprocess.run(["cp", "-a", laid_out, data], check=True)
    cluster = Cluster(data, durable=False)
    yield cluster
    cluster.stop()
