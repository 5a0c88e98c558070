from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable

from .model import Question, QuestionKind


class Findings:
    """What was noticed while planning: questions and notes by row, and notes on the whole file."""

    def __init__(self, settled_rows: Iterable[int]) -> None:
        """``settled_rows`` were looked at by somebody: nothing is asked about them again."""
        self._settled = frozenset(settled_rows)
        self._questions: dict[int, list[Question]] = defaultdict(list)
        self._notes: dict[int, list[str]] = defaultdict(list)
        self.file_notes: list[str] = []

    def ask(self, row: int, question: Question) -> None:
        if row not in self._settled:
            self._questions[row].append(question)

    def note(self, row: int, text: str) -> None:
        self._notes[row].append(text)

    def withdraw(self, kind: QuestionKind, unless: Container[int] = ()) -> None:
        """Take back the questions of one kind, where one note on the file says it for all rows."""
        for row, asked in self._questions.items():
            if row not in unless:
                asked[:] = [question for question in asked if question.kind != kind]

    def questions(self, row: int) -> list[Question]:
        return self._questions.get(row, [])

    def notes(self, row: int) -> list[str]:
        return self._notes.get(row, [])
