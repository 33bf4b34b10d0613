"""What a text reports, and how its label fits: prose in, evidence out."""

from brightline.texts.account import REPORTED, STATUSES, VERDICTS, Account, Evidence, Mention, Status, Verdict
from brightline.texts.reader import read

__all__ = ["REPORTED", "STATUSES", "VERDICTS", "Account", "Evidence", "Mention", "Status", "Verdict", "read"]
