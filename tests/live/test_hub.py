"""The hub reads once for every change, and sends everybody what they lack, however fast they are."""

from __future__ import annotations

import asyncio
import gc
import uuid
import weakref
from contextlib import ExitStack

import pytest

from coachingpairs.live import rooms
from coachingpairs.live.rooms import OVER
from tests.live.counting import KEY, Counter, hub_of, piece, quiet, run, sent, until, viewer


def test_whoever_joins_is_sent_what_their_screen_lacks() -> None:
    async def test() -> None:
        counter = Counter(number=7)
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as first, hub.listening(viewer(), seen="3") as second:
                assert await piece(first) == sent("None to 7")
                assert await piece(second) == sent("3 to 7")

    run(test)


def test_a_screen_that_shows_it_already_is_sent_nothing() -> None:
    async def test() -> None:
        counter = Counter(number=7)
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="7") as listener:
                await until(lambda: hub.rooms[KEY].snapshot)
                await quiet(listener, 0.1)
                counter.number = 8
                hub.heard(KEY)
                assert await piece(listener) == sent("7 to 8")

    run(test)


def test_what_changes_while_a_newcomer_is_shown_round_is_not_missed() -> None:
    async def test() -> None:
        counter = Counter(number=1)
        counter.may_go_on.clear()
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as listener:
                await until(lambda: counter.reads == [1])
                counter.number = 2
                hub.heard(KEY)
                counter.may_go_on.set()
                await until(lambda: counter.reads[-1] == 2 and not counter.at_work)
                assert await piece(listener) == sent("None to 2")

    run(test)


def test_fifty_changes_during_a_read_are_one_more_read() -> None:
    async def test() -> None:
        counter = Counter()
        async with hub_of(counter) as hub:
            with ExitStack() as stack:
                listeners = [stack.enter_context(hub.listening(viewer(), seen="")) for _ in range(30)]
                for listener in listeners:
                    assert await piece(listener) == sent("None to 0")
                await until(lambda: counter.reads == [0, 0])  # the second when the subscription begins
                counter.may_go_on.clear()
                hub.heard(KEY)
                await until(lambda: counter.reads == [0, 0, 0])
                for counter.number in range(1, 51):
                    hub.heard(KEY)
                counter.may_go_on.set()
                for listener in listeners:
                    assert await piece(listener) == sent("0 to 50")
                assert counter.reads == [0, 0, 0, 50]

    run(test)


def test_a_failing_read_is_logged_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rooms, "FIRST_RETRY", 0.05)

    async def test() -> None:
        counter = Counter(number=4, failures_to_come=2)
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as listener:
                assert await piece(listener) == sent("None to 4")
                assert counter.reads[:3] == [4, 4, 4]

    run(test)
    said = [record for record in caplog.records if "a live room cannot be read" in record.getMessage()]
    assert len(said) == 2


def test_who_is_slow_skips_versions_and_delays_nobody() -> None:
    async def test() -> None:
        counter = Counter()
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as slow, hub.listening(viewer(), seen="") as quick:
                assert await piece(slow) == sent("None to 0")
                assert await piece(quick) == sent("None to 0")
                for counter.number in range(1, 6):
                    hub.heard(KEY)
                    assert await piece(quick) == sent(f"{counter.number - 1} to {counter.number}")
                assert await piece(slow) == sent("0 to 5")

    run(test)


def test_the_same_version_is_not_sent_and_the_older_snapshot_stays() -> None:
    async def test() -> None:
        counter = Counter(number=1)
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as listener:
                assert await piece(listener) == sent("None to 1")
                first = hub.rooms[KEY].snapshot
                before = len(counter.reads)
                hub.heard(KEY)
                await until(lambda: len(counter.reads) > before)
                await quiet(listener, 0.1)
                assert hub.rooms[KEY].snapshot is first
                assert counter.previous[-1] is first

    run(test)


def test_the_reader_knows_who_looks_and_what_they_were_sent() -> None:
    async def test() -> None:
        counter = Counter(number=1)
        priya = viewer(leader=uuid.uuid4())
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="0") as wall, hub.listening(priya, seen=""):
                await piece(wall)
                assert counter.seen_by_reader[0] == {viewer(): "0", priya: None}
                hub.heard(KEY)
                await until(lambda: counter.seen_by_reader[-1] == {viewer(): "1", priya: None})

    run(test)


def test_a_room_that_is_gone_says_so_and_is_read_anew_for_the_next() -> None:
    async def test() -> None:
        counter = Counter(number=1)
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as listener:
                await piece(listener)
                counter.is_there = False
                hub.heard(KEY)
                await until(lambda: listener.ended)
                assert listener.farewell == OVER.frame
                counter.is_there, counter.number = True, 2
                with hub.listening(viewer(), seen="") as another:
                    assert await piece(another) == sent("None to 2")
            assert hub.rooms == {}

    run(test)


def test_nothing_is_kept_when_nobody_looks() -> None:
    async def test() -> None:
        counter = Counter(number=1)
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as listener:
                with hub.listening(viewer(), seen="") as another:
                    await piece(another)
                await piece(listener)
                room = weakref.ref(hub.rooms[KEY])
                snapshot = weakref.ref(hub.rooms[KEY].snapshot)
            assert hub.rooms == {}
            del listener, another
            counter.previous.clear()

            def is_forgotten() -> bool:
                gc.collect()
                return room() is None and snapshot() is None

            await until(is_forgotten)

    run(test)


def test_a_lost_wake_up_heals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "READ_AGAIN_SECONDS", 0.2)

    async def test() -> None:
        counter = Counter(number=1)
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as listener:
                await piece(listener)
                counter.number = 2
                assert await piece(listener) == sent("1 to 2")

    run(test)


def test_everybody_gets_what_was_rendered_for_them_and_never_two_at_once() -> None:
    async def test() -> None:
        counter = Counter(number=3, renders_for_leaders=True)
        leaders = [uuid.uuid4() for _ in range(50)]
        async with hub_of(counter) as hub:
            with ExitStack() as stack:
                enter = stack.enter_context
                listeners = [enter(hub.listening(viewer(leader=leader), seen="")) for leader in leaders]
                pieces = await asyncio.gather(*(piece(listener) for listener in listeners))
                assert pieces == [sent(f"None to 3 ({leader}: 3)") for leader in leaders]
                counter.number = 4
                hub.heard(KEY)
                pieces = await asyncio.gather(*(piece(listener) for listener in listeners))
                assert pieces == [sent(f"3 to 4 ({leader}: 4)") for leader in leaders]
        assert counter.most_at_work == 1

    run(test)


def test_what_cannot_be_rendered_for_one_is_tried_again_for_them_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rooms, "FIRST_RETRY", 0.2)

    async def test() -> None:
        unlucky, lucky = uuid.uuid4(), uuid.uuid4()
        counter = Counter(number=3, renders_for_leaders=True, spoilt_for=unlucky)
        async with hub_of(counter) as hub:
            with (
                hub.listening(viewer(leader=unlucky), seen="") as waiting,
                hub.listening(viewer(leader=lucky), seen="") as served,
            ):
                first = asyncio.create_task(piece(waiting))
                assert await piece(served) == sent(f"None to 3 ({lucky}: 3)")
                await asyncio.sleep(0.05)
                assert not first.done()
                counter.spoilt_for = None
                assert await first == sent(f"None to 3 ({unlucky}: 3)")

    run(test)


def test_streams_end_when_the_server_does() -> None:
    async def test() -> None:
        counter = Counter()
        async with hub_of(counter) as hub:
            with hub.listening(viewer(), seen="") as listener:
                await piece(listener)
                waiting = asyncio.create_task(listener.next(10))
                await asyncio.sleep(0)
                hub.end_streams()
                assert await waiting == b""
                assert listener.ended
                assert listener.farewell == b""
                with hub.listening(viewer(), seen="") as too_late:
                    assert too_late.ended

    run(test)
