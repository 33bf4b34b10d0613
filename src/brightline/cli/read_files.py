"""What `brightline read` writes: pages, a draft of a case, and exports; each file whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Literal, TypeAlias

from brightline.cases.placing import check_place, replacing
from brightline.errors import BrightlineError, plural
from brightline.texts.documents import Found
from brightline.texts.report import Report

Kind: TypeAlias = Literal["brat", "label-studio", "refi-qda", "web-annotation"]
ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    "label-studio": (".json",),
    "refi-qda": (".qdc",),
    "web-annotation": (".jsonld", ".json"),
}
LONGEST_NAME = 100
"""Characters of a name made for a page or a text."""


def check_outputs(found: Found, html: Path | None, case: Path | None, export: Kind | None, out: Path | None) -> None:
    """Errors in what to write and where, before anything is read: no text that is read is written over."""
    if html and found.several:
        _check_folder(html)
    elif html:
        _check_ending(html, (".html", ".htm"))
    if case:
        _check_ending(case, (".yaml", ".yml"))
    if export == "brat" and out:
        _check_folder(out)
    elif export and out:
        _check_ending(out, ENDINGS[export])
    for path in (html, case, out):
        for file in found.files if path else ():
            if path and Path(file) != Path("-") and _is_or_holds(path, Path(file)):
                raise BrightlineError(f"{path}: {file} is read from there; write to another place")


def _is_or_holds(output: Path, source: Path) -> bool:
    try:
        place = source.resolve()
        return output.resolve() in {place, place.parent}
    except OSError:
        return False


def _check_ending(path: Path, endings: tuple[str, ...]) -> None:
    if path.suffix.lower() not in endings:
        raise BrightlineError(f"{path.name}: write to a name that ends in {' or '.join(endings)}")
    check_place(path)


def _check_folder(path: Path) -> None:
    try:
        if path.exists() and not path.is_dir():
            raise BrightlineError(f"{path}: several files are written, so name a folder; this is a file")
        if not path.absolute().parent.is_dir():
            raise BrightlineError(f"{path}: the folder {path.parent} does not exist; make it first")
    except (OSError, ValueError) as failure:
        raise BrightlineError(f"{path}: cannot be written ({getattr(failure, 'strerror', failure)})") from None


def write_html(reports: Sequence[Report], path: Path, several: bool) -> str:
    """The page of one text, or a folder with a page for each and an index; the line that says so."""
    from brightline.texts.page import as_html, index_as_html

    if not several:
        _write(path, as_html(reports[0]))
        return f"Wrote {path}: the text with its evidence marked."
    _make(path)
    named = list(zip(_names(reports), reports, strict=True))
    for name, report in named:
        _write(path / f"{name}.html", as_html(report))
    _write(path / "index.html", index_as_html((f"{name}.html", report) for name, report in named))
    return f"Wrote {path}: {plural(len(named), 'page')} and index.html."


def write_case(report: Report, path: Path) -> Iterator[str]:
    """The draft of a case; the lines that say what to do with it."""
    from brightline.texts.proposal import proposed_case, write_draft

    write_draft(proposed_case(report), path)
    yield f"Wrote {path}: a draft, for you to confirm line by line. Then: brightline assess {path}"


def write_export(reports: Sequence[Report], kind: Kind, path: Path) -> str:
    """The evidence in the form of another tool; the line that says so."""
    from brightline.texts import exports

    accounts = [report.account for report in reports]
    count = plural(sum(len(account.elements) for account in accounts), "span")
    if kind == "brat":
        _make(path)
        for name, account in zip(_names(reports), accounts, strict=True):
            text, annotations = exports.brat_files(account)
            _write(path / f"{name}.txt", text)
            _write(path / f"{name}.ann", annotations)
        _write(path / "annotation.conf", exports.brat_configuration(accounts))
        return f"Wrote {path}: {plural(len(reports), 'text')}, {count}, and annotation.conf."
    if kind == "label-studio":
        tasks = exports.label_studio_tasks((report.document.name, report.account) for report in reports)
        _write(path, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
        interface = path.with_suffix(".xml")
        _write(interface, exports.label_studio_configuration(accounts))
        return f"Wrote {path}: {plural(len(tasks), 'task')}, {count}; the labelling interface for them is {interface}."
    if kind == "refi-qda":
        _write(path, exports.refi_qda_codebook())
        return f"Wrote {path}: the codebook of what the reader looks for; it holds nothing of the text."
    found = exports.web_annotations((report.document, report.account) for report in reports)
    _write(path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return f"Wrote {path}: {count} as Web Annotations."


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as failure:
        raise BrightlineError(f"{folder}: cannot be made ({failure.strerror})") from None


def _write(path: Path, text: str) -> None:
    """The text as it is: its line breaks are counted in offsets, so none is changed."""
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8", "replace"))


def _names(reports: Sequence[Report]) -> list[str]:
    """A name for the files of each text: plain, and of no two the same whatever a disk makes of letter case."""
    found: list[str] = []
    taken = {"index", "annotation"}
    for report in reports:
        stem = "text" if report.document.name == "-" else PurePath(report.document.name).stem
        plain = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:LONGEST_NAME] or "text"
        name, number = plain, 1
        while name.lower() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.lower())
        found.append(name)
    return found
