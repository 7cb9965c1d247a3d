"""What is installed: pins, names, and the wheel in an empty environment."""

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("server", "schema", "resolvers", "db", "domain")
LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-dev.txt")


def project() -> dict[str, list[str]]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, groups = pyproject["project"]["dependencies"], pyproject["dependency-groups"]
    build, dev = groups["build"], [one for one in groups["dev"] if isinstance(one, str)]
    return {
        "requirements.txt": run,
        "requirements-build.txt": build,
        "requirements-dev.txt": run + build + dev,
    }


def locked(name: str) -> dict[str, str]:
    """Each package of a lock and the version that it is pinned to."""
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def files_of(found: Distribution) -> list[str]:
    """What pip noted, relative to the packages' folder; the metadata's own reader would look at every file."""
    return [row[0] for row in csv.reader((found.read_text("RECORD") or "").splitlines())]


def test_no_installed_distribution_has_one_of_our_names() -> None:
    others = {found.metadata["Name"]: found for found in distributions()}
    del others["emhana"]
    tops = {name: {file.partition("/")[0] for file in files_of(found)} for name, found in others.items()}
    ours = {*PACKAGES, *(f"{name}.py" for name in PACKAGES)}
    assert {name: top & ours for name, top in tops.items() if top & ours} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_pinned_exactly_and_locked_at_that_version(lock: str) -> None:
    versions = locked(lock)
    for requirement in project()[lock]:
        name, _, version = requirement.partition("==")
        assert versions.get(name.partition("[")[0]) == version, requirement


def test_what_is_installed_apart_is_installed_in_one_version() -> None:
    everything = locked("requirements-dev.txt")
    for lock in LOCKS:
        assert locked(lock).items() <= everything.items(), lock


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "--index" not in text


def test_the_client_s_lock_has_hashes_and_no_address() -> None:
    packages = json.loads((ROOT / "web_client" / "package-lock.json").read_text())["packages"]
    fetched = {name: entry for name, entry in packages.items() if name and not entry.get("link")}
    assert [name for name, entry in fetched.items() if "integrity" not in entry] == []
    assert [name for name, entry in fetched.items() if "resolved" in entry] == []


def copy_sources(target: Path) -> None:
    for name in PACKAGES:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "LICENSE"):
        shutil.copy(ROOT / name, target)


def build(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(source)]
    return subprocess.run(words, capture_output=True, text=True)


def test_the_image_is_built_with_what_is_installed_to_build() -> None:
    modules = re.findall(r"python -m (\w+)", (ROOT / "Dockerfile").read_text())
    assert modules
    assert set(modules) <= {"pip", *locked("requirements-build.txt")}


@pytest.mark.slow
def test_a_wheel_without_the_built_client_cannot_be_made(tmp_path: Path) -> None:
    copy_sources(tmp_path)
    built = build(tmp_path, tmp_path / "wheels")
    assert built.returncode
    assert "run `make client` first" in built.stdout + built.stderr


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def fetch(url: str, body: bytes | None = None) -> bytes:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return bytes(answer.read())


def needed_here() -> list[tuple[str, str]]:
    """Name and version of what the lock asks for on this machine."""
    lines = re.findall(r"^[a-z0-9-]+==[^\\\n]+", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    needed = [one for one in map(Requirement, lines) if one.marker is None or one.marker.evaluate()]
    return [(one.name, str(one.specifier).removeprefix("==")) for one in needed]


def packages_of(programs: Path) -> Path:
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run([programs / "python", "-c", asked], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def link_files(found: Distribution, packages: Path) -> None:
    """The files that pip installed, of which it had checked the hashes, and what Python has compiled of them."""
    for name in files_of(found):
        if not name.startswith("../"):
            source, target = Path(str(found.locate_file(name))), packages / name
            link(source, target)
            for compiled in source.parent.glob(f"__pycache__/{source.stem}.{sys.implementation.cache_tag}.pyc"):
                link(compiled, target.parent / "__pycache__" / compiled.name)


def link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return
    try:
        target.hardlink_to(source)
    except OSError:  # another file system
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    built = build(ROOT, folder / "wheels")
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (folder / "wheels").glob("*.whl")
    venv.create(folder / "env")
    programs = folder / "env" / "bin"
    for name, version in needed_here():
        found = distribution(name)
        assert found.version == version, name
        link_files(found, packages_of(programs))
    # With no index, what the wheel declares must be there.
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "install"]
    done = subprocess.run(
        [*pip, "--isolated", "--quiet", "--no-index", "--no-compile", str(wheel)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return programs


@pytest.fixture(scope="module")
def served(installed: Path, folder_of_module: Path) -> Iterator[str]:
    """The address of a server that runs from the wheel, far from the working tree."""
    folder, port = folder_of_module, free_port()
    environment = {**os.environ, "EMHANA_PORT": str(port), "EMHANA_VAR": str(folder / "var")}
    environment.pop("PYTHONPATH", None)
    subprocess.run([installed / "emhana", "migrate"], check=True, env=environment, cwd=folder)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [installed / "emhana", "serve"], env=environment, cwd=folder, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 180
    while server.poll() is None and time.monotonic() < deadline:
        try:
            fetch(f"{address}/health/ready")
            break
        except OSError:
            time.sleep(0.1)
    yield address
    server.terminate()
    assert server.wait(40) == 0, (folder / "log").read_text()


@pytest.mark.slow
def test_the_wheel_in_an_empty_environment_serves_the_client_and_the_api(served: str) -> None:
    page = (ROOT / "web_client" / "dist" / "index.html").read_bytes()
    assert fetch(f"{served}/") == page
    for asset in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.decode()):
        assert fetch(served + asset) == (ROOT / "web_client" / "dist" / asset.lstrip("/")).read_bytes()
    answer = json.loads(fetch(f"{served}/graphql", b'{"query": "{ __typename }"}'))
    assert answer["data"] == {"__typename": "Query"}


@pytest.mark.slow
def test_the_wheel_brings_nothing_but_our_five_packages(installed: Path) -> None:
    listing = "import importlib.metadata as m; print(*{f.parts[0] for f in m.files('emhana')}, sep='\\n')"
    found = subprocess.run([installed / "python", "-c", listing], capture_output=True, text=True, check=True)
    ours = {name for name in found.stdout.split() if name != ".." and not name.endswith(".dist-info")}
    assert ours == set(PACKAGES)
