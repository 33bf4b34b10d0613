"""The house keeps its order: imports go up the list of rooms only, in no circle, and no file holds too much."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import brightline

SOURCE = Path(brightline.__file__).parent
ROOMS = ["logic", "law", "cases", "findings", "texts", "outcomes", "publish", "web", "cli"]
FILES = sorted(SOURCE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports out in full"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in found if name.startswith("brightline")}


def room(name: str) -> str | None:
    part = name.split(".")[1] if "." in name else ""
    return part if part in ROOMS else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_rooms_before_it(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[0]
    if own not in ROOMS:
        return
    for name in imports(path):
        other = room(name)
        if other:
            assert ROOMS.index(other) <= ROOMS.index(own), f"{own} imports {name}"
    if own == "logic":
        assert all(room(name) == "logic" for name in imports(path)), "logic imports nothing else of ours"


def test_no_circle_of_modules() -> None:
    modules = {".".join(("brightline", *path.relative_to(SOURCE).with_suffix("").parts)): path for path in FILES}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        top_level = ast.parse(path.read_text("utf-8")).body
        wanted = {
            target
            for node in top_level
            if isinstance(node, ast.ImportFrom)
            for target in [f"{node.module}.{alias.name}" for alias in node.names] + [str(node.module)]
        }
        graph[name] = {target for target in wanted if target in modules}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for target in graph[name]:
                visit(target, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_opens_with_a_sentence_and_stays_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert (ast.get_docstring(ast.parse(text)) or "").strip(), (
        "a module opens with a sentence that says what lives here"
    )
    assert len(text.splitlines()) <= 400


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from brightline.cli.main import main; sys.argv = ['brightline', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('polars', 'narwhals', 'duckdb', 'yaml', 'msgspec', 'matplotlib') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_one_case_needs_no_table_library() -> None:
    code = (
        "import sys, brightline; brightline.assess({'act.recruit': True, 'age': 15})\n"
        "print([m for m in ('polars', 'narwhals', 'duckdb', 'matplotlib') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
