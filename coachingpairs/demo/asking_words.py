"""Whom people of the demo ask for feedback, and what they are answered. Invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Says:
    """An answer of ``giver``, so many days from today, to “are these the right ones?”."""

    days: int
    giver: str
    right: str
    else_: str
    keep: str = ""


@dataclass(frozen=True)
class Round:
    """One asking: ``days`` from today it begins, ``until`` is its last day.

    ``read`` is up to which day its asker has read, ``shares`` whose answers the partner may read, ``drafts``
    what is not sent. ``outside`` are names and addresses of people outside the team.
    """

    asker: str
    days: int
    until: int
    givers: tuple[str, ...]
    personal: str
    says: tuple[Says, ...] = ()
    declines: tuple[str, ...] = ()
    drafts: tuple[tuple[str, str], ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    after: bool = False
    """Answers are read all at once."""
    read: int | None = None
    shares: tuple[str, ...] = ()
    note: str = ""
    thanks: str = ""
    nudges: tuple[tuple[int, str, str], ...] = ()
    """On which day, whom, in which words."""


ROUNDS: tuple[Round, ...] = (
    Round(
        "Helen",
        days=-8,
        until=6,
        givers=("Marek", "Joanna", "Nia", "Tom"),
        personal="You see me at work every week, and Priya only hears about it. Please be frank.",
        says=(
            Says(
                -6,
                "Nia",
                "both",
                "The first one, above all when we are short of time. You ask what we think, and then you "
                "tell us.",
                "The way you protect the team when the auditors are here.",
            ),
            Says(
                -5,
                "Joanna",
                "second",
                "I rarely see you answer too early. What I do see: I read in a paper what you could have "
                "told me on the stairs the week before.",
                "Your calm. People look at you first when the news is bad.",
            ),
            Says(
                -1,
                "Marek",
                "other",
                "Perhaps it is one thing and not two. You decide alone, quickly, and well; then you wait for "
                "the right moment to tell us. Decide a little later, with us in the room.",
                "That you never make anybody look foolish over a number.",
            ),
        ),
        read=-4,
        shares=("Joanna",),
        note="Joanna and Nia see two different people. Ask Priya which of them she meets.",
        nudges=((-2, "Tom", "Tom, three lines are plenty. You chaired both meetings I mean."),),
    ),
    Round(
        "Amara",
        days=-20,
        until=-9,
        givers=("Gareth", "Yasmin", "Joanna"),
        personal="I am not sure about this one. If you think it is something else, tell me.",
        says=(
            Says(
                -18,
                "Yasmin",
                "both",
                "Yes. When you stop at the third second I give you the short answer.",
                "That you say when you have changed your mind.",
            ),
            Says(-15, "Gareth", "both", "It is the right one. In the big meetings more than with us."),
        ),
        declines=("Joanna",),
        read=-2,
        note="Big meetings first.",
        thanks="Thank you, both of you. I keep it: I let a silence last until somebody else fills it, and I "
        "begin with the big meetings. Stop me when I do not.",
    ),
    Round(
        "Marek",
        days=-16,
        until=-2,
        givers=("Ruth", "Callum", "Helen"),
        personal="Five minutes of your time would help me a lot.",
        says=(
            Says(
                -13,
                "Callum",
                "both",
                "Yes, please. We spend a good deal of energy guessing what you think.",
                "You never let us down outside the room.",
            ),
            Says(
                -10,
                "Ruth",
                "other",
                "You do say it, but as a question, and nobody notices that it was a no. Say “no”, then why.",
            ),
        ),
        declines=("Helen",),
    ),
    Round(
        "Callum",
        days=-6,
        until=8,
        givers=("Leila", "Ruth", "Farah"),
        personal="Everybody waits for me in the corridor, I am told. Is that so?",
        says=(
            Says(
                -4,
                "Ruth",
                "both",
                "It is so. I plan my way past your office. I would rather you asked me what I would do.",
            ),
        ),
        declines=("Leila",),
        after=True,
    ),
    Round(
        "Siobhan",
        days=-3,
        until=11,
        givers=("Helen", "Kwame"),
        outside=(("Ines Castellanos", "ines.castellanos@council.example"),),
        personal="You have all had papers from us with my red ink in them.",
        drafts=(
            ("Kwame", "Honestly? My managers send you the second-best version, because you will change"),
        ),
    ),
)
"""In the cycle under way."""

LOOKED_AT = ("Interrupting once I think I know the answer", "Write my answer down, and hear them out.")
"""What Helen worked on in the cycle before: dialled down."""

FIRST_TIME: tuple[tuple[str, str, str], ...] = (
    ("Marek", "both", "Yes. You are usually right, which makes it worse."),
    ("Nia", "both", "It is the right one, in our Monday meeting above all."),
    ("Farah", "both", "Yes, when we talk about budgets. Never about people."),
    ("Kwame", "both", "I would have said the same."),
)
AGAIN: tuple[tuple[str, int | None, str, str], ...] = (
    ("Marek", 2, "You wrote something down and waited. Twice. I noticed.", "The same when you are tired."),
    ("Nia", 1, "Mondays are calmer. Some of us have begun to finish our sentences.", ""),
    ("Farah", 2, "You asked what else, and there was something else.", "Tell the others that you do it."),
    ("Kwame", 0, "We have hardly met since, so I cannot say that I saw a difference.", ""),
)
"""In month five: who, from −3 to +3, what they noticed, what next."""
