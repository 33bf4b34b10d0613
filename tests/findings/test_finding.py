"""What a finding says and never says: stable fields, four words for an element, no score, and nothing of who anybody is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from brightline.findings import assess
from brightline.law import definitions, vocabulary
from command import run

PACKAGE = Path(__file__).parents[2] / "src" / "brightline"
CASES = {
    "met": {"act.recruit": True, "means.force": True, "purpose.sexual_exploitation": True},
    "not met": {"act.recruit": True, "age.under_18": False, "closed": ["means", "purpose"]},
    "undetermined": {"act.recruit": True, "purpose.profit": True},
    "nothing": {},
}


def case_file(folder: Path, name: str, more: str = "") -> Path:
    record = dict(CASES[name])
    closed = record.pop("closed", [])
    path = folder / "case.yaml"
    path.write_text(more or json.dumps({"id": "a", "facts": record, "closed": closed}))
    return path


def table_file(folder: Path) -> Path:
    path = folder / "cases.jsonl"
    rows = [{k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()} for row in CASES.values()]
    path.write_text("\n".join(json.dumps(row | {"id": str(at)}) for at, row in enumerate(rows)))
    return path


# --- fields -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_the_fields_of_a_finding(name: str, tmp_path: Path) -> None:
    data = run("assess", case_file(tmp_path, name), "--json", "--under", "all").data
    assert set(data) >= {"findings"}
    assert len(data["findings"]) == len(definitions())
    for found in data["findings"]:
        assert {"definition", "version", "outcome", "elements"} <= set(found)
        assert {"deciding_facts", "unknown_facts", "citations"} <= set(found)
        assert found["outcome"] in ("met", "not met", "undetermined")
        assert found["citations"]
        assert bool(found["deciding_facts"]) <= (found["outcome"] != "undetermined")
        for element in found["elements"].values():
            assert element["state"] in ("true", "false", "unknown")
            assert element["word"] in ("established", "not established", "contradicted", "not known")
            assert element["cite"]
    un = data["findings"][[found["definition"] for found in data["findings"]].index("un-palermo")]
    assert un["outcome"] == ("undetermined" if name == "nothing" else name)


def test_the_fields_of_a_summary(tmp_path: Path) -> None:
    data = run("assess", table_file(tmp_path), "--json", "--under", "un-palermo").data
    assert {"rows", "definitions", "unrecorded"} <= set(data)
    assert data["rows"] == len(CASES)
    counts = data["definitions"]["un-palermo"]
    assert (counts["met"], counts["not met"], counts["undetermined"]) == (1, 1, 2)
    for states in counts["elements"].values():
        assert set(states) == {"true", "false", "unknown"}
        assert sum(states.values()) == len(CASES)
    unknown = {name: states["unknown"] for name, states in counts["elements"].items() if states["unknown"]}
    assert data["unrecorded"]["un-palermo"] == unknown


def test_what_decides_a_finding_decides_it_alone() -> None:
    """The deciding facts by themselves give the same outcome."""
    for record in CASES.values():
        for found in assess(record, "all"):
            if found.outcome == "undetermined":
                continue
            alone = {fact: found.facts.value(vocabulary().bit[fact]) for fact in found.deciding_facts}
            assert assess(alone, found.definition)[0].outcome == found.outcome, found.definition.id


# --- E1, E2, E3, E4, E12 -------------------------------------------------------------------------------------------

SCORES = re.compile(
    r"%|\blikely\b|\blikelihood\b|probab|\brisk score\b|\bscore[sd]?\b|\bconfidence\b|\brank(ed|ing)?\b", re.IGNORECASE
)
WHO = re.compile(r"\bis (?:probably |likely )?an? (?:\w+ )?(?:trafficking )?(?:victim|trafficker)\b", re.IGNORECASE)
ALLOWED = ("not a scored test",)


def outputs(folder: Path) -> dict[str, str]:
    """Every page and every JSON of findings, under every definition."""
    found: dict[str, str] = {}
    table = table_file(folder)
    for reading in ("strict", "broad"):
        for name in CASES:
            path = case_file(folder, name)
            for form in ((), ("--json",)):
                words = ["assess", path, "--under", "all", "--reading", reading, *form]
                found[f"{name} {reading} {form}"] = run(*words).out
        for form in ((), ("--json",)):
            found[f"table {reading} {form}"] = run("assess", table, "--under", "all", "--reading", reading, *form).out
    assert all(found.values())
    return found


@pytest.fixture(scope="module")
def every_output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return outputs(tmp_path_factory.mktemp("outputs"))


def without_law(text: str) -> str:
    """The output without the definitions' own words (titles, labels, rules), in which a statute may say anything."""
    own = set(ALLOWED)
    for chosen in definitions(memory=True):
        own |= {chosen.title, chosen.citation, *(rule.rule for rule in chosen.rules.values())}
        own |= {element.label for version in chosen.versions for element in version.elements.values()}
    flat = " ".join(text.split())
    for words in sorted(own, key=len, reverse=True):
        flat = flat.replace(" ".join(words.split()), "")
    return flat


def test_no_finding_holds_a_score(every_output: dict[str, str]) -> None:
    for name, text in every_output.items():
        found = SCORES.search(without_law(text))
        assert not found, (name, found and without_law(text)[max(0, found.start() - 80) : found.end() + 40])


def test_no_field_of_a_finding_is_a_number(every_output: dict[str, str]) -> None:
    def numbers(data: Any) -> list[float]:
        if isinstance(data, dict):
            return [number for value in data.values() for number in numbers(value)]
        if isinstance(data, list):
            return [number for value in data for number in numbers(value)]
        return [data] if isinstance(data, (int, float)) and not isinstance(data, bool) else []

    for name, text in every_output.items():
        if "--json" in name and not name.startswith("table"):
            assert numbers(json.loads(text)) == []


def test_no_finding_and_no_template_says_who_somebody_is(every_output: dict[str, str]) -> None:
    for name, text in every_output.items():
        assert not WHO.search(" ".join(text.split())), name
    files = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".yaml") and path.is_file()]
    assert len(files) > 60
    for path in files:
        assert not WHO.search(" ".join(path.read_text("utf-8").split())), path


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ("{means.force: true}", "established"),
        ("{means.force: false}", "not known"),
        ("{means.force: [true, false]}", "contradicted"),
        ("{}", "not known"),
    ],
)
def test_an_element_has_one_of_four_words(facts: str, word: str, tmp_path: Path) -> None:
    path = case_file(tmp_path, "nothing", f"facts: {facts}\n")
    assert run("assess", path, "--json").data["findings"][0]["elements"]["means"]["word"] == word
    assert f"means: {word}" in run("assess", path).out
    closed = case_file(tmp_path, "nothing", "closed: [means]\n")
    assert "means: not established" in run("assess", closed).out


def test_declined_differs_from_not_asked_and_both_stay_unknown(tmp_path: Path) -> None:
    for answer in ("declined", "not asked"):
        path = case_file(tmp_path, "nothing", f"closed: [means]\nfacts: {{means.force: {answer}}}\n")
        means = run("assess", path, "--json").data["findings"][0]["elements"]["means"]
        assert (means["state"], means["unknown_facts"]) == ("unknown", ["means.force"])


@pytest.mark.parametrize("name", [*CASES, "table"])
def test_the_caveat_stands_once_at_the_finding_beside_the_day_of_the_law(name: str, tmp_path: Path) -> None:
    path = table_file(tmp_path) if name == "table" else case_file(tmp_path, name)
    page = " ".join(run("assess", path).out.split())
    assert page.count("not legal advice") == 1
    assert "ask a lawyer or legal aid office" in page
    assert "version of 2003-12-25" in page


def test_local_contacts_are_shown_whatever_the_outcome(tmp_path: Path) -> None:
    contacts = tmp_path / "brightline"
    contacts.mkdir()
    (contacts / "contacts.txt").write_text("Legal aid: 555 0100\n")
    for name in (*CASES, "table"):
        path = table_file(tmp_path) if name == "table" else case_file(tmp_path, name)
        assert run("assess", path, environment={"XDG_CONFIG_HOME": str(tmp_path)}).out.count("555 0100") == 1
        assert "555 0100" not in run("assess", path, environment={"XDG_CONFIG_HOME": str(tmp_path / "none")}).out


def test_forced_prostitution_is_forced_labour_in_the_broad_reading_alone() -> None:
    told = {"obs.aim_paid_sex": True, "means.force": True}
    states = {
        name: {one.name: one.state for one in assess(told, "uk-ew-msa", None, name)[0].elements}[
            "slavery_or_forced_labour"
        ]
        for name in ("strict", "broad")
    }
    assert states == {"strict": None, "broad": True}
