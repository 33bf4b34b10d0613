"""A local model as a second annotator: it proposes passages, and only what stands in the text word for word is kept."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

import msgspec

from brightline.errors import BrightlineError
from brightline.law.datafile import mapping, read_document
from brightline.texts.account import STATUSES, Status
from brightline.texts.annotator.endpoint import TIMEOUT, Endpoint, RefusedError
from brightline.texts.evaluate.gold import codebook_names
from brightline.texts.parts import parts

Mode: TypeAlias = Literal["json_schema", "json_object", "plain"]
MODES: tuple[Mode, ...] = get_args(Mode)
SOURCES = ("reporter", "court", "police", "prosecutor", "person", "suspect", "organisation", "other")

LARGEST_PART = 8_000
"""Characters of a text that are shown to the model at a time."""
LARGEST_TEXT = 400_000
MOST_ELEMENTS = 500
"""Passages that are looked at in one answer; more is no marking of a text."""
LONGEST_QUOTE = 600
TRIES = 2
"""How often one way of asking is tried before the next."""
SEED = 7
_NO_SUCH_FORM = frozenset({400, 404, 415, 422, 500, 501})
"""What servers answer that do not know a `response_format`."""


@dataclass(frozen=True, slots=True)
class ModelEvidence:
    """A passage that the model marked: `quote` is `text[start:end]`, found by us and never placed by the model."""

    label: str
    status: Status
    source: str
    start: int
    end: int
    quote: str
    exact: bool
    """Whether the model gave it letter for letter; else it differs in white space."""

    def to_json(self) -> dict[str, object]:
        """The passage as plain data."""
        return {
            "label": self.label,
            "status": self.status,
            "source": self.source,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "exact": self.exact,
        }


@dataclass(frozen=True)
class ModelAccount:
    """What a model marked in a text, how it was asked, and what of its answer was not kept."""

    elements: tuple[ModelEvidence, ...]
    not_in_text: int
    """Quotes that do not stand in the text: dropped."""
    not_valid: int
    """Passages with an unknown label or status, or with the wrong kind of value: dropped."""
    mode: Mode
    """The strictest form of answer that the server could be held to."""
    requests: int
    provenance: Mapping[str, object] = field(default_factory=dict[str, object])

    def to_json(self) -> dict[str, object]:
        """The account as plain data."""
        return {
            "elements": [element.to_json() for element in self.elements],
            "not_in_text": self.not_in_text,
            "not_valid": self.not_valid,
            "mode": self.mode,
            "requests": self.requests,
            "provenance": dict(self.provenance),
        }


class _Instructions(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    instructions: str
    labels: str


@cache
def _prompt() -> str:
    path = Path(__file__).parent / "instructions.yaml"
    document = read_document(path, "annotator/instructions.yaml")
    raw = document.convert(mapping(document.data, document), _Instructions)
    missing = [label for label in labels() if label not in raw.labels]
    if missing:
        raise document.error(f"says nothing of {', '.join(missing)}", "labels")
    return f"{raw.instructions}\nLabels:\n{raw.labels}"


def labels() -> tuple[str, ...]:
    """The labels that a model may give."""
    return (*codebook_names().names, "age.minor", "age.adult")


def schema() -> dict[str, object]:
    """The JSON schema of an answer: no offsets, since a model cannot count."""
    element = {
        "type": "object",
        "properties": {
            "label": {"type": "string", "enum": list(labels())},
            "status": {"type": "string", "enum": list(STATUSES)},
            "source": {"type": "string", "enum": list(SOURCES)},
            "quote": {"type": "string"},
        },
        "required": ["label", "status", "source", "quote"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"elements": {"type": "array", "items": element}},
        "required": ["elements"],
        "additionalProperties": False,
    }


def annotate(
    text: str, url: str, model: str | None = None, allow_remote: bool = False, *, timeout: float = TIMEOUT
) -> ModelAccount:
    """What a model behind `url` (chat completions as OpenAI's) marks in a text.

    `model` is its name; where the server has one model only it may be left out. Nothing is sent to another machine
    unless `allow_remote`. `timeout` is in seconds, for each request. Raises `BrightlineError` where the server cannot
    be reached, sends elsewhere, or gives no valid answer in any of three forms.
    """
    endpoint = Endpoint(url, allow_remote, timeout)
    if len(text) > LARGEST_TEXT:
        raise BrightlineError(f"the text has {len(text):,} characters; a model is shown {LARGEST_TEXT:,} at most")
    name = model or _only_model(endpoint)
    asking = _Asking(endpoint, name)
    found: list[ModelEvidence] = []
    not_in_text = not_valid = 0
    for offset, part in parts(text, LARGEST_PART):
        if not part.strip():
            continue
        for item in asking.elements(part):
            told = _checked(item)
            if told is None:
                not_valid += 1
                continue
            place = locate(part, told["quote"])
            if place is None:
                not_in_text += 1
                continue
            start, end, exact = place
            found.append(
                ModelEvidence(
                    label=told["label"],
                    status=cast("Status", told["status"]),
                    source=told["source"],
                    start=offset + start,
                    end=offset + end,
                    quote=part[start:end],
                    exact=exact,
                )
            )
    unique = dict.fromkeys(sorted(found, key=lambda own: (own.start, own.end, own.label, own.status)))
    return ModelAccount(
        elements=tuple(unique),
        not_in_text=not_in_text,
        not_valid=not_valid,
        mode=asking.mode,
        requests=asking.requests,
        provenance={
            "model": name,
            "url": url,
            "prompt_sha256": _hash(_prompt()),
            "schema_sha256": _hash(json.dumps(schema(), sort_keys=True)),
            "text_sha256": _hash(text),
            "temperature": 0,
            "seed": SEED,
        },
    )


def locate(text: str, quote: str) -> tuple[int, int, bool] | None:
    """Where a quote stands in a text, and whether letter for letter; else white space may differ, and nothing more.

    >>> locate("He took\\nher passport.", "took her passport"), locate("He left.", "took her passport")
    ((3, 20, False), None)
    """
    quote = quote.strip()
    if len(quote) < 2 or len(quote) > LONGEST_QUOTE or not any(map(str.isalnum, quote)):
        return None
    if (start := text.find(quote)) >= 0:
        return start, start + len(quote), True
    found = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return (*found.span(), False) if found else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _only_model(endpoint: Endpoint) -> str:
    try:
        told = endpoint.get("models")
    except RefusedError as failure:
        raise BrightlineError(f"the server does not name its models ({failure}); give --model-name") from None
    listed = cast("dict[str, object]", told).get("data") if isinstance(told, dict) else None
    entries = cast("list[object]", listed) if isinstance(listed, list) else []
    names = [
        id
        for entry in entries
        if isinstance(entry, dict) and isinstance(id := cast("dict[str, object]", entry).get("id"), str)
    ]
    if len(names) != 1:
        shown = f": {', '.join(names[:10])}" if names else ""
        raise BrightlineError(f"the server offers {len(names)} models{shown}; choose with --model-name")
    return names[0][:200]


def _checked(item: object) -> dict[str, str] | None:
    if not isinstance(item, dict):
        return None
    told = cast("dict[str, object]", item)
    found = {key: value for key in ("label", "status", "source", "quote") if isinstance(value := told.get(key), str)}
    if "source" not in found and "source" not in told:
        found["source"] = "other"
    if len(found) < 4 or found["label"] not in labels() or found["status"] not in STATUSES:
        return None
    return found if found["source"] in SOURCES else None


class _InvalidError(Exception):
    """An answer that is not of the form; the message says what is wrong with it."""


class _Asking:
    """Asks for one part after the other, in the strictest form that the server has not yet failed at."""

    def __init__(self, endpoint: Endpoint, model: str) -> None:
        self._endpoint = endpoint
        self._model = model
        self.mode: Mode = "json_schema"
        self.requests = 0

    def elements(self, part: str) -> Sequence[object]:
        """What the model marked in one part, not yet checked."""
        problem = ""
        for mode in MODES[MODES.index(self.mode) :]:
            self.mode = mode
            for _ in range(TRIES):
                try:
                    return self._asked(part, mode, problem)
                except _InvalidError as failure:
                    problem = str(failure)
                except RefusedError as failure:
                    if failure.status not in _NO_SUCH_FORM or mode == MODES[-1]:
                        raise BrightlineError(f"the model did not answer ({failure})") from None
                    break
        raise BrightlineError(f"the model gave no answer of the form asked for ({problem}), asked in three ways")

    def _asked(self, part: str, mode: Mode, problem: str) -> Sequence[object]:
        fence = "=" * 20
        messages = [
            {"role": "system", "content": _prompt()},
            {"role": "user", "content": f"{fence}\n{part}\n{fence}"},
        ]
        if problem:
            messages.append({"role": "user", "content": f"Your answer before was not valid: {problem}. Answer again."})
        request: dict[str, object] = {
            "model": self._model, "messages": messages, "temperature": 0, "seed": SEED, "stream": False,
        }  # fmt: skip
        if mode == "json_schema":
            request["response_format"] = {
                "type": mode, "json_schema": {"name": "passages", "schema": schema(), "strict": True},
            }  # fmt: skip
        elif mode == "json_object":
            request["response_format"] = {"type": mode}
        self.requests += 1
        return _listed(_content(self._endpoint.post("chat/completions", request)), mode)


def _content(answer: object) -> str:
    try:
        message = cast("dict[str, list[dict[str, dict[str, object]]]]", answer)["choices"][0]["message"]
        content = message["content"]
    except (KeyError, IndexError, TypeError):
        raise _InvalidError("it holds no message") from None
    if not isinstance(content, str):
        raise _InvalidError("its message is not a text")
    return content


def _listed(content: str, mode: Mode) -> Sequence[object]:
    if mode == "plain":
        start, end = content.find("{"), content.rfind("}")
        content = content[start : end + 1] if 0 <= start < end else content
    try:
        told: object = json.loads(content)
    except (ValueError, RecursionError):
        raise _InvalidError("it is not JSON") from None
    elements = cast("dict[str, object]", told).get("elements") if isinstance(told, dict) else None
    if not isinstance(elements, list):
        raise _InvalidError('it is not an object with a list "elements"')
    listed = cast("list[object]", elements)
    if len(listed) > MOST_ELEMENTS:
        raise _InvalidError(f"it marks more than {MOST_ELEMENTS} passages")
    return listed
