"""Brightline tells sex trafficking from sex work by the law's own elements.

>>> import brightline
>>> finding = brightline.assess({"act.transport": True, "closed": ["means", "age"]}, under="un-palermo")[0]
>>> finding.outcome
'not met'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brightline.cases import Case as Case
    from brightline.errors import BrightlineError as BrightlineError
    from brightline.findings import assess as assess
    from brightline.findings import assess_table as assess_table
    from brightline.findings.compare import compare as compare
    from brightline.findings.explain import explain as explain
    from brightline.findings.line import line as line
    from brightline.law import definition as definition
    from brightline.law import definitions as definitions
    from brightline.law import reading as reading
    from brightline.law import vocabulary as vocabulary
    from brightline.outcomes import simulate as simulate
    from brightline.texts import read as read

__version__ = "0.1.0"

_HOMES = {
    "BrightlineError": "brightline.errors",
    "Case": "brightline.cases",
    "assess": "brightline.findings",
    "assess_table": "brightline.findings",
    "compare": "brightline.findings.compare",
    "definition": "brightline.law",
    "definitions": "brightline.law",
    "explain": "brightline.findings.explain",
    "line": "brightline.findings.line",
    "read": "brightline.texts",
    "reading": "brightline.law",
    "simulate": "brightline.outcomes",
    "vocabulary": "brightline.law",
}

__all__ = [
    "BrightlineError",
    "Case",
    "__version__",
    "assess",
    "assess_table",
    "compare",
    "definition",
    "definitions",
    "explain",
    "line",
    "read",
    "reading",
    "simulate",
    "vocabulary",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'brightline' has no attribute {name!r}")
