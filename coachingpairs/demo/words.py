"""What people of the demo wrote after their sessions. Invented, and in no particular order of time."""

from __future__ import annotations

PAIR_NOTES = (
    "What we agreed: phones away, an hour, no agenda beyond the two questions.",
    "We swapped what we rate in each other first. Longer than planned, and worth it.",
    "Walked along the canal instead of sitting. We both talk more easily side by side.",
    "Settled on one thing each. Next time we bring one real moment where it went well.",
    "Try-out for both of us: let the silence last. Compare notes in four weeks.",
    "Short one, half an hour between boards. Still glad we kept it.",
    "Looked at the winter plan together. Neither of us had seen the other half of it.",
    "Asked: whom would you ask, if you could ask only one person? We both had a name at once.",
    "Bring the feedback next time, and read it out loud rather than sum it up.",
    "The same meeting looks quite different from the other side of the building.",
    "We said we would each give away one decision before Christmas.",
    "Mostly listened today. That was the right thing.",
    "Half-way look back: what has changed, who has noticed, what we have stopped pretending.",
    "Agreed to meet at the Mill café; nobody finds us there.",
    "Two things to carry on: asking first, and ending meetings five minutes early.",
    "We planned how to end this well, and what each of us would tell the others.",
)

PRIVATE_NOTES = (
    "I came in cross and left lighter. Worth remembering that I nearly cancelled.",
    "I answer before they have finished. I knew that; hearing it kindly was new.",
    "Find out what I am afraid would happen if I said it in the room.",
    "The question that stayed with me: what are you protecting?",
    "Ask how the inspection went. It mattered more than was said.",
    "I talked too much about my own week. Start with the other next time.",
    "Write the email, then do not send it. Ring instead.",
    "I have been leaving the hard conversations to Fridays.",
    "It is easier to be honest with somebody who does not need anything from me.",
    "Thank them properly before the end of the cycle.",
    "Say no to the third working group. Nobody asked me to be on it.",
    "My team went quiet on Tuesday, and I filled the gap. Notice the gap first.",
)

HELEN_AND_PRIYA = (
    (
        "We meet for an hour, away from our desks, and take turns to go first. What is said here stays here.",
        "Priya’s question: “What would happen if you waited five seconds longer?”",
    ),
    (
        "Helen tries two questions before a view. Priya says no to one thing a week and sees what follows.",
        "Nia laughed when I managed one question and then gave the answer anyway. One more than before.",
    ),
    (
        "At the budget review Helen asks first. At the away afternoon Priya names what she will not do.",
        "Raise it with Vikram within the week, in person, before it goes into a paper.",
    ),
)

# Who learnt what in Merrow Water's first cycle; no longer than reads at once from the back of a room.
LESSONS_OFFERED = (
    (
        "Anjali",
        "I used to arrive with the answer. Now I bring one question, and get better answers than mine.",
    ),
    (
        "Jürgen",
        "I was asked what I protect by always saying yes. I have said no four times since. Nobody minded.",
    ),
    (
        "Ελένη",
        "I let somebody else sum up at the end of a meeting. Only now do I hear what they really took away.",
    ),
    (
        "Tomasz",
        "On a walk along the reservoir I said in ten minutes what I had kept to myself for a year.",
    ),
    (
        "Nadia",
        "I tell people what I rate in them while it is fresh. It takes a minute, and they stand taller.",
    ),
)
LESSONS_KEPT = (
    (
        "Owen",
        "I still go quiet when voices are raised. One sentence, practised before, keeps me in.",
    ),
    ("Keiko", "I asked for help twice in six months. Both times it was there before I had finished asking."),
)
LESSONS_OF_THE_CROWD = (
    "I stopped answering messages in the evening. The mornings have been kinder to everybody since.",
    "Half of what I called urgent was somebody else’s Thursday. Now I ask which Thursday before I run.",
    "I visit another function once a month and carry the flasks. Nobody tells you that in a report.",
)
"""What those whom ``demo_crowd`` plays offer on the day."""
