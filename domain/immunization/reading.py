"""Reading a calendar file key by key, remembering where every mistake stands."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from domain.immunization.dates import ALWAYS, FIRST_DAY, LAST_DAY, Duration, Period, parse_duration

Choice = TypeVar("Choice")
MOST = Duration(months=200 * 12, days=200 * 366)
"""No age and no interval of a calendar is longer."""
BLANK: tuple[Any, ...] = (None, "", "n/a", {}, [])


class CalendarError(ValueError):
    """A calendar file that must not be used; `problems` name each place and what is wrong there."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Node:
    """One object of the file; keys that nobody asked for are mistakes too."""

    def __init__(self, data: Any, place: str, problems: list[str]) -> None:
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.place = place
        self.problems = problems
        self._asked: set[str] = set()
        if not isinstance(data, Mapping):
            self.complain(f"an object is expected, not {data!r}")

    def complain(self, problem: str, key: str = "") -> None:
        self.problems.append(f"{self.place}{'/' + key if key else ''}: {problem}")

    def _raw(self, key: str) -> Any:
        self._asked.add(key)
        value = self.data.get(key)
        return None if value in BLANK else value

    def text(self, key: str) -> str:
        value = self._raw(key)
        if isinstance(value, Mapping | list):
            self.complain(f"a text is expected, not {value!r}", key)
            return ""
        return "" if value is None else str(value).strip()

    def required(self, key: str) -> str:
        value = self.text(key)
        if not value:
            self.complain("is missing", key)
        return value

    def duration(self, key: str) -> Duration | None:
        value = self._raw(key)
        try:
            duration = parse_duration(_only(value))
        except ValueError as error:
            self.complain(str(error), key)
            return None
        if duration is not None and (abs(duration.months) > MOST.months or abs(duration.days) > MOST.days):
            self.complain(f"longer than any life: {value!r}", key)
            return None
        return duration

    def day(self, key: str, default: date) -> date:
        text = self.text(key)
        try:
            return _day(text) if text else default
        except ValueError:
            self.complain(f"not a date: {text!r}", key)
            return default

    def period(self, first: str = "effectiveDate", last: str = "cessationDate") -> Period:
        period = Period(self.day(first, FIRST_DAY), self.day(last, LAST_DAY))
        if period.effective > period.cessation:
            self.complain(f"ends before it begins: {period.effective} – {period.cessation}", first)
        return ALWAYS if period == ALWAYS else period

    def number(self, key: str, default: int = 0) -> int:
        text = self.text(key)
        if not text:
            return default
        try:
            return int(text)
        except ValueError:
            self.complain(f"not a number: {text!r}", key)
            return default

    def volume(self, key: str) -> float | None:
        text = self.text(key)
        try:
            return float(text) if text else None
        except ValueError:
            self.complain(f"not a volume: {text!r}", key)
            return None

    def choice(self, key: str, choices: Mapping[str, Choice], default: Choice) -> Choice:
        text = self.text(key)
        found = choices.get(text.lower(), None) if text else default
        if found is None:
            self.complain(f"{text!r} is not one of {', '.join(choices)}", key)
            return default
        return found

    def flag(self, key: str) -> bool:
        return self.choice(key, {"yes": True, "y": True, "no": False, "n": False}, False)

    def codes(self, key: str, known: Callable[[str], bool], what: str) -> frozenset[str]:
        value = self._raw(key)
        if isinstance(value, Mapping):
            self.complain(f"codes are expected, not {value!r}", key)
            return frozenset()
        parts = value if isinstance(value, list) else "" if value is None else str(value).split(";")
        codes = [str(part).strip() for part in parts if str(part).strip()]
        for code in codes:
            if not known(code):
                self.complain(f"unknown {what} {code!r}", key)
        return frozenset(codes)

    def numbers(self, key: str) -> frozenset[int]:
        codes = self.codes(key, str.isdigit, "number")
        return frozenset(int(code) for code in codes if code.isdigit())

    def words(self, key: str) -> tuple[str, ...]:
        value = self._raw(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(str(item).strip() for item in items)

    def names(self, key: str) -> dict[str, str]:
        return {str(language): str(text) for language, text in self._object(key).items()}

    def child(self, key: str) -> "Node":
        value = self._raw(key)
        return Node({} if value is None else value, f"{self.place}/{key}", self.problems)

    def has(self, key: str) -> bool:
        return self._raw(key) is not None

    def is_object(self, key: str) -> bool:
        return isinstance(self.data.get(key), Mapping)

    def children(self, key: str, label: str = "") -> Iterator["Node"]:
        value = self._raw(key)
        rows = value if isinstance(value, list) else [] if value is None else [value]
        for number, row in enumerate(rows, 1):
            name = row.get(label, "") if isinstance(row, Mapping) and label else ""
            yield Node(row, f"{self.place}/{key} {name or number}", self.problems)

    def members(self, key: str) -> Iterator[tuple[str, "Node"]]:
        for name, data in self._object(key).items():
            yield name, Node(data, f"{self.place}/{name}", self.problems)

    def _object(self, key: str) -> Mapping[str, Any]:
        value = self._raw(key)
        if value is None or isinstance(value, Mapping):
            return value or {}
        self.complain(f"an object is expected, not {value!r}", key)
        return {}

    def ignore(self, *keys: str) -> None:
        self._asked.update(keys)

    def finish(self) -> None:
        for key in self.data:
            if key not in self._asked:
                self.complain("unknown key", key)


def _only(value: Any) -> str:
    if isinstance(value, list):
        if len(value) > 1:
            raise ValueError(f"one duration is expected, not {value!r}")
        return _only(value[0]) if value else ""
    return "" if value is None else str(value)


def _day(text: str) -> date:
    if "/" in text:
        month, day, year = text.split("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text)
