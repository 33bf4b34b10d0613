"""What happened: the case, and the files that cases come in and go out by."""

from brightline.cases.case import EVERYBODY, Actor, Case, Facts, Statement

__all__ = ["EVERYBODY", "Actor", "Case", "Facts", "Statement"]
