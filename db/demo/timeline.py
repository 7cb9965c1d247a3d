"""Attachments of made-up people over the years: how it began, where they moved, what is decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

from db.demo.binary import NULL
from db.demo.ids import Ids
from db.demo.places import ClinicPlace, ListPlace
from domain.attachment_request import AttachmentChannel as Channel
from domain.attachment_rules import AttachmentReason as Reason
from domain.attachment_rules import AttachmentRules, Campaign, ListKind, ListNorm

FIRST_REGISTER = date(2013, 1, 1).toordinal()
EARLIER_CLINICS = (0,) * 15 + (1,) * 4 + (2, 3)
ANYBODY = (Reason.RESIDENCE_CHANGED,) * 5 + (
    Reason.FREE_CHOICE,
    Reason.FREE_CHOICE,
    Reason.DISSATISFIED_WITH_QUALITY,
    Reason.MOVED_TO_ANOTHER_LOCALITY,
)
STUDENTS, WORKERS = (*ANYBODY, Reason.STUDY_CHANGED), (*ANYBODY, Reason.WORK_CHANGED)
SCHOOL_YEARS, WORKING_YEARS = range(6, 24), range(24, 63)
# Members, looked up once: it takes a while, and happens for everybody.
BORN_HERE = Channel.NEWBORN, Reason.NEWBORN
BY_ADDRESS = Channel.REGISTER, Reason.DEFAULT_BY_ADDRESS
OF_OWN_WILL = Channel.DESK, Reason.FIRST_ATTACHMENT
DESK_OR_EGOV = (Channel.DESK, Channel.EGOV, Channel.EGOV)


@dataclass(slots=True)
class Stay:
    """One attachment; days are ordinals, ids fields of COPY's format. `end` without a reason is an open one."""

    id: bytes
    place: ListPlace
    start: int
    channel: Channel
    reason: Reason
    requested: int
    resident: bool
    list_limit: int | None = None
    over_norm: bool = False
    end: int | None = None
    end_reason: str | None = None
    ended_on: int | None = None
    previous_id: bytes = NULL


class Timelines:
    """Makes stays up to today, and for a few what is decided for the days to come."""

    def __init__(self, random: Random, ids: Ids, rules: AttachmentRules, today: date) -> None:
        self.random, self.ids, self.rules, self.today = random, ids, rules, today.toordinal()
        self.past_campaigns = [c for c in rules.campaigns if c.effective_on <= today]
        decided = [c for c in rules.campaigns if c.opens_on <= today < c.effective_on]
        self.decided: Campaign | None = decided[0] if decided else None
        self._norms: dict[tuple[ListKind, int], ListNorm | None] = {}
        self.next_working_day = rules.working_days.next_working_day(today).toordinal()

    def stays(
        self, born: int, place: ListPlace, resident: bool, neighbours: Sequence[ClinicPlace]
    ) -> list[Stay]:
        """The past of somebody who is on a list today."""
        starts = self._starts(born)
        first = self._first(starts[0], born, place, resident)
        if len(starts) == 1:
            first.list_limit = None if resident else self.limit(first)
            return [first]
        moves = [self._move(start, born, place, resident) for start in starts[1:]]
        stays = list(in_order([first, *moves]))
        for earlier, later in pairwise(stays):
            earlier.place = self._elsewhere(place, neighbours)
            earlier.resident = self.random.random() < 0.85
            later.previous_id = earlier.id
            close(earlier, later.start, "ATTACHED_ELSEWHERE", later.requested)
        for stay in stays:
            stay.list_limit = None if stay.resident else self.limit(stay)
        return stays

    def limit(self, stay: Stay) -> int | None:
        norm = self.norm(stay.place.kind, stay.requested)
        return self.rules.limit(norm) if norm else None

    def norm(self, kind: ListKind, on: int) -> ListNorm | None:
        """As `rules.norm`, remembered by day."""
        if (kind, on) not in self._norms:
            self._norms[kind, on] = self.rules.norm(kind, date.fromordinal(on))
        return self._norms[kind, on]

    def next_stay(self, current: Stay, neighbours: Sequence[ClinicPlace]) -> Stay:
        """A move that is decided and has not begun; it closes the current stay."""
        campaign = self.decided
        start = campaign.effective_on.toordinal() if campaign else self.next_working_day
        days_ago = int(self.random.random() * (self.today - campaign.opens_on.toordinal())) if campaign else 0
        channel, reason = (
            (Channel.CAMPAIGN, Reason.CAMPAIGN) if campaign else (Channel.EGOV, Reason.FREE_CHOICE)
        )
        place = self._elsewhere(current.place, neighbours)
        coming = Stay(self.ids.key(), place, start, channel, reason, self.today - 1 - days_ago, False)
        coming.previous_id, coming.list_limit = current.id, self.limit(coming)
        close(current, start, "ATTACHED_ELSEWHERE", coming.requested)
        return coming

    def _starts(self, born: int) -> list[int]:
        first = max(born + 3, FIRST_REGISTER) if born < self.today - 8 else max(born, self.today - 6)
        if born < FIRST_REGISTER:
            first = FIRST_REGISTER + 365 * int(self.random.random() ** 3 * 12)
        first = max(born, min(first, self.today - 1))
        moves = EARLIER_CLINICS[int(self.random.random() * len(EARLIER_CLINICS))]
        room = self.today - first - 40
        if not moves or room <= 60:
            return [first]
        return [first, *sorted({first + 30 + int(self.random.random() * room) for _ in range(moves)})]

    def _first(self, start: int, born: int, place: ListPlace, resident: bool) -> Stay:
        channel, reason = BORN_HERE if start - born < 30 else BY_ADDRESS if resident else OF_OWN_WILL
        return Stay(self.ids.key(), place, start, channel, reason, start, resident)

    def _move(self, start: int, born: int, place: ListPlace, resident: bool) -> Stay:
        if self.random.random() < 0.45:
            for campaign in self.past_campaigns:
                effective = campaign.effective_on.toordinal()
                if start <= effective < start + 300:
                    return self._campaign_move(campaign, place, resident)
        age = (start - born) // 365
        reasons = STUDENTS if age in SCHOOL_YEARS else WORKERS if age in WORKING_YEARS else ANYBODY
        reason = reasons[int(self.random.random() * len(reasons))]
        channel = DESK_OR_EGOV[int(self.random.random() * len(DESK_OR_EGOV))]
        return Stay(self.ids.key(), place, start, channel, reason, start - 1, resident)

    def _campaign_move(self, campaign: Campaign, place: ListPlace, resident: bool) -> Stay:
        opens, closes = campaign.opens_on.toordinal(), campaign.closes_on.toordinal()
        asked = opens + int(self.random.random() * (closes - opens))
        start = campaign.effective_on.toordinal()
        return Stay(self.ids.key(), place, start, Channel.CAMPAIGN, Reason.CAMPAIGN, asked, resident)

    def _elsewhere(self, place: ListPlace, neighbours: Sequence[ClinicPlace]) -> ListPlace:
        others = [clinic for clinic in neighbours if clinic is not place.clinic]
        lists = others[int(self.random.random() * len(others))].lists if others else place.clinic.lists
        usual = [other for other in lists if not other.exact]
        return usual[int(self.random.random() * len(usual))]


def close(stay: Stay, end: int, reason: str, on: int) -> None:
    stay.end, stay.end_reason, stay.ended_on = end, reason, on


def in_order(stays: Sequence[Stay]) -> Iterator[Stay]:
    """By their first day, without those that begin on one day: a campaign moves several to 1 January."""
    last = 0
    for stay in sorted(stays, key=lambda stay: stay.start):
        if stay.start > last:
            yield stay
            last = stay.start
