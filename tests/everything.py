"""`make test` and `make check`: every kind of check, all of them even when one fails, then the counts.

`python tests/everything.py lint types` runs only these kinds. What needs one core runs beside the other checks.
"""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
CLIENT = ROOT / "web_client"
REPORTS = ROOT / "var" / "test"
# Chromium without all that is around a page: the same pages for two thirds of the processor's time.
HEADLESS = "chromium-headless-shell"
BROWSERS = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
KINDS_OF_TESTS = ("domain", "api", "contract", "platform", "e2e")

console = Console(highlight=False, soft_wrap=True)


@dataclass
class Outcome:
    """Counts by kind: passed, failed, skipped; and what the checks have told that is not shown yet."""

    passed: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    told: list[tuple[str, str]] = field(default_factory=list)

    def note(self, kind: str, succeeded: bool) -> None:
        (self.passed if succeeded else self.failed)[kind] += 1

    def add(self, other: "Outcome") -> None:
        """Shows what the other has told."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        for kind, text in other.told:
            console.rule(kind, align="left")
            console.print(text, markup=False)


def command(outcome: Outcome, kind: str, words: list[str], folder: Path = ROOT) -> None:
    """One check is one program; its output is shown when it has ended."""
    began = time.monotonic()
    done = run(words, folder)
    succeeded = done.returncode == 0
    outcome.note(kind, succeeded)
    told = f"{kind}: {'passed' if succeeded else 'FAILED'} in {time.monotonic() - began:.0f} s"
    outcome.told.append((kind, f"{done.stdout}{told}"))


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def lint(outcome: Outcome) -> None:
    command(outcome, "lint", [tool("ruff"), "check", "."])


def types(outcome: Outcome) -> None:
    command(outcome, "types", [tool("mypy")])


def contracts(outcome: Outcome) -> None:
    command(outcome, "contracts", [tool("lint-imports")])


def python_tests(outcome: Outcome) -> None:
    """Every folder under tests/, whatever is added; an agreed kind without tests is a failure."""
    missing = [kind for kind in KINDS_OF_TESTS if not list((ROOT / "tests" / kind).rglob("test_*.py"))]
    for kind in missing:
        console.print(f"tests/{kind} holds no tests")
        outcome.failed[kind] += 1
    find_browser()
    find_pooler()
    report = REPORTS / "python.xml"
    # One more than there are cores: many wait, for a browser or for what they start and stop.
    workers = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    words = [sys.executable, "-m", "pytest", "-q", *workers, f"--junitxml={report}"]
    report.unlink(missing_ok=True)
    console.rule("pytest", align="left")
    read_report(outcome, "pytest", subprocess.run(words, cwd=ROOT).returncode, report)


def client(outcome: Outcome) -> None:
    """The web client's own: types, lint, catalogues and documents; then its unit tests. Builds it anew, so nobody may
    use it meanwhile."""
    npm = tool("npm")
    command(outcome, "client check", [npm, "run", "--silent", "check"], CLIENT)
    report = REPORTS / "client.xml"
    reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
    report.unlink(missing_ok=True)
    done = run([npm, "run", "--silent", "test", "--", *reporters], CLIENT)
    outcome.told.append(("client", done.stdout))
    read_report(outcome, "client", done.returncode, report)


def read_report(outcome: Outcome, kind: str, code: int, report: Path) -> None:
    """Counts come from the runner's JUnit file; a runner that fails and names no test is one failure."""
    cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []
    failures_before = outcome.failed.total()
    for case in cases:
        parts = case.get("classname", "").split(".")
        name = parts[1] if kind == "pytest" and parts[0] == "tests" and len(parts) > 1 else kind
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed[name] += 1
        elif case.find("skipped") is not None:
            outcome.skipped[name] += 1
        else:
            outcome.passed[name] += 1
    if code and outcome.failed.total() == failures_before:
        outcome.failed[kind] += 1


def install(package: str, why: str) -> None:
    """Debian's package, as root where there is Debian's apt-get."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        console.print(f"Installing {package} for {why} (once) …")
        for words in (["update"], ["install", "--yes", package]):
            subprocess.run(["apt-get", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def find_pooler() -> None:
    """PgBouncer, if it is to be had: without it the tests behind a pooler are skipped."""
    if not shutil.which("pgbouncer", path=f"{os.environ.get('PATH')}:/usr/sbin"):
        install("pgbouncer", "the tests behind a pooler")


def find_browser() -> None:
    """Chromium for the browser tests, as CHROMIUM: the system's, else Debian's package as root."""
    if os.environ.get("CHROMIUM"):
        return
    if not shutil.which(HEADLESS):
        install(HEADLESS, "the browser tests")
    if not any(map(shutil.which, BROWSERS)):
        install("chromium", "the browser tests")
    if found := next(filter(None, map(shutil.which, BROWSERS)), None):
        os.environ["CHROMIUM"] = found
        return
    sys.exit(
        "The browser tests need Chromium: install it (Debian: apt install chromium) or name its program in "
        "CHROMIUM, then run make test again."
    )


STEPS: dict[str, Callable[[Outcome], None]] = {
    "types": types,
    "lint": lint,
    "contracts": contracts,
    "client": client,
    "tests": python_tests,
}
ALONE = "tests"
"""They use what the others make, and all cores."""


def outcome_of(step: str) -> Outcome:
    outcome = Outcome()
    STEPS[step](outcome)
    return outcome


def summary(outcome: Outcome) -> Table:
    table = Table("Kind", "Passed", "Failed", "Skipped", title="Counts by kind", title_justify="left")
    for kind in sorted({*outcome.passed, *outcome.failed, *outcome.skipped}):
        counts = (outcome.passed[kind], outcome.failed[kind], outcome.skipped[kind])
        table.add_row(kind, *map(str, counts))
    return table


def main(names: list[str]) -> int:
    if unknown := set(names) - set(STEPS):
        sys.exit(f"No such check: {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}.")
    REPORTS.mkdir(parents=True, exist_ok=True)
    outcome, began = Outcome(), time.monotonic()
    wanted = [name for name in STEPS if not names or name in names]
    with ThreadPoolExecutor(2) as cores:
        for done in cores.map(outcome_of, [name for name in wanted if name != ALONE]):
            outcome.add(done)
    if ALONE in wanted:
        outcome.add(outcome_of(ALONE))
    console.print(summary(outcome))
    skipped = f", {outcome.skipped.total()} skipped" if outcome.skipped else ""
    console.print(f"In {time.monotonic() - began:.0f} s.")
    console.print(f"{outcome.passed.total()} passed, {outcome.failed.total()} failed{skipped}")
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
