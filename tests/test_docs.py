"""The documentation tells the truth: what it shows is what comes out, and every data file has its page.

Run as a script it writes the real output into the shell examples; a folder given to it holds data for
those that need some.
"""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
NEEDS_DATA = "<!-- needs data that is not in the repository -->"
FENCE = re.compile(r"(?P<mark>[^\n]*)\n```console\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
ENVIRONMENT = {"COLUMNS": "100", "LINES": "24", "NO_COLOR": "1"}
LONGEST_LINE = 120


@dataclass(frozen=True)
class Shell:
    """A shell example: its command and the output shown under it."""

    page: Path
    command: str
    shown: str
    needs_data: bool


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output under it."""
    for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
        if part.startswith("$ "):
            first, _, shown = part.partition("\n")
            yield first[2:], shown


def shell_examples() -> list[Shell]:
    return [
        Shell(page, command, shown, found["mark"].strip() == NEEDS_DATA)
        for page in PAGES
        for found in FENCE.finditer(page.read_text("utf-8"))
        for command, shown in commands(found["body"])
    ]


def output(command: str) -> str:
    """What a command prints, run in this process, in the folder that the caller chose."""
    from command import run

    words = shlex.split(command)
    assert words[0] == "brightline", command
    found = run(*words[1:], environment=ENVIRONMENT)
    return found.out + found.err


def generate() -> ModuleType:
    place = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    sys.path[:0] = [str(ROOT / "docs")]
    place.loader.exec_module(module)
    return module


@pytest.fixture
def beside_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with nothing but a copy of the examples, so that nothing is written into the repository."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "example",
    [pytest.param(e, id=f"{e.page.name}: {e.command}") for e in shell_examples() if not e.needs_data],
)
@pytest.mark.usefixtures("beside_examples")
def test_a_shell_example_prints_what_is_shown(example: Shell) -> None:
    assert output(example.command) == example.shown, "python tests/test_docs.py writes the real output in"


@pytest.mark.parametrize("page", [pytest.param(p, id=p.name) for p in PAGES if PYTHON.search(p.read_text("utf-8"))])
@pytest.mark.usefixtures("beside_examples")
def test_the_python_examples_of_a_page_hold(page: Path) -> None:
    text = "\n".join(found["body"] for found in PYTHON.finditer(page.read_text("utf-8")))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    said: list[str] = []
    failed = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=said.append).failed
    assert failed == 0, "".join(said)


def test_examples_are_shown_and_few_need_data_from_elsewhere() -> None:
    examples = shell_examples()
    assert len([example for example in examples if not example.needs_data]) >= 6
    assert all(example.shown.strip() for example in examples)
    assert {example.page.name for example in examples if example.needs_data} <= {"records.md"}


def test_every_definition_reading_and_format_has_its_page(tmp_path: Path) -> None:
    from brightline.cases.format import format_ids
    from brightline.law import definitions, reading, vocabulary
    from brightline.law.readings import READINGS

    module = generate()
    module.write_all(tmp_path / "generated")
    folder = tmp_path / "generated"
    index = (folder / "definitions.md").read_text("utf-8")
    for found in definitions(memory=True):
        page = (folder / "definitions" / f"{found.id}.md").read_text("utf-8")
        assert f"definitions/{found.id}.md" in index
        assert (module.MEMORY in page) == (found.checked == "memory")
        for version in found.versions:
            assert f"## Version from {version.label}" in page
            assert all(module.text(element.cite) in page for element in version.elements.values())
        assert page.count("- Finding: **") == len(found.examples)
    for name in READINGS:
        page = (folder / "readings" / f"{name}.md").read_text("utf-8")
        assert page.count("- Authority: ") == len(reading(name).lines)
        assert page.count("**MEMORY**") == sum(line.checked == "memory" for line in reading(name).lines)
    for name in format_ids():
        assert (folder / "formats" / f"{name}.md").is_file()
    facts = (folder / "facts.md").read_text("utf-8")
    assert all(f"### `{entry.id}`" in facts for entry in vocabulary())


def test_links_between_files_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", PYTHON.sub("", page.read_text("utf-8"))):
            if not target.startswith(("http:", "https:", "generated/")):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", [pytest.param(p, id=p.name) for p in PAGES])
def test_no_line_is_too_long(page: Path) -> None:
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        assert len(line) <= LONGEST_LINE, f"{page.name}, line {number}"


def yaml_blocks(page: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.usefixtures("beside_examples")
def test_the_templates_for_contributors_work_as_they_stand() -> None:
    definition, reading = yaml_blocks("CONTRIBUTING.md")
    Path("xx-example.yaml").write_text(definition, "utf-8")
    Path("mine.yaml").write_text(reading, "utf-8")
    assert "Example Act 2020" in output("brightline definitions xx-example.yaml")
    case = "examples/cases/03-third-party-driver.yaml"
    assert "[-] NOT MET" in output(f"brightline assess {case} --under xx-example.yaml")
    case = "examples/cases/04-debt-and-passport.yaml"
    assert "Reading: mine" in output(f"brightline assess {case} --reading mine.yaml")


def test_the_readme_shows_the_example_as_it_is() -> None:
    (shown,) = yaml_blocks("README.md")
    assert yaml.safe_load(shown) == yaml.safe_load(
        (ROOT / "examples/cases/04-debt-and-passport.yaml").read_text("utf-8")
    )


@pytest.mark.usefixtures("beside_examples")
def test_every_name_of_the_json_output_is_documented() -> None:
    page = (ROOT / "docs" / "tables.md").read_text("utf-8")
    table = json.loads(output("brightline assess examples/cases.csv --json"))
    case = json.loads(output("brightline assess examples/cases/13-sting.yaml --json"))["findings"][0]
    inner = [next(iter(data.values())) for data in (table["definitions"], case["elements"])]
    for name in [name for data in (table, case, *inner) for name in data]:
        assert re.search(rf"`{name}[`.]", page), name


def test_the_limits_are_those_of_the_code() -> None:
    from brightline.cases import opening, textfile, writing
    from brightline.law import datafile, grammar

    page = (ROOT / "SECURITY.md").read_text("utf-8")
    limits = (
        f"{datafile.LARGEST:,} bytes, {datafile.DEEPEST} levels deep",
        f"{textfile.LONGEST_LINE:,} characters",
        f"columns of a table | {opening.MOST_COLUMNS:,} |",
        f"{textfile.FREE_SWELL:,} bytes plus {textfile.GREATEST_SWELL} times its packed size",
        f"{opening.FREE_PLACES:,} plus {opening.MOST_BLANK} times its filled cells",
        f"{grammar._LONGEST_CONDITION:,} characters",
        f"{writing.MOST_SHEET_ROWS:,}",
    )
    assert [limit for limit in limits if limit not in page] == []


def write_outputs(data: Path | None) -> None:
    """The real output under every command of every page; of those that need data only where a folder holds it."""
    for page in PAGES:
        text = page.read_text("utf-8")

        def fill(found: re.Match[str]) -> str:
            needs = found["mark"].strip() == NEEDS_DATA
            if needs and data is None:
                return found[0]
            with tempfile.TemporaryDirectory() as name:
                shutil.copytree(ROOT / "examples", Path(name) / "examples")
                if needs and data is not None:
                    for file in data.iterdir():
                        (Path(name) / file.name).symlink_to(file.resolve())
                os.chdir(name)
                body = "".join(f"$ {command}\n{output(command)}" for command, _ in commands(found["body"]))
                os.chdir(ROOT)
            return f"{found['mark']}\n```console\n{body}```"

        changed = FENCE.sub(fill, text)
        if changed != text:
            page.write_text(changed, "utf-8")
            sys.stdout.write(f"wrote {page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    write_outputs(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None)
