"""Facts tried against the law: findings for one case, and for tables of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from brightline.findings.assess import assess
from brightline.findings.finding import ElementFinding, Finding
from brightline.findings.summary import Summary, summarise_cases

if TYPE_CHECKING:
    from brightline.findings.counting import summarise as summarise
    from brightline.findings.table import TableFindings as TableFindings
    from brightline.findings.table import assess_table as assess_table

_TABLE_HOMES = {
    "TableFindings": "brightline.findings.table",
    "assess_table": "brightline.findings.table",
    "summarise": "brightline.findings.counting",
}

__all__ = [
    "ElementFinding",
    "Finding",
    "Summary",
    "TableFindings",
    "assess",
    "assess_table",
    "summarise",
    "summarise_cases",
]


def __getattr__(name: str) -> object:
    """Table work needs the heavier libraries of the `tables` extra, so it is imported when first asked for."""
    if name in _TABLE_HOMES:
        return getattr(import_module(_TABLE_HOMES[name]), name)
    raise AttributeError(f"module 'brightline.findings' has no attribute {name!r}")
