"""What can go wrong outside the data: one sentence for the user, and the exit status that goes with it."""

from __future__ import annotations


class QuiverError(Exception):
    """Base of all errors that end a command; the message is one clear sentence that says what to do."""

    exit_status = 1


class UsageError(QuiverError):
    """Wrong use, or settings that make no sense."""

    exit_status = 2


class InputError(QuiverError):
    """Input that cannot be read, or none."""

    exit_status = 3


class OutputError(QuiverError):
    """Output that cannot be written, or that another run holds."""

    exit_status = 4


class ContractError(QuiverError):
    """A table breaks its contract; it is not published. The message names the rows and why."""

    exit_status = 1


class RuleFaultError(Exception):
    """A fault in a rule: no error of the user's, but one whose place is known."""

    def __init__(self, code: str, slug: str, always: bool) -> None:
        """CODE and SLUG of the rule; ALWAYS: does it fail whatever it looks at?"""
        super().__init__(code, slug, always)
        self.always = always

    def __str__(self) -> str:
        """One sentence."""
        code, slug, _ = self.args
        return f"the rule {slug} ({code}) fails; `--ignore {code}` runs without it"
