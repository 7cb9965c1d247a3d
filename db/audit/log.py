"""The heads once more, in a file where the database's administrator cannot write."""

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from db.audit.head import Head
from domain.merkle import canonical


@dataclass(frozen=True, slots=True)
class Line:
    """One head of the log: its number, its hash and its signature."""

    position: int
    hash: bytes
    signature: bytes


def append(file: Path, heads: Iterable[tuple[Head, bytes]]) -> None:
    """Durable when it returns."""
    lines = [canonical({**asdict(head), "hash": head.hash, "signature": made}) for head, made in heads]
    if not lines:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as opened:
        opened.write(b"".join(line + b"\n" for line in lines))
        opened.flush()
        os.fsync(opened.fileno())


def read(file: Path) -> list[Line]:
    """Every line; a last one that a crash cut short is left out. Raises ValueError for any other that is no head."""
    text = file.read_bytes() if file.exists() else b""
    whole = text[: text.rfind(b"\n") + 1]
    return [_line(each) for each in whole.splitlines()]


def last(file: Path) -> Line | None:
    """The newest head of the log; null before the first. Raises what `read` raises."""
    lines = read(file)
    return lines[-1] if lines else None


def _line(text: bytes) -> Line:
    try:
        found = orjson.loads(text)
        return Line(found["position"], bytes.fromhex(found["hash"]), bytes.fromhex(found["signature"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"no head: {text[:60]!r}") from problem
