"""What else happens before a draft is deleted, as the apps that know it do it.

They are above this one and register here, so that all of it is one transaction.
"""

from __future__ import annotations

from collections.abc import Callable

from cycles.models import Cycle

Precedes = Callable[[Cycle], None]
_before: list[Precedes] = []


def precedes_deletion(act: Precedes) -> Precedes:
    """Register what is done first, in the scope of the organisation, while the draft is held."""
    _before.append(act)
    return act


def before_deletion(draft: Cycle) -> None:
    for act in _before:
        act(draft)
