"""What a leader's pairs hold, for their record: the agreement, strengths, sessions and plans."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from cycles.models import (
    Agreement,
    AgreementYes,
    Cycle,
    Pair,
    PairMember,
    PairNote,
    PlannedSession,
    PrivateNote,
    Session,
    Strength,
)
from cycles.rules.planning import when_in_words
from cycles.rules.record import Entry, Fact, Section, day_in_words
from cycles.rules.words import length_in_words, listed
from cycles.services.pairs import ShownPair, shown_pairs
from teams.models import Leader

SESSIONS_READ = "{}. Your notes to yourself: only you. Your facilitator sees only whether you met in a month."


@dataclass(frozen=True)
class OwnPair:
    """A pair as the leader had it; ``until`` is when they left it, None while they are in it."""

    shown: ShownPair
    me: Leader
    zone: ZoneInfo

    @property
    def own(self) -> PairMember:
        return next(member for member in self.shown.members if member.leader_id == self.me.pk)

    @property
    def until(self) -> dt.datetime | None:
        return self.own.left_at

    @property
    def readers(self) -> str:
        return self.shown.readers(self.me)

    def knew(self, at: dt.datetime | None) -> bool:
        """Whether the leader was in the pair at that moment."""
        return at is not None and (self.until is None or at <= self.until)

    def day(self, at: dt.datetime | None) -> str:
        """The day of that moment by the clocks of the cycle, in words."""
        return day_in_words(at.astimezone(self.zone).date()) if at else ""


@dataclass(frozen=True)
class OwnPairs:
    """The leader's pairs, the newest of a cycle first, with what they hold."""

    pairs: Sequence[OwnPair]
    sections: dict[UUID, tuple[Section, ...]]

    def of(self, cycle: Cycle) -> Section:
        here = [pair for pair in self.pairs if pair.shown.pair.cycle_id == cycle.pk]
        return Section("pairs", "", tuple(self._entry(pair) for pair in here))

    def _entry(self, own: OwnPair) -> Entry:
        others = [member.leader.name for member in own.shown.partners_of(own.me)]
        pair = own.shown.pair
        left = tuple(
            m.leader.name for m in own.shown.partners_of(own.me) if m.left_at and own.knew(m.left_at)
        )
        facts = (
            Fact("partners", tuple(others)),
            Fact("formed_at", pair.formed_at, "Partners since", own.day(pair.formed_at)),
            Fact("until", own.until, "Partners until", own.day(own.until)),
            Fact("no_longer_in_it", left if own.until is None else (), "No longer in the trio"),
        )
        return Entry(f"With {listed(others)}", facts, self.sections[pair.pk])


def own_pairs(leader: Leader, cycles: Iterable[Cycle]) -> OwnPairs:
    """Every pair that the leader is or was in. Ten queries."""
    zones = {cycle.pk: cycle.zone for cycle in cycles}
    found = Pair.objects.filter(members__leader=leader, cycle__in=list(zones)).order_by("-formed_at", "id")
    shown = shown_pairs(found, with_those_who_left=True)
    pairs = [OwnPair(one, leader, zones[one.pair.cycle_id]) for one in shown]
    parts = [_agreements(pairs), *_strengths(pairs, leader), _sessions(pairs, leader), _planned(pairs)]
    return OwnPairs(
        pairs, {own.shown.pair.pk: tuple(part[own.shown.pair.pk] for part in parts) for own in pairs}
    )


def _agreements(pairs: Sequence[OwnPair]) -> dict[UUID, Section]:
    """With every wording that the leader may read, the newest first."""
    written: defaultdict[UUID, list[Agreement]] = defaultdict(list)
    found = Agreement.objects.filter(pair__in=[own.shown.pair for own in pairs])
    for agreement in found.select_related("written_by").order_by("-written_at"):
        written[agreement.pair_id].append(agreement)
    yeses: defaultdict[UUID, list[AgreementYes]] = defaultdict(list)
    said = AgreementYes.objects.filter(agreement__in=found.order_by())
    for yes in said.select_related("leader").order_by("said_at"):
        yeses[yes.agreement_id].append(yes)
    return {
        own.shown.pair.pk: Section(
            "agreements",
            "How you work together",
            tuple(_agreement(own, one, yeses[one.pk]) for one in written[own.shown.pair.pk]),
            own.readers,
        )
        for own in pairs
    }


def _agreement(own: OwnPair, one: Agreement, yeses: Sequence[AgreementYes]) -> Entry:
    replaced = one.replaced_at if own.knew(one.replaced_at) else None
    agreed = tuple(yes.leader.name for yes in yeses if own.knew(yes.said_at))
    return Entry(
        f"Written on {own.day(one.written_at)}",
        (
            Fact("meeting", one.meeting, "When and where you meet"),
            Fact("confidence", one.confidence, "What stays between you"),
            Fact("challenge", one.challenge, "How you challenge each other"),
            Fact("trouble", one.trouble, "What you do when it does not work"),
            Fact("written_by", one.written_by.name, "Written by"),
            Fact("written_at", one.written_at),
            Fact("agreed_by", agreed, "Agreed by"),
            Fact("replaced_at", replaced, "Replaced on", own.day(replaced)),
        ),
    )


def _strengths(pairs: Sequence[OwnPair], me: Leader) -> tuple[dict[UUID, Section], dict[UUID, Section]]:
    """Given and received."""
    given: defaultdict[UUID, list[Strength]] = defaultdict(list)
    received: defaultdict[UUID, list[Strength]] = defaultdict(list)
    found = Strength.objects.filter(Q(author=me) | Q(about=me), pair__in=[own.shown.pair for own in pairs])
    for strength in found.select_related("author", "about").order_by("created_at", "id"):
        (given if strength.author_id == me.pk else received)[strength.pair_id].append(strength)
    titles = (
        ("strengths_given", "What you rate in your partner", given, "You and the one it is about"),
        ("strengths_received", "What your partner rates in you", received, "You and the one who wrote it"),
    )
    first, second = (
        {
            own.shown.pair.pk: Section(
                key, title, tuple(_strength(own, one) for one in kept[own.shown.pair.pk]), reads
            )
            for own in pairs
        }
        for key, title, kept, reads in titles
    )
    return first, second


def _strength(own: OwnPair, one: Strength) -> Entry:
    who = f"Of {one.about.name}" if one.author_id == own.me.pk else f"By {one.author.name}"
    return Entry(
        f"{who}, {own.day(one.created_at)}",
        (
            Fact("author", one.author.name),
            Fact("about", one.about.name),
            Fact("text", one.text, "Strength"),
            Fact("created_at", one.created_at),
            Fact("changed_at", one.changed_at),
        ),
    )


def _sessions(pairs: Sequence[OwnPair], me: Leader) -> dict[UUID, Section]:
    """As they stood when the leader left, with their own notes."""
    found = Session.objects.of_leader(me).filter(pair__in=[own.shown.pair for own in pairs])
    kept: defaultdict[UUID, list[Session]] = defaultdict(list)
    for session in found.select_related("logged_by").order_by("-held_on", "-created_at"):
        kept[session.pair_id].append(session)
    ids = [session.pk for sessions in kept.values() for session in sessions]
    shared = {note.session_id: note for note in PairNote.objects.filter(session__in=ids)}
    private = {note.session_id: note for note in PrivateNote.objects.filter(session__in=ids, leader=me)}
    return {
        own.shown.pair.pk: Section(
            "sessions",
            "Sessions",
            tuple(
                _session(own, one, shared.get(one.pk), private.get(one.pk)) for one in kept[own.shown.pair.pk]
            ),
            SESSIONS_READ.format(own.readers),
        )
        for own in pairs
    }


def _session(own: OwnPair, one: Session, shared: PairNote | None, private: PrivateNote | None) -> Entry:
    if shared is not None and not own.knew(shared.changed_at):
        shared = None
    return Entry(
        f"{one.held_on:%A} {day_in_words(one.held_on)}",
        (
            Fact("held_on", one.held_on),
            Fact("minutes", one.minutes, "Length", length_in_words(one.minutes)),
            Fact("logged_by", one.logged_by.name),
            Fact("pair_note", shared.text if shared else None, "What you noted together"),
            Fact("private_note", private.text if private else None, "Your note to yourself"),
        ),
    )


def _planned(pairs: Sequence[OwnPair]) -> dict[UUID, Section]:
    """Those that stand; of a pair that the leader has left, those that were over by then."""
    kept: defaultdict[UUID, list[PlannedSession]] = defaultdict(list)
    found = PlannedSession.objects.standing().filter(pair__in=[own.shown.pair for own in pairs])
    for planned in found.select_related("planned_by").order_by("starts_at", "id"):
        kept[planned.pair_id].append(planned)
    return {
        own.shown.pair.pk: Section(
            "planned_sessions",
            "Planned",
            tuple(_plan(own, one) for one in kept[own.shown.pair.pk] if own.knew(one.starts_at)),
            own.readers,
        )
        for own in pairs
    }


def _plan(own: OwnPair, one: PlannedSession) -> Entry:
    return Entry(
        when_in_words(one.starts_at, own.zone),
        (
            Fact("starts_at", one.starts_at),
            Fact("minutes", one.minutes, "Length", length_in_words(one.minutes)),
            Fact("place", one.place, "Place"),
            Fact("planned_by", one.planned_by.name),
        ),
    )
