"""Folders that databases may live in.

Not pytest's: each new session closes /tmp/pytest-of-root to all but root, and PostgreSQL runs as nobody there.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="emhana-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def folder_of_module() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="emhana-") as name:
        yield Path(name)
