"""The options of a command that may ask a local model as a second annotator, and how its answer is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from brightline.cli.page import wrapped
from brightline.errors import BrightlineError, plural
from brightline.texts.account import Account
from brightline.texts.annotator import ModelAccount, annotate, disagreements

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class ModelOptions:
    """What the options say of a model: where it is, and whether the text may leave this machine."""

    url: str
    name: str | None
    allow_remote: bool

    def annotate(self, text: str) -> ModelAccount:
        """What the model marks in a text."""
        return annotate(text, self.url, self.name, self.allow_remote)


def model_options(command: Command) -> Command:
    """Adds `--model`, `--model-name` and `--allow-remote`; `chosen_model` reads what they were given."""
    options = (
        click.option("--model", "model_url", metavar="URL", help="Ask a local model too: http://127.0.0.1:PORT/v1."),
        click.option("--model-name", metavar="N", help="Which model, where the server has several."),
        click.option("--allow-remote", is_flag=True, help="Let --model be another machine: the text is sent there."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def chosen_model(model_url: str | None, model_name: str | None, allow_remote: bool) -> ModelOptions | None:
    """The model that the options name, or `None`; an error where one makes no sense without another."""
    if model_url is None:
        if model_name or allow_remote:
            given = "--model-name" if model_name else "--allow-remote"
            raise BrightlineError(f"{given} says something of a model: name its address with --model")
        return None
    return ModelOptions(model_url, model_name, allow_remote)


def model_json(account: Account, model: ModelAccount) -> dict[str, object]:
    """The model's account and where it parts from the reader's, for the key `model` beside `elements`."""
    return {**model.to_json(), "disagreements": [found.to_json() for found in disagreements(account, model)]}


def model_page(account: Account, model: ModelAccount) -> Iterator[str]:
    """The model's account in words, under the reader's own."""
    yield f"Second annotator: {model.provenance.get('model')}, asked in the form {model.mode}"
    dropped = [
        f"{plural(count, 'passage')} dropped, {why}"
        for count, why in ((model.not_in_text, "not in the text"), (model.not_valid, "not of the form"))
        if count
    ]
    if dropped:
        yield f"  {'; '.join(dropped)}"
    for element in model.elements:
        yield wrapped(
            f"{element.label} ({element.status}, {element.source}): {' '.join(element.quote.split())!r}", "  "
        )
    parted = disagreements(account, model)
    yield "  The two agree on every label." if not parted else f"  They part on {plural(len(parted), 'label')}:"
    for found in parted:
        yield wrapped(found.words, "    ")
