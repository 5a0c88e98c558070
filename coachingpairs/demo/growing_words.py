"""What people of the demo agreed, rate in each other, work on and tried. Invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Try:
    """An occasion so many days from today; in the past with how it went."""

    days: int
    occasion: str
    plan: str = ""
    step: str = ""
    noticed: str = ""
    next: str = ""


@dataclass(frozen=True)
class Target:
    direction: str
    behaviour: str
    differently: str
    why: str
    is_settled: bool = True
    tries: tuple[Try, ...] = ()


# The one who wrote it down first: when and where, what stays between us, how we challenge each other, what we
# do when it does not work. Both have agreed, save Farah, who has not read it yet.
AGREEMENTS: dict[str, tuple[str, str, str, str]] = {
    "Helen": (
        "The last Thursday of the month, 9.30, the Mill café. Whoever cancels finds the next hour.",
        "Everything, unless one of us says “you may use that”. Names of third people above all.",
        "Straight, and as a question first. We say “may I push a little?” and then we push.",
        "We say so within a week, not in month six. A walk helps more than a message.",
    ),
    "Amara": (
        "First Monday, eight o’clock, before the ward round. Phones in the drawer.",
        "What is said stays. Patients and staff are never named.",
        "We ask “what else?” three times before anybody gives advice.",
        "Either of us can stop the hour. Then we say what we would have needed.",
    ),
    "Siobhan": (
        "Every fourth Wednesday at noon, walking, whatever the weather.",
        "All of it. We do not discuss each other with our line managers.",
        "Kindly and late: listen to the end, then say the thing that is hard to say.",
        "We look at this page together.",
    ),
    "Maggie": (
        "Second Friday, four o’clock, in Callum’s office so that nobody finds Maggie.",
        "Everything. Maggie is not the chief executive in this hour.",
        "Callum says what others do not say to her. Maggie does not explain.",
        "We ask the facilitator for a word, without saying why.",
    ),
    "Tom": (
        "Third Tuesday, 17.00, by video. Cameras on.",
        "What is said here stays here.",
        "One hard question each, every time.",
        "We move the hour rather than drop it.",
    ),
    "Rafael": (
        "Last Friday, breakfast.",
        "All but good ideas, which may travel.",
        "Yasmin draws, Rafael talks; then the other way round.",
        "We try once more, and then we tell each other honestly.",
    ),
}
NOT_AGREED_YET = frozenset({"Farah"})
UNREAD = frozenset({"Farah", "Ruth"})
"""What was written about them waits for them."""

STRENGTHS: tuple[tuple[str, str, str], ...] = (
    (
        "Helen",
        "Priya",
        "In the winter crisis you asked the night staff what they needed before you told anybody what to do.",
    ),
    ("Helen", "Priya", "You say “I don’t know” in front of the board, and everybody breathes out."),
    (
        "Priya",
        "Helen",
        "You made the budget readable for people who are afraid of numbers. I was one of them.",
    ),
    ("Amara", "Vikram", "You stayed until the last porter had spoken at the open meeting in May."),
    ("Vikram", "Amara", "When the audit went wrong you said it was yours, and protected your people."),
    ("Siobhan", "Oliver", "You turn a fight about opinions into a question that data can answer."),
    ("Oliver", "Siobhan", "You remember what matters to each of the site managers, without a list."),
    ("Callum", "Maggie", "You thanked the finance team by name, and knew what each had done."),
    (
        "Tom",
        "Farah",
        "You explained the outage to the governors in four sentences, and took no shelter in jargon.",
    ),
    ("Yasmin", "Rafael", "You ring people back the same day. All of them."),
    ("Idris", "Ruth", "You said no to the second contractor although it would have been easier to say yes."),
)

TARGETS: dict[str, tuple[Target, ...]] = {
    "Helen": (
        Target(
            "down",
            "Answering before others have finished thinking",
            "Ask two questions before I offer a view.",
            "My team stops thinking out loud, and brings me questions instead of answers.",
            tries=(
                Try(
                    -29,
                    "Call with the auditors",
                    "Let Nia lead from start to finish.",
                    "clear",
                    "She did it better than I do.",
                ),
                Try(
                    -20,
                    "Finance team meeting",
                    "Two questions before any answer.",
                    "small",
                    "Managed one question, then gave the answer anyway. Nia laughed, kindly.",
                    "One more question than before. Count them.",
                ),
                Try(
                    -9,
                    "Executive team, rent setting",
                    "Say nothing until everyone has spoken.",
                    "clear",
                    "Gareth raised the arrears risk I would have talked straight past. It felt long. "
                    "It was probably a minute.",
                    "The same with Property.",
                ),
                Try(
                    5,
                    "Budget review with Property",
                    "Ask Marek and Ruth what they would cut first, and write down the answers before I say "
                    "anything.",
                ),
            ),
        ),
        Target(
            "up",
            "Saying the difficult thing early, in person",
            "Raise it within the week, before it goes into a paper.",
            "By the time it is in a paper, people defend themselves instead of thinking.",
            is_settled=False,
        ),
    ),
    "Priya": (
        Target(
            "down",
            "Saying yes to every group I am asked into",
            "Ask for a day, and what I should drop instead.",
            "I arrive everywhere half prepared, and my own team gets what is left.",
            tries=(
                Try(
                    -12,
                    "Asked onto the digital steering group",
                    "Say that I will answer tomorrow.",
                    "big",
                    "I said no, and offered Leila. She was delighted.",
                    "Try it with Maggie.",
                ),
            ),
        ),
    ),
    "Amara": (
        Target(
            "up",
            "Letting a silence last until somebody else fills it",
            "Count to seven after a question.",
            "The quiet ones need longer than I give them.",
            tries=(Try(-6, "Consultants’ meeting", "Count.", "none", "I got to four."),),
        ),
    ),
    "Vikram": (
        Target(
            "up",
            "Telling people what I noticed, the same day",
            "One message or one word at the door before I go home.",
            "They find out in the appraisal, when it is too late to enjoy it.",
        ),
    ),
    "Siobhan": (
        Target(
            "down",
            "Rewriting what my managers send me",
            "Send it back with one question instead of red ink.",
            "They have stopped trying, because I will change it anyway.",
            tries=(
                Try(
                    -15,
                    "The autumn report",
                    "One question only.",
                    "not_the_one",
                    "It had to go out that night.",
                ),
                Try(3, "Site plan from Ruth’s team", "One question only."),
            ),
        ),
    ),
    "Oliver": (
        Target(
            "up",
            "Opening with the conclusion",
            "First sentence: what I think we should do.",
            "People wait for the point, and some give up before it comes.",
        ),
    ),
    "Callum": (
        Target(
            "down",
            "Solving it in the corridor",
            "Ask “what have you tried?” before I say anything.",
            "Everybody waits for me to walk past.",
            is_settled=False,
        ),
    ),
    "Maggie": (
        Target(
            "up",
            "Asking the person furthest from the decision first",
            "In every executive meeting, begin with whoever has said least.",
            "Once I have spoken, I hear my own opinion in other people’s words.",
            tries=(
                Try(
                    -8, "Executive team", "Begin with Rafael.", "clear", "Two things came up I had not known."
                ),
            ),
        ),
    ),
    "Tom": (
        Target(
            "down",
            "Filling every agenda to the last minute",
            "Leave the last ten minutes free, and keep them free.",
            "The real thing is said at the door.",
        ),
    ),
    "Marek": (
        Target(
            "up",
            "Saying that I disagree while we are still in the room",
            "“I see it differently” within the first ten minutes.",
            "I say it to the wrong people afterwards.",
            is_settled=False,
        ),
    ),
    "Yasmin": (
        Target(
            "up",
            "Ending meetings with who does what by when",
            "The last two minutes are for that, whoever chairs.",
            "We agree warmly and then nothing moves.",
        ),
    ),
    "Ruth": (
        Target(
            "down",
            "Apologising before I say something",
            "Say the sentence without the first half.",
            "It makes others doubt what I am sure of.",
            tries=(
                Try(-5, "Estates board", "No “sorry, just quickly”.", "small", "Once out of three times."),
            ),
        ),
    ),
}

LESSONS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (
        ("Joanna", "I say what I need in the first five minutes now. It used to take me until the door."),
        ("Marek", "A question I cannot answer is not an attack. I write it down and say when I will know."),
        (
            "Helen",
            "I used to bring numbers to a conversation about people. Now I bring one story, and the numbers.",
        ),
    ),
    2: (
        ("Ruth", "When I stopped filling the pauses, my team began to."),
        ("Callum", "I gave away the Monday meeting. It is better without me, and so am I."),
        ("Oliver", "Somebody from another function asked the one question that none of us could see."),
    ),
}
"""What was offered at the end of the cycles that are closed."""
