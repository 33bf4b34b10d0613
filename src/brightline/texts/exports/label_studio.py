"""Evidence as Label Studio tasks: the text, and what the reader found as a prediction for a person to correct."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from brightline import __version__
from brightline.texts.account import STATUSES, Account, Evidence

COLOURS = {"act": "#5b9bd5", "means": "#d5703a", "purpose": "#8e5bd5", "age": "#c9a400", "consent": "#4e9a51"}


def label_studio_tasks(accounts: Iterable[tuple[str, Account]]) -> list[dict[str, object]]:
    """Tasks to import: for each name and account the text with one prediction, without a score.

    `start` and `end` are in characters (code points), as Label Studio counts them; it counts a line break of two
    characters as two, so that texts are handed over as they are.
    """
    return [
        {
            "data": {"text": account.text, "file": name, "verdict": account.verdict},
            "predictions": [{"model_version": f"brightline {__version__}", "result": list(_results(account))}],
        }
        for name, account in accounts
    ]


def label_studio_configuration(accounts: Iterable[Account]) -> str:
    """The labelling interface for such tasks: a label for each kind of evidence, and a status for each span."""
    every = tuple(accounts)
    labels = sorted({evidence.label for account in every for evidence in account.elements})
    sources = sorted({evidence.source for account in every for evidence in account.elements})
    lines = ["<View>", "  <Style>.htx-text { white-space: pre-wrap; }</Style>", '  <Labels name="label" toName="text">']
    for label in labels:
        colour = COLOURS.get(label.partition(".")[0], "#777777")
        lines.append(f'    <Label value="{escape(label)}" background="{colour}"/>')
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    for name, values in (("status", STATUSES), ("source", sources)):
        lines.append(f'  <Choices name="{name}" toName="text" perRegion="true" choice="single">')
        lines += [f'    <Choice value="{escape(value)}"/>' for value in values]
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>"]) + "\n"


def _results(account: Account) -> Iterable[dict[str, object]]:
    for number, evidence in enumerate(account.elements, start=1):
        yield _result(number, evidence, "label", "labels", evidence.label)
        yield _result(number, evidence, "status", "choices", evidence.status)
        yield _result(number, evidence, "source", "choices", evidence.source)


def _result(number: int, evidence: Evidence, name: str, type: str, value: str) -> dict[str, object]:
    """One part of a region: those with the same `id` are about the same span."""
    return {
        "id": f"e{number}",
        "from_name": name,
        "to_name": "text",
        "type": type,
        "value": {"start": evidence.start, "end": evidence.end, "text": evidence.quote, type: [value]},
    }
