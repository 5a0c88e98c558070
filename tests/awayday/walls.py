"""Invented walls of any size, made without a database."""

from __future__ import annotations

from awayday.rules.qr import qr_of
from awayday.rules.stages import Stage
from awayday.rules.wall import Wall
from awayday.rules.wall_parts import Join, WallArrival, WallFunction, WallLesson, WallPair, WallPerson
from awayday.rules.wall_words import CHOOSING, FIRST_HOUR, LEARNT, PAUSED, lessons_of, ready
from pairing.rules.outlook_words import Said, Tone

FUNCTIONS = [
    WallFunction(name, code, colour)
    for colour, (name, code) in enumerate(
        [
            ("Housing Services", "HOU"),
            ("Care and Support", "CARE"),
            ("Property", "PROP"),
            ("Finance", "FIN"),
            ("People", "PPL"),
            ("Digital and Data", "DIGI"),
            ("Strategy and Communications", "STR"),
        ],
        start=1,
    )
]
FIRST = (
    *("Amara", "Chidi", "Farah", "Gareth", "Helen", "Idris", "Joanna", "Kwame"),
    *("Leila", "Maggie", "Marek", "Nia", "Priya", "Rafael", "Siobhan"),
)
LAST = (
    *("Okafor", "Eze", "Siddiqui", "Llewellyn", "Armitage", "Kaya", "Clarke", "Mensah"),
    *("Haddad", "Thornton", "Zieliński", "Bowen", "Nair"),
)
LONG = [
    "Maximiliane Featherstonehaugh-Cholmondeley",
    "Anastasia Konstantinopoulou-Papadimitriou",
    "Wilhelmina Montgomery-Massingberd Wemyss",
    "Bartholomew Winterbottom-Throckmorton Mawr",
]
CALM = Said(Tone.CALM, "Everyone can still find a partner.")
HELD_BACK = Said(
    Tone.CALM,
    "Everyone can still find a partner; one pair takes in a third.",
    "Some choices would leave somebody without a partner. "
    "Everyone your phone offers works for the whole room.",
)
LONGEST = (
    "When I stopped answering first, the others began to; it took three meetings of awkward quiet before "
    "anybody believed that I meant it, and now I would not go back to how we were before for anything in "
    "this world. Truly, all of us felt it so."
)


def people(number: int, *, long_names: bool = True) -> tuple[WallPerson, ...]:
    """Every seventh has a name of forty letters, when there are to be long ones."""
    return tuple(
        WallPerson(
            LONG[place // 7 % len(LONG)]
            if long_names and place % 7 == 3
            else f"{FIRST[place % len(FIRST)]} {LAST[place * 5 % len(LAST)]}",
            FUNCTIONS[place % len(FUNCTIONS)],
        )
        for place in range(number)
    )


def pairs_of(who: tuple[WallPerson, ...], *, trio: bool = False) -> tuple[WallPair, ...]:
    """Two and two; the first three together when there is to be a trio. Keys are by place from the end."""
    groups = [who[:3]] if trio else []
    rest = who[3:] if trio else who
    groups += [rest[place : place + 2] for place in range(0, len(rest), 2)]
    return tuple(WallPair(f"pair {len(groups) - place}", group) for place, group in enumerate(groups))


def lobby(number: int, here: int, *, long_names: bool = True, host: str = "pairs.northmere.example") -> Wall:
    return Wall(
        stage=Stage.LOBBY,
        heading="Good morning",
        sub="Northmere Awayday, Leadership team, Thursday 1 October",
        counts=(("here", f"{here} of {number}"),),
        join=Join(host, "/join", "482 913", qr_of(f"https://{host}/join/482913/")),
        arrivals=tuple(
            WallArrival(str(place), person, place < here)
            for place, person in enumerate(people(number, long_names=long_names))
        ),
    )


def choosing(
    number: int,
    in_pairs: int,
    *,
    said: Said = CALM,
    trio: bool = False,
    long_names: bool = True,
    paused: bool = False,
) -> Wall:
    """The first ``in_pairs`` of so many people are in pairs."""
    who = people(number, long_names=long_names)
    pairs, left = pairs_of(who[:in_pairs], trio=trio), who[in_pairs:]
    return Wall(
        stage=Stage.CHOOSING,
        heading=CHOOSING,
        sub="pairs.northmere.example/join, code 482 913",
        counts=(("pairs", str(len(pairs))), ("still choosing", str(len(left)))),
        outlook=PAUSED if paused else said,
        choosing=left,
        pairs=pairs,
        is_paused=paused,
    )


def sealed(number: int, *, trio: bool = False, long_names: bool = True) -> Wall:
    pairs = pairs_of(people(number, long_names=long_names), trio=trio)
    return Wall(
        stage=Stage.SEALED,
        heading=ready(len(pairs)),
        sub="Cycle 3, October 2026 to March 2027",
        counts=(("leaders", str(number)), ("pairs", str(len(pairs)))),
        pairs=pairs,
        remark=FIRST_HOUR,
    )


def lesson(text: str, *, number: int = 4, of: int = 9) -> Wall:
    return Wall(
        stage=Stage.LESSONS,
        heading=LEARNT,
        sub=lessons_of(2),
        counts=(("lessons", f"{number} of {of}"),),
        lesson=WallLesson(f"lesson {number}", text, WallPerson("Kwame Mensah", FUNCTIONS[1]), number, of),
    )
