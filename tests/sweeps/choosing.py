"""States that choose for themselves in tests: well, badly, never, and in ways that take their process with them."""

from __future__ import annotations

import os
import signal
import time

import detente


class Stubborn(detente.StateAgent):
    """Holds whenever it bears a grudge."""

    def choose(self, other: str) -> int | str:
        return "hold" if self.grievance[other] > 0.3 else super().choose(other)


class Failing(detente.StateAgent):
    """Raises in one run, in its fourth step."""

    def choose(self, other: str) -> int | str:
        if self.model.run_id == 3 and self.model.elapsed == 3:
            raise ZeroDivisionError("nobody is to be divided by")
        return super().choose(other)


class Killing(detente.StateAgent):
    """Takes its process with it in one run."""

    def choose(self, other: str) -> int | str:
        if self.model.run_id == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().choose(other)


class Hanging(detente.StateAgent):
    """Never answers in one run."""

    def choose(self, other: str) -> int | str:
        while self.model.run_id == 3:
            time.sleep(0.1)
        return super().choose(other)


class Greedy(detente.StateAgent):
    """Takes ever more memory in one run."""

    hoard: list[bytearray]

    def choose(self, other: str) -> int | str:
        if self.model.run_id == 3:
            self.hoard = []
            while True:
                self.hoard.append(bytearray(b"x" * 2**24))
                time.sleep(0.01)
        return super().choose(other)
