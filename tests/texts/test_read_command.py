"""`brightline read`: what it prints and writes, and how it refuses."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import brightline
from brightline.cases.casefile import read_cases
from brightline.texts.documents import document_from
from brightline.texts.proposal import as_yaml, proposed_case
from brightline.texts.report import CAVEAT, Report, report_on
from command import Run, check_refusal, run
from made_documents import a_docx, a_pdf, a_zip, document_xml

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "texts"
WORDS = "The brothel boss took her passport. He forced her to work as a prostitute."


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "release.txt"
    path.write_text(WORDS, "utf-8")
    return path


def read(*words: object) -> Run:
    return run("read", *words)


def test_the_verdict_comes_first_and_every_quote_with_its_status_and_source(text: Path) -> None:
    found = read(text, "--under", "un-palermo")
    assert found.code == 0, found.err
    lines = found.out.splitlines()
    assert "release.txt" in " ".join(lines[:2])
    verdict = next(number for number, line in enumerate(lines) if line.lstrip().startswith("["))
    assert verdict < next(number for number, line in enumerate(lines) if '"took her passport"' in line)
    shown = " ".join(found.out.split())
    assert 'withholds the person\'s documents (obs.documents_withheld) "took her passport" stated as a fact' in shown
    assert "characters 17-34" in shown
    assert "reading: strict" in shown
    assert found.out.count(CAVEAT) == 1


def test_json_is_the_account_with_stable_names(text: Path) -> None:
    data = read(text, "--json").data
    assert data["file"].endswith("release.txt")
    assert (data["format"], data["reading"]) == ("text", "strict")
    assert {"elements", "labels_used", "verdict", "reasons", "findings", "schemes"} <= set(data)
    one = next(one for one in data["elements"] if one["fact"] == "obs.documents_withheld")
    assert WORDS[one["start"] : one["end"]] == one["quote"] == "took her passport"
    assert {"fact", "label", "status", "source", "start", "end", "quote"} <= set(one)
    assert set(data["schemes"]) == {"palermo", "codebook"}
    assert set(data["schemes"]["palermo"]) >= {"acts", "means", "purposes", "minors"}
    assert data == report_on(document_from(WORDS.encode(), "x")).to_json() | {"file": data["file"]}


def test_what_strangers_did_stands_apart(tmp_path: Path) -> None:
    text = tmp_path / "station.txt"
    text.write_text("The pimp took her passport. At the station officers beat the women.", "utf-8")
    found = read(text)
    shown = " ".join(found.out.split())
    assert "Set aside Said of the police, clients, robbers, those who help or a husband, and not counted" in shown
    assert "\"beat the women\" stated as a fact (the text itself); by 'officers'" in shown
    assert "whose: the police" in shown
    (aside,) = read(text, "--json").data["set_aside"]
    assert (aside["stranger"], aside["quote"]) == ("police", "beat the women")


def test_a_note_without_a_word_of_the_subject_is_read_where_that_is_asked_for(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("He keeps my passport in his safe.", "utf-8")
    assert "add --anyway" in read(note).out
    assert '"keeps my passport"' in read(note, "--anyway").out
    assert read(note, "--anyway", "--json").data["elements"]


def test_a_scheme_says_the_same_in_other_terms(text: Path) -> None:
    assert "Means: coercion" in read(text, "--scheme", "palermo").out
    assert "means.document_confiscation, asserted: 'took her passport'" in read(text, "--scheme", "codebook").out
    assert set(read(text, "--scheme", "palermo", "--json").data["schemes"]) == {"palermo"}
    assert read(text, "--scheme", "vocabulary", "--json").data["schemes"] == {}


def test_a_term_that_no_words_say_is_told_with_its_reason(tmp_path: Path) -> None:
    text = tmp_path / "forced.txt"
    text.write_text("The owner forced her to work as a prostitute.", "utf-8")
    shown = read(text, "--scheme", "palermo")
    assert "Acts: recruitment" in shown.out
    assert "Not said in words, but drawn from them (recruitment)" in shown.out


def test_the_definition_and_the_reading_are_those_of_assess(text: Path) -> None:
    data = read(text, "--under", "us-18usc1591", "--under", "un-palermo", "--reading", "broad", "--json").data
    assert set(data["findings"]) == {"us-18usc1591", "un-palermo"}
    assert data["reading"] == "broad"
    document = document_from(WORDS.encode(), "x.txt")
    case = proposed_case(report_on(document))
    told = {
        one.definition.id: one.outcome
        for one in brightline.assess(case, ["us-18usc1591", "un-palermo"], reading="broad")
    }
    assert data["findings"] == told


def test_standard_input_is_a_text_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WORDS.encode())))
    found = read("-", "--json")
    assert found.data["file"] == "-"
    assert found.data["elements"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", a_pdf(WORDS)),
        ("a.docx", a_docx(WORDS)),
        ("a.html", f"<html><p>{WORDS}</p>".encode()),
        ("a.md", f"# {WORDS}".encode()),
    ],
)
def test_each_format_gives_the_same_evidence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    data = read(tmp_path / name, "--json").data
    assert data["format"] == {"a.md": "markdown"}.get(name, name[2:])
    plain = report_on(document_from(WORDS.encode(), "x")).to_json()
    assert data["elements"] == plain["elements"]


# --- several texts ---------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "texts"
    place.mkdir()
    (place / "a.txt").write_text(WORDS)
    (place / "b.md").write_text("The weather is fine.")
    (place / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (place / "bomb.docx").write_bytes(a_zip({"word/document.xml": document_xml(" " * 12_000_000)}))
    (place / "photo.png").write_bytes(b"\x89PNG")
    return place


def test_of_a_folder_the_rest_goes_on_where_one_text_cannot_be_read(folder: Path) -> None:
    found = read(folder)
    assert found.code == 2
    assert "2 texts: " in found.out
    assert found.out.count("a.txt") == 1
    errors = found.err.splitlines()
    assert [error.split(": ")[1] for error in errors[:2]] == ["bomb.docx", "broken.pdf"]
    assert errors[2] == "brightline: 1 other file passed over: their endings are those of no document"
    assert len(errors) == 3


def test_several_texts_give_one_object_a_line(folder: Path) -> None:
    (folder / "broken.pdf").unlink()
    (folder / "bomb.docx").unlink()
    found = read(folder, "--json")
    assert found.code == 0
    records = [json.loads(line) for line in found.out.splitlines()]
    assert [Path(record["file"]).name for record in records] == ["a.txt", "b.md"]
    assert records[0]["elements"] == read(folder / "a.txt", "--json").data["elements"]
    assert records[1]["verdict"] == "no claim"


def test_several_texts_give_a_page_each_and_an_index(folder: Path, tmp_path: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "A.html").write_text("<p>The weather is fine.")
    found = read(folder, "--html", tmp_path / "pages")
    assert "3 pages and index.html" in found.out
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert names == ["A-2.html", "a.html", "b.html", "index.html"]
    index = (tmp_path / "pages" / "index.html").read_text("utf-8")
    assert all(f'href="{name}"' in index for name in names[:3])


# --- files written ---------------------------------------------------------------------------------------------------


def test_a_page_is_written(text: Path) -> None:
    page = text.with_suffix(".html")
    assert read(text, "--html", page).out == f"Wrote {page}: the text with its evidence marked.\n"
    assert '<mark class="means asserted"' in page.read_text("utf-8")


def test_a_draft_is_closed_to_others_and_read_by_assess(text: Path) -> None:
    draft = text.with_name("draft.yaml")
    assert "for you to confirm" in read(text, "--case", draft).out
    assert draft.stat().st_mode & 0o077 == 0
    written = draft.read_text("utf-8")
    assert all(line.startswith("# ") for line in written.splitlines()[:7])
    assert CAVEAT in written
    assert "--save" in written
    (case,) = read_cases(draft)
    statement = next(
        said for actor in case.actors for said in actor.statements if said.fact == "obs.documents_withheld"
    )
    assert (statement.value, statement.standing) == (True, "stated")
    assert statement.source == "reporter: took her passport (from character 17)"
    assert "means: established" in run("assess", draft).out


def test_a_draft_survives_whatever_stands_in_the_text(tmp_path: Path) -> None:
    words = 'The brothel boss took her\n"passport": \u202e {x: [y]} # 😀\x85. ' + WORDS.replace("took her", "took  her")
    report = report_on(document_from(words.encode(), "'odd': {name}\n.txt"))
    path = tmp_path / "draft.yaml"
    path.write_text(as_yaml(proposed_case(report), "dra\nft.yaml"), "utf-8")
    (case,) = read_cases(path)
    assert case == proposed_case(report)


def test_nothing_reported_is_no_draft(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The weather is fine.")
    check_refusal(read(tmp_path / "a.txt", "--case", tmp_path / "draft.yaml"), "no fact", "no draft")
    assert not (tmp_path / "draft.yaml").exists()


@pytest.mark.parametrize(
    ("kind", "out", "wrote"),
    [
        ("brat", "out", ["annotation.conf", "release.ann", "release.txt"]),
        ("label-studio", "out.json", ["out.json", "out.xml"]),
        ("refi-qda", "out.qdc", ["out.qdc"]),
        ("web-annotation", "out.jsonld", ["out.jsonld"]),
    ],
)
def test_each_export_is_written(text: Path, tmp_path: Path, kind: str, out: str, wrote: list[str]) -> None:
    text.write_bytes(WORDS.replace(". ", ".\r\n").encode())
    found = read(text, "--export", kind, "--out", tmp_path / out)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"Wrote {tmp_path / out}")
    place = tmp_path / "out" if kind == "brat" else tmp_path
    assert sorted(path.name for path in place.iterdir() if kind == "brat" or path.name.startswith("out")) == wrote
    if kind == "brat":
        assert (place / "release.txt").read_bytes() == text.read_bytes()
    elif kind != "refi-qda":
        assert "took her passport" in json.dumps(json.loads((tmp_path / out).read_text("utf-8")))


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (["--export", "brat"], ["--out"]),
        (["--out", "x.json"], ["--export"]),
        (["--export", "refi-qda", "--out", "x.xml"], [".qdc"]),
        (["--export", "brat", "--out", "release.txt"], ["folder"]),
        (["--html", "x.txt"], [".html"]),
        (["--case", "x.json"], [".yaml"]),
        (["--case", "none/x.yaml"], ["does not exist"]),
        (["--under", "un-palerm"], ["un-palermo"]),
        (["--reading", "narrow"], ["strict"]),
        (["--encoding", "latin-77"], ["latin-77"]),
    ],
)
def test_wrong_use_is_refused_in_a_sentence(
    text: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], telling: list[str]
) -> None:
    monkeypatch.chdir(text.parent)
    check_refusal(read("release.txt", *words), *telling)
    assert [path.name for path in text.parent.iterdir()] == ["release.txt"]


@pytest.mark.parametrize(
    ("name", "content", "telling"),
    [
        ("gone.txt", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("a.docx", a_zip({"x": b"y"}), "zip file"),
        ("a.pdf", b"%PDF-1.7\nbroken", "damaged"),
        ("a.bin", bytes(range(256)) * 20, "binary"),
    ],
)
def test_a_single_text_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes | None, telling: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    check_refusal(read(tmp_path / name), name, telling)
    check_refusal(read(tmp_path / name, "--html", tmp_path / "x.html"), name, telling)
    assert not (tmp_path / "x.html").exists()


def test_a_case_is_drafted_from_one_text_only(folder: Path, tmp_path: Path) -> None:
    check_refusal(read(folder, "--case", tmp_path / "x.yaml"), "one text")


def test_signs_of_the_terminal_in_a_text_never_reach_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The boss took\x1b[31m her passport. He took her \x07 passport.")
    out = read(tmp_path / "a.txt").out
    assert "\x1b" not in out
    assert "\x07" not in out


# --- the examples ----------------------------------------------------------------------------------------------------


def verdict(name: str) -> Report:
    return report_on(document_from((EXAMPLES / name).read_bytes(), name))


def test_the_examples_are_read_as_they_say() -> None:
    assert verdict("plain-news.txt").account.elements == ()
    assert verdict("plain-news.txt").account.verdict == "no claim"
    quotes = {one.quote for one in verdict("means-reported.txt").account.elements if one.family == "means"}
    assert "took her passport" in quotes
    assert brightline.read is not None
    assert brightline.read(WORDS).elements == report_on(document_from(WORDS.encode(), "x")).account.elements
