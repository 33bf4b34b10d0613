"""The lexicon: one file for each class of words that patterns ask for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from brightline.law.datafile import Document, mapping, read_document
from brightline.texts.grammar import BY_NAME, FORMS, LexiconClass

HERE = Path(__file__).parent


class _Lexicon(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    words: list[str] = []
    verbs: list[str] = []
    common: bool = False


def load_lexicon(folder: Path = HERE / "lexicon") -> Mapping[str, LexiconClass]:
    """Every class of a folder by name, which is its file's; a `DataFileError` with its line where one is not right."""
    found: dict[str, LexiconClass] = {}
    for path in sorted(folder.rglob("*.yaml")):
        document = read_document(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
        if path.stem == BY_NAME:
            raise document.error(f"{{{BY_NAME}}} is told from the look of a word; give the class another name")
        if path.stem in found:
            raise document.error(f"the class {path.stem!r} stands in two files; give one another name")
        found[path.stem] = _class(path.stem, document)
    return found


def _class(name: str, document: Document) -> LexiconClass:
    raw = document.convert(mapping(document.data, document), _Lexicon)
    verbs: list[tuple[str, ...]] = []
    for number, row in enumerate(raw.verbs):
        forms = tuple(row.split())
        if len(forms) != len(FORMS):
            raise document.error(f"a verb has five forms ({', '.join(FORMS)}), this has {len(forms)}", "verbs", number)
        verbs.append(forms)
    for number, word in enumerate(raw.words):
        if word != word.lower():
            raise document.error(f"words are written in lower case: {word.lower()!r}", "words", number)
    if not raw.words and not verbs:
        raise document.error("a class needs words or verbs")
    return LexiconClass(name, tuple(dict.fromkeys(raw.words)), tuple(verbs), raw.common)
