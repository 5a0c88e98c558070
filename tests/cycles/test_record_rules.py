"""A record as plain data."""

from __future__ import annotations

import datetime as dt

import pytest

from cycles.rules.record import Entry, Fact, Record, Section, Value, as_data

AT = dt.datetime(2026, 11, 20, 15, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.mark.parametrize(
    ("value", "words", "said"),
    [
        ("Board", "", "Board"),
        (80, "1 hour 20 minutes", "1 hour 20 minutes"),
        (80, "", "80"),
        (dt.date(2026, 11, 2), "", "2 November 2026"),
        (("Priya", "Idris"), "", "Priya, Idris"),
        ((), "", ""),
        (None, "", ""),
        ("", "", ""),
        (True, "", ""),
        (True, "You sat it out", "You sat it out"),
    ],
)
def test_what_is_read(value: Value, words: str, said: str) -> None:
    assert Fact("key", value, "Label", words).said == said


@pytest.mark.parametrize(
    ("fact", "is_text"),
    [
        (Fact("text", "Board", "Text"), True),
        (Fact("names", ("Priya",), "Names"), True),
        (Fact("step", "big", "Step", "Big"), False),
        (Fact("on", dt.date(2026, 11, 2), "On"), False),
    ],
)
def test_what_somebody_typed_may_be_of_any_length(fact: Fact, is_text: bool) -> None:
    assert fact.is_text is is_text


def test_facts_without_words_or_label_are_not_read_and_empty_sections_neither() -> None:
    facts = (Fact("a", "x", "A"), Fact("b", "x"), Fact("c", None, "C"))
    full = Section("full", "Full", (Entry("One", facts),))
    entry = Entry("Heading", facts, (full, Section("empty", "Empty", ())))
    assert [fact.key for fact in entry.shown] == ["a"]
    assert entry.filled == (full,)


def test_as_data_everything_is_there() -> None:
    inner = Section("inner", "Inner", (Entry("x", (Fact("on", dt.date(2026, 11, 2)),)),))
    cycle = Entry("Cycle", (Fact("number", 1), Fact("names", ("A", "B")), Fact("none", None)), (inner,))
    record = Record(
        AT,
        Entry("Helen", (Fact("name", "Helen"),)),
        Section("cycles", "", (cycle,)),
        (Section("shortlist", "Shortlist", ()),),
    )
    assert as_data(record) == {
        "format": "coaching-pairs-record",
        "version": 1,
        "made_at": "2026-11-20T14:05:00+00:00",
        "leader": {"name": "Helen"},
        "cycles": [{"number": 1, "names": ["A", "B"], "none": None, "inner": [{"on": "2026-11-02"}]}],
        "shortlist": [],
    }
    assert [section.key for section in record.sections] == ["cycles"]
