"""What `make` needs before it can begin. Runs before anything is installed, in whatever Python there is."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import socket
import sys
from pathlib import Path

GIGABYTE = 1024**3
OLDEST_PYTHON = (3, 11)


def problems(folder: Path, port: str | None) -> list[str]:
    """Each a sentence with its remedy; `port` is checked only when a server is about to listen on it."""
    found = [python_version(), python_modules(), writable(folder), disk(folder)]
    found.append(port_usable(port) if port else "")
    return [sentence for sentence in found if sentence]


def python_version() -> str:
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return ""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"Emhana needs Python 3.11 or newer, and this is {version}: install one, then run make again."


def python_modules() -> str:
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return ""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        "Python's venv module is missing: install it "
        f"(Debian: apt install python{version}-venv), then run make again."
    )


def writable(folder: Path) -> str:
    if os.access(folder, os.W_OK):
        return ""
    return f"The folder {folder} is read-only: make it writable, or clone Emhana into a folder of your own."


def disk(folder: Path) -> str:
    free = shutil.disk_usage(folder).free
    if free >= GIGABYTE or (folder / ".venv" / "installed").exists():
        return ""
    return (
        f"Only {free // 1024**2} MB are free in {folder} and Emhana needs 1 GB: "
        "free some space, then run make again."
    )


def port_usable(text: str) -> str:
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        return f"EMHANA_PORT={text} is not a whole number from 1 to 65535: choose one, or unset it for 8000."
    return port_free(int(text))


def port_free(port: int, host: str = "127.0.0.1") -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return port_refused(port, host, error)
    return ""


def port_refused(port: int, host: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken on {host}: stop the program that listens there, "
            f"or choose another port: EMHANA_PORT={port + 1} make run."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} may not be opened by this user: choose one above 1023 in EMHANA_PORT."
    return f"{host} is no address of this machine ({error.strerror}): correct or unset EMHANA_HOST."


if __name__ == "__main__":
    wanted = os.environ.get("EMHANA_PORT", "8000") if "run" in sys.argv[1:] else None
    sentences = problems(Path.cwd(), wanted)
    sys.exit("\n".join(sentences) or 0)
