"""Languages: catalogues of messages read from .po files, and the one that a page is written in."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py  # the one piece of gettext that reads plural rules; a .mo file adds a build step for no gain
from pathlib import Path
from unicodedata import combining, normalize

from brightline.errors import DataFileError

FOLDER = Path(__file__).parent / "locale"
SOURCE = "en"
"""The language that messages are written in."""
NAMES: Mapping[str, str] = {"en": "English", "es": "Español"}
"""What each language calls itself. One more language is one more line here and one more folder of .po files."""

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)?\s*(".*")')
_PLACE = re.compile(r"\{(\w+)\}")
LONGEST_COMPOSED = 4_000
"""Characters up to which a text may be a message with its places filled: a longer one is what somebody wrote."""


def marked(message: str) -> str:
    """The message itself: a mark by which it is found for the catalogues, where it is shown somewhere else."""
    return message


def collated(text: str) -> str:
    """What a name is put in order by: its letters whatever their case and accents, ñ as a letter of its own after n."""
    letters = normalize("NFKD", text.casefold()).replace("n\u0303", "n\uffff")
    return "".join(letter for letter in letters if not combining(letter))


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a catalogue with its translations: one, or one for each plural form."""

    id: str
    plural: str
    said: tuple[str, ...]
    file: str
    line: int


class Form:
    """A message with `{places}`, and the texts that it stands for."""

    def __init__(self, message: str) -> None:
        pieces = _PLACE.split(message)
        self._names = pieces[1::2]
        self._start, *self._between, self._end = pieces[::2]

    def places(self, text: str) -> dict[str, str] | None:
        """What stands in each place, none of them empty; the earlier a place, the more of the text it takes.

        It is searched for from the end, so that no place is ever tried twice: a regular expression that says the same
        tries as many ways as there are characters, to the power of the places.
        """
        if not (text.startswith(self._start) and text.endswith(self._end)):
            return None
        start, end = len(self._start), len(text) - len(self._end)
        found: list[str] = []
        for between in reversed(self._between):
            at = text.rfind(between, start + 1, end - 1)
            if at < 0:
                return None
            found.append(text[at + len(between) : end])
            end = at
        if end <= start:
            return None
        return dict(zip(self._names, (text[start:end], *reversed(found)), strict=True))


class Language:
    """The messages of one language, from every .po file of its folder."""

    def __init__(self, code: str, messages: Mapping[str, Message], plural: Callable[[int], int]) -> None:
        self.code = code
        self.name = NAMES[code]
        self.messages = messages
        self._plural = plural
        self._forms = [(Form(id), message.said[0]) for id, message in messages.items() if _PLACE.search(id)]

    def gettext(self, message: str) -> str:
        """The message in this language; as it stands where there is no translation."""
        found = self.messages.get(message)
        return found.said[0] if found else message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The message for a count."""
        found = self.messages.get(one)
        if found and found.plural:
            return found.said[self._plural(count)]
        return one if count == 1 else many

    def has(self, text: str) -> bool:
        """Whether the very text is there, and not only one of its form."""
        return self.code == SOURCE or text in self.messages

    def of_data(self, text: str) -> str | None:
        """A text that comes from data or from another room, in this language; `None` where nobody translated it."""
        parts = self.parts(text)
        return "".join(part for part, _ in parts) if parts else None

    def parts(self, text: str) -> list[tuple[str, bool]] | None:
        """The same in parts, each with whether it is in this language.

        A message with `{places}` stands for every text of that form; what stands in a place is translated where it
        can be.
        """
        if self.has(text):
            return [(self.gettext(text), True)]
        for form, said in self._forms if len(text) <= LONGEST_COMPOSED else ():
            found = form.places(text)
            if found:
                return [part for piece in re.split(r"(\{\w+\})", said) for part in self._filled(piece, found)]
        return None

    def _filled(self, piece: str, found: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
        if not piece.startswith("{"):
            yield piece, True
            return
        for number, part in enumerate(found[piece[1:-1]].split("; ")):
            if number:
                yield "; ", True
            yield self.gettext(part), part in self.messages or not re.search(r"[^\W\d_]{2}", part)


def languages() -> tuple[str, ...]:
    """Codes of the languages that there are, the source first."""
    return tuple(NAMES)


@cache
def language(code: str) -> Language:
    """One language by its code."""
    messages: dict[str, Message] = {}
    rule = "n != 1"
    for path in sorted((FOLDER / code).glob("*.po")):
        for message in read_po(path):
            if not message.id:
                header = re.search(r"plural=([^;\n]+)", message.said[0])
                rule = header[1] if header else rule
                continue
            known = messages.setdefault(message.id, message)
            if known.said != message.said:
                raise DataFileError(
                    f"{message.id[:60]!r} is translated in another way in {known.file}, line {known.line}; make them "
                    "the same",
                    path.name,
                    message.line,
                )
    return Language(code, messages, c2py(rule))


def accepted(header: str, fallback: str) -> str:
    """The language that an `Accept-Language` header likes best of those that there are."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:500].split(",")):
        code, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, code.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    return next((code for _, _, code in sorted(wishes) if code in NAMES), fallback)


def read_po(path: Path) -> Iterator[Message]:
    """The messages of a .po file that have a translation; a `DataFileError` with its line where it is not right."""
    fields: dict[str, str] = {}
    key, start = "", 0
    for number, raw in enumerate((*path.read_text("utf-8").splitlines(), ""), 1):
        line = raw.strip()
        if line.startswith("#"):
            continue
        if not line:
            if fields:
                yield _message(fields, path, start)
            fields, key = {}, ""
            continue
        found = _LINE.fullmatch(line)
        if not found or not (found[1] or key):
            raise DataFileError(f"{line[:60]!r} is not a line of a .po file", path.name, number)
        if found[1]:
            key, start = found[1], start if fields else number
            fields[key] = ""
        fields[key] += ast.literal_eval(found[3])


def _message(fields: Mapping[str, str], path: Path, line: int) -> Message:
    said = tuple(fields[key] for key in sorted(fields) if key.startswith("msgstr"))
    if "msgid" not in fields or not said or not all(said):
        raise DataFileError(f"{fields.get('msgid', '')[:60]!r} has no translation", path.name, line)
    return Message(fields["msgid"], fields.get("msgid_plural", ""), said, path.name, line)
