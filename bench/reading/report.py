"""The table, as text, as Markdown and as a plot."""

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.reading.load import Shot

GOALS = (
    ("peer", 1.5, 1.0, "≥ 1.5 × PostGraphile on the mean, ≥ 1.0 × on every screen"),
    ("dutiful", 1.5, 1.0, "the same, where PostGraphile finds the session and writes the trail as Emhana does"),
    ("limit", 0.6, 0.0, "≥ 0.6 × the limit on the mean"),
    ("stock", 5.0, 5.0, "≥ 5 × stock Strawberry on the list screens"),
)
COLOURS = {
    "emhana": "#1c7ed6",
    "plain": "#74c0fc",
    "peer": "#f08c00",
    "dutiful": "#fd7e14",
    "stock": "#adb5bd",
    "limit": "#2b8a3e",
    "naked": "#8ce99a",
}


@dataclass(slots=True)
class Measured:
    """One contestant on one screen: the shots of all rounds, the statements and bytes of one answer."""

    shots: list[Shot] = field(default_factory=list)
    statements: int = 0
    bytes: int = 0

    @property
    def rate(self) -> float:
        return max(0.01, statistics.median(shot.rate for shot in self.shots))

    @property
    def p50(self) -> float:
        return statistics.median(shot.p50 for shot in self.shots)

    @property
    def p99(self) -> float:
        return statistics.median(shot.p99 for shot in self.shots)

    @property
    def server(self) -> float:
        return statistics.median(shot.server for shot in self.shots)

    @property
    def database(self) -> float:
        return statistics.median(shot.database for shot in self.shots)

    @property
    def processor(self) -> float:
        return max(0.01, self.server + self.database)


Results = Mapping[str, Mapping[str, Measured]]
"""By screen, then by contestant."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a reader must know to judge the numbers."""

    people: int
    seconds: int
    rounds: int
    connections: int
    workers: Mapping[str, int]
    loads: Sequence[float]
    remarks: Sequence[str]

    @property
    def sentence(self) -> str:
        workers = ", ".join(f"{name} {count}" for name, count in self.workers.items())
        return (
            f"{self.people:,} people; wrk with {self.connections} connections, {self.seconds} s, {self.rounds} rounds "
            "in turn, medians; "
            f"{os.cpu_count()} cores shared by client, server and PostgreSQL 18; {platform.machine()}, "
            f"Python {platform.python_version()}; processes: {workers}; "
            f"load average {min(self.loads):.1f}–{max(self.loads):.1f} in this run "
            f"({datetime.now(UTC):%Y-%m-%d %H:%M} UTC)."
        )


def ratios(results: Results, against: str, by: str = "rate") -> dict[str, float]:
    """Emhana's requests a second by another's where both play; or, by "processor", the other's milliseconds by ours."""
    both = {name: of for name, of in results.items() if against in of and "emhana" in of}
    if by == "processor":
        return {name: of[against].processor / of["emhana"].processor for name, of in both.items()}
    return {name: of["emhana"].rate / of[against].rate for name, of in both.items()}


def verdicts(results: Results) -> list[tuple[str, str, bool]]:
    """Each goal with what was reached."""
    told = []
    for against, mean_goal, every_goal, goal in GOALS:
        if found := ratios(results, against):
            mean, worst = statistics.geometric_mean(found.values()), min(found, key=lambda name: found[name])
            by_processor = statistics.geometric_mean(ratios(results, against, "processor").values())
            reached = mean >= mean_goal and found[worst] >= every_goal
            words = (
                f"{mean:.2f} on the mean, {found[worst]:.2f} on {worst}; by processor time {by_processor:.2f}"
            )
            told.append((goal, words, reached))
    return told


HEADINGS = (
    "screen", "answered by", "requests/s", "p50 ms", "p99 ms", "CPU ms: server", "database", "statements", "bytes",
    "Emhana ÷ this", "by CPU",
)  # fmt: skip


def markdown(
    results: Results, names: Mapping[str, str], abouts: Mapping[str, str], how: Circumstances
) -> str:
    """The whole report."""
    lines = ["# Reading: six screens", "", how.sentence, "", *(f"- {remark}" for remark in how.remarks), ""]
    lines += [_row(HEADINGS), _row(["---", "---", *["--:"] * 9])]
    for screen, of in results.items():
        for place, (name, one) in enumerate(of.items()):
            lines.append(
                _row(["" if place else abouts[screen], names[name], *_numbers(one), *_compared(of, name)])
            )
    lines += ["", _row(("goal", "reached", "")), _row(["---"] * 3)]
    lines += [_row((goal, found, "yes" if reached else "no")) for goal, found, reached in verdicts(results)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _numbers(one: Measured) -> list[str]:
    times = (one.p50, one.p99, one.server, one.database)
    return [f"{one.rate:,.0f}", *(f"{value:.1f}" for value in times), str(one.statements), f"{one.bytes:,}"]


def _compared(of: Mapping[str, Measured], name: str) -> list[str]:
    if name == "emhana":
        return ["", ""]
    return [f"{ratios({'': of}, name, by)['']:.2f}" for by in ("rate", "processor")]


def svg(results: Results, names: Mapping[str, str], how: Circumstances) -> str:
    """Requests a second of each contestant, one group of bars a screen, each group on its own scale."""
    row, gap, left, width = 16, 26, 170, 520
    parts, top = [], 54
    for screen, of in results.items():
        most = max(one.rate for one in of.values())
        parts.append(f'<text x="{left}" y="{top - 6}" font-weight="600">{screen}</text>')
        for name, one in of.items():
            long = max(1.0, width * one.rate / most)
            parts.append(
                f'<text x="{left - 8}" y="{top + 12}" text-anchor="end">{names[name]}</text>'
                f'<rect x="{left}" y="{top + 2}" width="{long:.1f}" height="{row - 4}" rx="2" fill="{COLOURS[name]}"/>'
                f'<text x="{left + long + 6:.1f}" y="{top + 12}">{one.rate:,.0f}/s</text>'
            )
            top += row
        top += gap
    height = top
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="{height}" viewBox="0 0 800 {height}" '
        f'font-family="system-ui, sans-serif" font-size="11" fill="#212529">'
        f'<rect width="800" height="{height}" fill="#fff"/>'
        f'<text x="16" y="22" font-size="14" font-weight="600">Requests per second, {how.people:,} people</text>'
        + "".join(parts)
        + "</svg>\n"
    )
