"""Every message of the pages, as it stands in templates and code; run as a script it prints those not translated."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from jinja2.ext import babel_extract

import brightline
from brightline.web.languages import NAMES, SOURCE, language

WEB = Path(brightline.__file__).parent / "web"
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}


@dataclass(frozen=True)
class Found:
    """One message where it stands; `door` is the catalogue that it belongs to."""

    id: str
    plural: str
    place: str
    door: str


def messages() -> list[Found]:
    return [*_of(WEB.rglob("*.html"), True), *_of(WEB.rglob("*.py"), False)]


def _of(paths: Iterator[Path], template: bool) -> Iterator[Found]:
    for path in sorted(paths):
        parts = path.relative_to(WEB).with_suffix("").parts
        door = parts[1] if len(parts) > 1 and parts[0] in ("doors", "templates") and parts[1] != "__init__" else "site"
        if template and len(parts) == 2:
            door = "site"
        keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
        with path.open("rb") as file:
            method = babel_extract if template else "python"
            for line, id, *_ in extract(method, file, keywords=keywords, options=OPTIONS if template else {}):
                one, many = id if isinstance(id, tuple) else (id, "")
                if one:
                    yield Found(one, many or "", f"{path.relative_to(WEB)}:{line}", door)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main() -> None:
    for code in NAMES:
        if code == SOURCE:
            continue
        missing: dict[str, dict[str, Found]] = {}
        for found in messages():
            if found.id not in language(code).messages:
                missing.setdefault(found.door, {})[found.id] = found
        for door, listed in missing.items():
            sys.stdout.write(f"\n## locale/{code}/{door}.po\n")
            for found in listed.values():
                sys.stdout.write(f"\n#: {found.place}\nmsgid {_quoted(found.id)}\n")
                if found.plural:
                    sys.stdout.write(f'msgid_plural {_quoted(found.plural)}\nmsgstr[0] ""\nmsgstr[1] ""\n')
                else:
                    sys.stdout.write('msgstr ""\n')


if __name__ == "__main__":
    main()
