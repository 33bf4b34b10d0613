"""The legal status of sex work by place, activity and date: dated rows with sources, and what follows from them."""

from brightline.law.atlas.answers import (
    CONDOM_WORDS,
    Burden,
    balance,
    penalties,
    police,
    search,
    shown_status,
    standing_json,
    standings,
    trafficking,
)
from brightline.law.atlas.check import Fault, check
from brightline.law.atlas.places import Place, place, places, within
from brightline.law.atlas.regime import DECIDING, REGIMES, Regime, by_rule, regime, regimes
from brightline.law.atlas.rows import FILE, VERIFIED_WORDS, Penalty, Row, from_csv, rows, to_csv
from brightline.law.atlas.status import READ_ON, Gap, Standing, covered, gaps, history, status
from brightline.law.atlas.topics import Topic, topic, topics

__all__ = [
    "CONDOM_WORDS",
    "DECIDING",
    "FILE",
    "READ_ON",
    "REGIMES",
    "VERIFIED_WORDS",
    "Burden",
    "Fault",
    "Gap",
    "Penalty",
    "Place",
    "Regime",
    "Row",
    "Standing",
    "Topic",
    "balance",
    "by_rule",
    "check",
    "covered",
    "from_csv",
    "gaps",
    "history",
    "penalties",
    "place",
    "places",
    "police",
    "regime",
    "regimes",
    "rows",
    "search",
    "shown_status",
    "standing_json",
    "standings",
    "status",
    "to_csv",
    "topic",
    "topics",
    "trafficking",
    "within",
]
