"""`brightline compare`: the page, the JSON, the grid as a picture and as a page, and what it refuses."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

import brightline
from brightline.findings.compare import compare
from brightline.findings.matrix import Matrix, compare_all
from brightline.law import vocabulary
from brightline.law.definitions import FOLDER
from command import check_refusal, run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A definition of one's own: Palermo without the waiver for children."""
    text = (FOLDER / "un-palermo.yaml").read_text("utf-8")
    text = text.replace("id: un-palermo\n", "id: mine\n").replace("aliases: [un-palermo-2000]\n", "")
    changed = text.replace(
        "met_when: act and (means or child) and purpose", "met_when: act and (means or (child and means)) and purpose"
    )
    assert changed != text
    path = tmp_path / "mine.yaml"
    path.write_text(changed.partition("examples:")[0] + "examples: []\n", "utf-8")
    return path


def test_a_definition_of_ones_own_is_compared_by_its_path(own: Path) -> None:
    found = compare(str(own), "un-palermo")
    assert found.relation == "a inside b"
    assert found.a.name == str(own)
    (difference,) = found.only_b.differences
    assert [element.name for element in difference.elements] == ["means"]
    page = run("compare", own, "un-palermo")
    assert page.code == 0
    assert "[<]" in page.out
    assert run("compare", "--matrix", own, "un-palermo", "coe").code == 0


# JSON and the page


def test_json_has_the_shape_that_was_promised() -> None:
    data = run("compare", "us-18usc1591@2003", "us-18usc1591@2016", "--json").data
    assert list(data) == ["a", "b", "sides", "reading", "relation", "only_a", "only_b", "own_lists", "amendments"]
    assert (data["a"], data["b"]) == ("us-18usc1591@2003", "us-18usc1591@2016")
    assert data["relation"] == "a inside b"
    assert data["only_a"] == {"patterns": [], "count": 0, "smallest": None}
    assert list(data["sides"]["a"]) == [
        "definition", "title", "kind", "citation", "version", "as_of", "in_force", "checked",
    ]  # fmt: skip
    reached = data["only_b"]
    assert list(reached) == ["patterns", "count", "smallest"]
    assert list(reached["smallest"]) == ["facts", "holds", "words"]
    assert reached["count"] == sum(pattern["count"] for pattern in reached["patterns"])
    for pattern in reached["patterns"]:
        assert list(pattern) == ["present", "absent", "count", "words", "missing", "example"]
        assert [list(lacking) for lacking in pattern["missing"]] == [["element", "label", "cite"]] * len(
            pattern["missing"]
        )
        record = dict.fromkeys(reached["smallest"]["facts"], False) | dict.fromkeys(pattern["example"], True)
        assert brightline.assess(record, "us-18usc1591", "2016-12-31")[0].outcome == "met"
        assert brightline.assess(record, "us-18usc1591", "2003-12-31")[0].outcome == "not met"
    assert data["amendments"][-1]["date"] == "2015-05-29"


def test_matrix_json_has_each_pair_once() -> None:
    data = run("compare", "--matrix", "un-palermo", "coe", "us-18usc1591", "--json").data
    assert list(data) == ["reading", "definitions", "equivalent", "relations"]
    assert data["equivalent"] == [["coe", "un-palermo"]]
    assert {(pair["a"], pair["b"]): pair["relation"] for pair in data["relations"]} == {
        ("coe", "un-palermo"): "equivalent",
        ("coe", "us-18usc1591"): "each reaches further",
        ("un-palermo", "us-18usc1591"): "each reaches further",
    }


def test_the_page_says_what_is_met_here_and_missing_there() -> None:
    page = " ".join(run("compare", "un-palermo", "us-18usc1591").out.split())
    assert "[x] un-palermo and us-18usc1591 each reach cases that the other does not." in page
    assert "Met under un-palermo, not under us-18usc1591:" in page
    assert "[+] act (Art. 3(a)), any of its 5: recruits the person" in page
    assert "or child (Art. 3(c)-(d)), under 18" in page
    assert "[-] us-18usc1591 asks besides for means (18 USC 1591(a), (e)(2)): none of its 7:" in page
    assert "Stands for 300 full patterns. For example: " in page
    assert "650 full patterns when each alternative counts by itself" in page
    assert page.count("not legal advice") == 1


def test_the_page_shows_six_patterns_and_all_on_request() -> None:
    short = run("compare", "au-criminal-code", "nl-273f").out
    whole = run("compare", "au-criminal-code", "nl-273f", "--all").out
    found = compare("au-criminal-code", "nl-273f")
    shown = len(found.only_a.differences) + len(found.only_b.differences)
    assert shown > 12
    assert (short.count("For example:"), whole.count("For example:")) == (12, shown)
    assert "with --all" in short
    assert "with --all" not in whole
    assert "more\n" not in whole


def test_sexual_purposes_come_first_and_adults_before_children_alone() -> None:
    ranks: list[tuple[bool, bool]] = []
    for difference in compare("au-criminal-code", "ng-tippea").only_a.differences:
        named = {fact for group in difference.pattern.present for fact in group}
        purposes = {fact for fact in named if vocabulary()[fact].family == "purpose"}
        sexual = any("sex" in fact or "prostitution" in fact or fact.endswith("pornography") for fact in purposes)
        ranks.append((bool(purposes) and not sexual, ("age.under_18",) in difference.pattern.present))
    assert ranks == sorted(ranks)
    assert {remote for remote, _ in ranks} == {child for _, child in ranks} == {False, True}


def test_versions_unread_wordings_and_days_before_the_law_are_said() -> None:
    changed = " ".join(run("compare", "us-18usc1591@2003", "us-18usc1591@2016").out.split())
    assert "What changed between the versions of 2000-10-28 and 2015-05-29 of us-18usc1591" in changed
    assert "Newly reached: met under us-18usc1591@2016" in changed
    assert "2015-05-29 Pub. L. 114-22" in changed
    back = " ".join(run("compare", "us-18usc1591@2016", "us-18usc1591@2003").out.split())
    assert "Newly reached: met under us-18usc1591@2016" in back, "by the dates of the law, whichever is named first"
    lost = " ".join(run("compare", "us-ak@2013", "us-ak@2018").out.split())
    assert "No longer reached: met under us-ak@2013" in lost
    same = " ".join(run("compare", "us-18usc1591@2016", "us-18usc1591@2020").out.split())
    assert "Both days fall under the same version, of 2015-05-29" in same
    assert "compared with itself: equivalent" in run("compare", "coe", "coe").out
    early = " ".join(run("compare", "kr-289", "un-palermo", "--as-of", "1999").out.split())
    assert "the wording was NOT read" in early
    assert "Not in force on 1999-01-01: the nearest version, of 2003-12-25, is compared." in early
    broad = " ".join(run("compare", "un-palermo", "us-18usc1591", "--reading", "broad").out.split())
    assert "By this reading, this counts as means.deception" in broad


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        ([], "none was named"),
        (["coe"], "1 was named"),
        (["coe", "un-palermo", "saarc"], "3 were named"),
        (["coe", "un-palermos"], "did you mean un-palermo"),
        (["coe", "un-palermo@20xx"], "'20xx' is not a date"),
        (["coe", "un-palermo", "--as-of", "2020-13"], "is not a date"),
        (["coe", "un-palermo", "--reading", "wide"], "no reading is called 'wide'"),
        (["coe", "none.yaml"], "there is no such file"),
        (["coe", "un-palermo", "--out", "x.svg"], "--matrix"),
        (["--matrix", "coe"], "two definitions or more"),
        (["--matrix", "zz-*"], "no definition id fits"),
        (["--matrix", "--all"], "--all"),
        (["--matrix", "--out", "x.pdf"], ".svg or .html"),
        (["--matrix", "--out", "no-such-folder/x.svg"], "does not exist"),
    ],
)
def test_wrong_use_is_refused_in_a_sentence(words: list[str], telling: str) -> None:
    check_refusal(run("compare", *words), telling)


# The grid


class Cells(HTMLParser):
    """What an HTML page holds, and whether its tags close in order."""

    VOID = frozenset({"meta", "br", "link", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[tuple[str, str, str]] = []
        self.scopes: list[str] = []
        self.words: list[str] = []
        self._cell: dict[str, str] = {}
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        assert tag not in ("script", "img", "link", "iframe")
        assert not {"src", "href"} & told.keys()
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "td" and "title" in told:
            self._cell = told
        if tag == "th":
            self.scopes.append(told["scope"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._cell and self.open[-1] == "td":
            self.cells.append((self._cell["class"], data, self._cell["title"]))
            self._cell = {}
        if self.open and self.open[-1] != "style":
            self.words.append(data)


SIGN_OF = {"same": "=", "inside": "<", "further": ">", "each": "x"}


@pytest.fixture(scope="module")
def whole() -> Matrix:
    return compare_all()


def test_the_html_grid_is_a_table_with_a_sign_in_every_cell(whole: Matrix, tmp_path: Path) -> None:
    path = tmp_path / "grid.html"
    done = run("compare", "--matrix", "--out", path)
    assert done.code == 0
    assert f"Wrote {path}." in done.out
    text = path.read_text("utf-8")
    assert [left.name for left in tmp_path.iterdir()] == ["grid.html"]
    page = Cells(text)
    size = len(whole.sides)
    assert len(page.cells) == size * size
    assert all(SIGN_OF[kind] == sign for kind, sign, _ in page.cells)
    titles = {title for _, _, title in page.cells}
    assert "un-palermo lies inside eu-2011-36" in titles
    assert "eu-2011-36 reaches further than un-palermo" in titles
    assert "un-palermo and coe are equivalent" in titles
    assert page.scopes.count("row") == 2 * size
    assert page.scopes.count("col") == size + 1 + 5
    assert text.count("<caption>") == 2
    assert "://" not in text, "nothing is fetched and nothing is linked"
    assert "prefers-color-scheme:dark" in text
    assert "not legal advice" in " ".join(page.words)


def test_the_svg_grid_is_well_formed_named_and_signed(whole: Matrix, tmp_path: Path) -> None:
    path = tmp_path / "grid.svg"
    assert run("compare", "--matrix", "--out", path).code == 0
    space = "{http://www.w3.org/2000/svg}"
    root = Tree.parse(path).getroot()
    assert root.tag == f"{space}svg"
    named = root.attrib["aria-labelledby"].split()
    ids = {part.attrib["id"]: part.text for part in root if "id" in part.attrib}
    assert all(ids[name] for name in named)
    cells = [group for group in root.iter(f"{space}g") if group.find(f"{space}title") is not None]
    size = len(whole.sides)
    assert len(cells) == size * size
    for cell in cells:
        sign = cell.find(f"{space}text")
        assert sign is not None
        assert sign.text == SIGN_OF[cell.attrib["class"]]
    texts = [part.text for part in root.iter(f"{space}text")]
    for side in whole.sides:
        assert texts.count(side.name) == 2, "each name stands over a column and before a row"
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for part in root.iter(f"{space}rect"):
        assert float(part.get("x", 0)) + float(part.attrib["width"]) <= width
        assert float(part.get("y", 0)) + float(part.attrib["height"]) <= height


def test_a_grid_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    before = tmp_path / "grid.svg"
    before.write_text("kept", "utf-8")
    check_refusal(run("compare", "--matrix", "un-palermos", "coe", "--out", before), "un-palermos")
    assert before.read_text("utf-8") == "kept"
    assert [left.name for left in tmp_path.iterdir()] == ["grid.svg"]


def test_names_are_escaped_in_the_grid(own: Path, tmp_path: Path) -> None:
    odd = own.with_name("a<b&.yaml")
    own.rename(odd)
    for name in ("grid.html", "grid.svg"):
        assert run("compare", "--matrix", odd, "coe", "--out", tmp_path / name).code == 0
    assert any("a<b&.yaml" in words for words in Cells((tmp_path / "grid.html").read_text("utf-8")).words)
    assert any("a<b&.yaml" in (part.text or "") for part in Tree.parse(tmp_path / "grid.svg").getroot().iter())
