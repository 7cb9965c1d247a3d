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
    ("limit", 0.6, 0.0, "≥ 0.6 × the limit on the mean"),
    ("stock", 5.0, 5.0, "≥ 5 × stock Strawberry on the list screens"),
)
COLOURS = {
    "emhana": "#1c7ed6",
    "plain": "#74c0fc",
    "peer": "#f08c00",
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


def ratios(results: Results, against: str) -> dict[str, float]:
    """Emhana's requests a second by another's, where both play."""
    return {
        screen: of["emhana"].rate / of[against].rate
        for screen, of in results.items()
        if against in of and "emhana" in of
    }


def verdicts(results: Results) -> list[tuple[str, str, bool]]:
    """Each goal with what was reached."""
    told = []
    for against, mean_goal, every_goal, goal in GOALS:
        found = ratios(results, against)
        if found:
            mean, worst = (
                statistics.geometric_mean(found.values()),
                min(found, key=lambda screen: found[screen]),
            )
            reached = mean >= mean_goal and found[worst] >= every_goal
            told.append((goal, f"{mean:.2f} on the mean, {found[worst]:.2f} on {worst}", reached))
    return told


def markdown(
    results: Results, names: Mapping[str, str], abouts: Mapping[str, str], how: Circumstances
) -> str:
    """The whole report."""
    lines = ["# Reading: six screens", "", how.sentence, ""]
    lines += [f"- {remark}" for remark in how.remarks]
    lines += ["", "| screen | answered by | requests/s | p50 ms | p99 ms | statements | bytes | Emhana ÷ this |",
              "|---|---|--:|--:|--:|--:|--:|--:|"]  # fmt: skip
    for screen, of in results.items():
        for name, one in of.items():
            ratio = f"{of['emhana'].rate / one.rate:.2f}" if "emhana" in of and name != "emhana" else ""
            lines.append(
                f"| {abouts[screen] if name == next(iter(of)) else ''} | {names[name]} | {one.rate:,.0f} "
                f"| {one.p50:.1f} | {one.p99:.1f} | {one.statements} | {one.bytes:,} | {ratio} |"
            )
    lines += ["", "| goal | reached | |", "|---|---|---|"]
    lines += [
        f"| {goal} | {found} | {'yes' if reached else 'no'} |" for goal, found, reached in verdicts(results)
    ]
    return "\n".join(lines) + "\n"


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
