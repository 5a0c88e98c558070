"""The sentences of the preview: what is odd about a row, and what it becomes if left alone."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Question

_NOT_INVITED = "will be added without an email and cannot be invited until there is one."
_NO_MANAGER = "will have no line manager until one is chosen."


def rows_said(rows: Sequence[int]) -> str:
    """``row 3``, ``rows 3 and 8``, ``rows 3, 8 and 12 more``."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) <= 3:
        return f"rows {', '.join(str(row) for row in rows[:-1])} and {rows[-1]}"
    return f"rows {rows[0]}, {rows[1]} and {len(rows) - 2} more"


def email_of_another(name: str, owner: str, row: int) -> Question:
    text = f"This email is also on row {row} and looks like {owner}’s."
    return Question("email_taken", "email", text, f"{name} {_NOT_INVITED}")


def email_of_nobody(name: str, others: Sequence[int]) -> Question:
    text = f"This email is also on {rows_said(others)}. Whose is it?"
    return Question("email_taken", "email", text, f"{name} {_NOT_INVITED}")


def email_of_leader(name: str, leader: str) -> Question:
    text = f"This email belongs to {leader}, who is on the roster already. Is it the same person?"
    return Question("email_taken", "email", text, f"{name} {_NOT_INVITED}")


def email_missing(name: str, called: str) -> Question:
    text = f"There is no email, so no invitation can reach {called}."
    outcome = f"{name} will be added and cannot be invited until there is one."
    return Question("email_missing", "email", text, outcome, "stop")


def email_unreadable(name: str, given: str) -> Question:
    text = f"“{given}” is not an email address."
    return Question("email_unreadable", "email", text, f"{name} {_NOT_INVITED}", "stop")


def email_changes(name: str, old: str, new: str) -> Question:
    text = f"{name} has had the email {old} so far. Is {new} the same person’s?"
    return Question("email_changes", "email", text, "The email will be changed.")


def function_missing(name: str) -> Question:
    outcome = f"{name} will be added without a function; choose one before a cycle opens."
    return Question("function_missing", "function", "There is no function.", outcome)


def function_new(given: str, meant: str) -> Question:
    text = f"“{given}” is new. Did you mean {meant}?"
    return Question("function_new", "function", text, f"It will be taken for {meant}.", suggestion=meant)


def manager_unknown(name: str, given: str) -> Question:
    text = f"The line manager “{given}” is not on this roster."
    return Question("manager_unknown", "manager", text, f"{name} {_NO_MANAGER}", "stop")


def manager_vacant(name: str, given: str) -> Question:
    text = f"The line manager is given as “{given}”."
    return Question("manager_unknown", "manager", text, f"{name} {_NO_MANAGER}")


def manager_ambiguous(name: str, given: str, candidates: Sequence[str]) -> Question:
    text = f"The line manager “{given}” could be {' or '.join(candidates)}."
    return Question("manager_ambiguous", "manager", text, f"{name} {_NO_MANAGER}")


def manager_shared(taken: str, other: str) -> Question:
    text = f"The line manager’s post is shared by {taken} and {other}."
    return Question("manager_shared", "manager", text, f"{taken} will be the line manager.")


def manager_cycle(name: str, chain: Sequence[str]) -> Question:
    text = f"The line managers go round in a circle: {' → '.join(chain)}."
    return Question("manager_cycle", "manager", text, f"{name} {_NO_MANAGER}")


def id_shared(given: str, row: int, other: str, *, one_post: bool) -> Question:
    if one_post:
        text = f"The id {given} is also on row {row}: {other} is in the same post."
        return Question("id_shared", "external_id", text, "Both stay, each as a leader.")
    text = f"The id {given} is also on row {row}, for {other} with another title."
    return Question("id_shared", "external_id", text, f"Both stay; as a line manager, {given} means {other}.")


def id_reused(given: str, leader: str, name: str) -> Question:
    text = f"The id {given} belongs to {leader} so far. Is {name} the same person?"
    return Question("id_reused", "name", text, f"{name} will be added as somebody else.")


def two_posts(row: int, name: str, titles: int) -> Question:
    text = f"{name} is also on row {row}."
    outcome = "They become one leader, with both titles." if titles > 1 else "They become one leader."
    return Question("two_posts", "title", text, outcome)


def namesake(row: int, name: str) -> Question:
    text = f"Another {name} with the same function and title is on row {row}. Is it the same person?"
    return Question("namesake", "name", text, "They stay two leaders.")


def moved(name: str, old: str, new: str) -> Question:
    text = f"{name} was in {old} and is in {new} here. Is it the same person?"
    return Question("moved", "function", text, f"{name} will move to {new}.")


def skipped_blank() -> str:
    return "There is no name in this row."


def skipped_nobody(given: str) -> str:
    return f"“{given}” stands where a name should be: a post without a person."


def skipped_no_name(given: str) -> str:
    return f"“{given}” stands where a name should be."


def skipped_by_hand() -> str:
    return "You left this row out."


def note_through_vacant(post: int, manager: str) -> str:
    if not manager:
        return f"Reports to a post without a person (row {post}), and nobody stands above it."
    return f"Reports to a post without a person (row {post}); {manager} is the nearest above."


def note_no_emails() -> str:
    return (
        "There are no email addresses, so nobody can be invited yet. Everyone will be added without one; "
        "addresses can be added later, by hand or with another file."
    )


def note_user_names(column: str, example: str) -> str:
    return (
        f"The column “{column}” holds names such as “{example}” and no email addresses. "
        "Everyone will be added without one and can be invited as soon as there is."
    )


def note_no_functions() -> str:
    return "There are no functions. Everyone will be added without one; choose them before a cycle opens."


def note_no_managers_found(column: str, example: str) -> str:
    return (
        f"None of the line managers in “{column}” could be found, for example “{example}”. "
        "Everyone will be added without one."
    )
