"""The texts in folders: which files are read, and how many others are passed over."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from brightline.cases.textfile import check_path
from brightline.errors import BrightlineError
from brightline.texts.documents.document import ENDINGS


@dataclass(frozen=True)
class Found:
    """The files to read, in order, and how many others lay beside them."""

    files: tuple[Path, ...]
    passed_over: int = 0
    several: bool = False
    """Whether more than one text was asked for: a folder, or two names and more."""


def documents_in(paths: Iterable[Path]) -> Found:
    """The files that `paths` name; of a folder those with the ending of a document, at any depth, in order of name.

    Hidden files and folders are left alone, and links to folders are not followed. `-` is standard input. Raises
    `BrightlineError` for a name that is not there when it is the only one, and for a folder without a document.
    """
    named = list(dict.fromkeys(paths))
    found: list[Path] = []
    passed_over = 0
    for path in named:
        if str(path) != "-" and path.is_dir():
            inside = [Path(folder) / name for folder, name in _walk(path)]
            texts = [file for file in inside if file.suffix.lower() in ENDINGS and file.is_file()]
            if not texts:
                raise BrightlineError(f"{path}: no document is in this folder ({', '.join(ENDINGS)})")
            found += texts
            passed_over += len(inside) - len(texts)
        else:
            if len(named) == 1 and str(path) != "-":
                check_path(path)
            found.append(path)
    several = len(named) > 1 or (bool(named) and str(named[0]) != "-" and named[0].is_dir())
    return Found(tuple(dict.fromkeys(found)), passed_over, several)


def _walk(folder: Path) -> Iterable[tuple[str, str]]:
    def refuse(failure: OSError) -> None:
        raise BrightlineError(f"{failure.filename}: cannot be read ({failure.strerror})")

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from ((place, name) for name in sorted(files) if not name.startswith("."))
