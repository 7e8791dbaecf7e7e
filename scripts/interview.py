"""A person answers the template's questions, one after the other, and changes answers until they agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from questionnaire import Item, Questionnaire

# Gives a person's answer to one question, as Copier takes it. May raise KeyboardInterrupt.
Ask = Callable[[Item], Any]


class Interview:
    """The answers so far.

    Whoever takes what is proposed has said nothing about it: when another answer changes the proposal, the
    new one counts. What somebody chose against the proposal stays, and is asked again only where the other
    answers leave it no room.
    """

    def __init__(self, questionnaire: Questionnaire, given: Mapping[str, Any], ask: Ask) -> None:
        """`given` are answers that nobody is asked for."""
        self._questionnaire = questionnaire
        self._beforehand = dict(given)
        self._ask = ask
        self._given: dict[str, Any] = dict(given)
        self._seen: set[str] = set()

    @property
    def items(self) -> list[Item]:
        return self._questionnaire.items(self._given)

    def run(self) -> None:
        """Ask whatever is open."""
        while item := self._open():
            self._put(item)

    def change(self, name: str) -> None:
        """Ask one question again, and whatever its answer opens."""
        self._put(next(item for item in self.items if item.name == name))
        self.run()

    def start_over(self) -> None:
        """Forget what was answered, and ask again."""
        self._given = dict(self._beforehand)
        self._seen.clear()
        self.run()

    def _open(self) -> Item | None:
        return next((item for item in self.items if self._is_open(item)), None)

    def _is_open(self, item: Item) -> bool:
        return bool(item.fault) or (item.is_asked and not item.is_given and item.name not in self._seen)

    def _put(self, item: Item) -> None:
        answer = self._ask(item)
        self._seen.add(item.name)
        if answer == item.proposed:
            self._given.pop(item.name, None)
        else:
            self._given[item.name] = answer
