"""What can go wrong, in the words of the program."""

from typing import Any, Optional


class BraidError(Exception):
    """Any error of this package."""


class ProgramError(BraidError):
    """The program could not start, or has ended.

    Attributes:
        code: its exit code; None when it did not start, negative for the signal that ended it.
    """

    def __init__(self, message: str, code: Optional[int] = None) -> None:
        super().__init__(message)
        self.code = code


class RecordError(BraidError):
    """A record that cannot be read or annotated; those before and after it can.

    Attributes:
        reason: what is wrong with it.
        record: what was given.
        position: its place among the records of the call, from 0.
    """

    def __init__(self, reason: str, record: Any, position: int) -> None:
        super().__init__(f"record {position}: {reason}")
        self.reason = reason
        self.record = record
        self.position = position

    def __reduce__(self) -> tuple[type["RecordError"], tuple[str, Any, int]]:
        return RecordError, (self.reason, self.record, self.position)
