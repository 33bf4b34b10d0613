"""`brightline outcomes`: stable JSON, one sentence for what is wrong, and never a percentage without its company."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brightline.outcomes import scenarios, settings
from command import check_refusal, run

ASKED = ("outcomes", "run", "mombasa", "--scenario", "end-violence", "--boundary", "closed", "--among", "workers")


def test_run_prints_json_with_the_names_that_are_promised() -> None:
    found = run(*ASKED, "--years", 4, "--draws", 300, "--seed", 3, "--json")
    assert found.code == 0, found.err
    data = found.data
    assert data["setting"] == "mombasa"
    assert (data["boundary"], data["among"], data["draws"], data["seed"]) == ("closed", "workers", 300, 3)
    assert 0 < data["kept"] < 300
    one = data["scenarios"]["end-violence"]
    assert {"median", "low", "high"} <= set(one["averted_percent"])
    assert one["grade"] == "assumption"
    assert one["other_boundary"]["median"] < one["averted_percent"]["median"]
    assert [band["year"] for band in one["by_year"]] == [1, 2, 3, 4]
    assert run(*ASKED, "--years", 4, "--draws", 300, "--seed", 3, "--json").out == found.out


def test_a_page_says_of_what_among_whom_and_in_which_network_beside_each_percentage() -> None:
    found = run(*ASKED, "--years", 2, "--draws", 500)
    text = " ".join(found.out.split())
    assert "Not a forecast." in text
    assert "% (" in text
    assert "of new HIV infections over 2 years, among sex workers, closed network." in text
    assert "Another world, an open network, calibrated anew" in text
    assert "at most, as an upper end:" in text
    assert "[!] All violence at work ends, for everybody and at once." in text
    assert "That step is an assumption" in text
    assert "(chosen)" in text
    assert "HIV among workers goes from" in text
    assert "Weakest link: assumption" in text
    assert "Assumed:" in text
    assert "[!] Only" in text, "few draws were kept, and it says so"


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (("outcomes", "run", "mombasa", "--scenario", "end-violence", "--among", "workers"), "--boundary"),
        (("outcomes", "run", "mombasa", "--scenario", "end-violence", "--boundary", "open"), "--among"),
        (("outcomes", "run", "mombasa", "--boundary", "open", "--among", "all"), "--scenario"),
        ((*ASKED[:2], "nairobi", *ASKED[3:]), "no setting 'nairobi'"),
        ((*ASKED, "--scenario", "end-violins"), "did you mean end-violence"),
        ((*ASKED, "--draws", "0"), "0 draws cannot be taken"),
        ((*ASKED, "--years", "-3"), "-3 years cannot be run"),
        ((*ASKED, "--step", "0.9", "--draws", "20"), "is unstable here"),
        ((*ASKED, "--evidence", "all"), "no evidence set 'all'"),
        ((*ASKED, "--plot", "picture.png"), "ends in .svg"),
        ((*ASKED, "--plot", "no/where.svg"), "does not exist"),
        (("outcomes", "run", "nowhere.yaml", *ASKED[3:]), "nowhere.yaml: cannot be read"),
        (("outcomes", "export", "london"), "is no model of infection"),
        (("outcomes", "settings", "--blank", "form.txt"), "ends in .yaml"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_in_one_sentence(words: tuple[str, ...], telling: str) -> None:
    check_refusal(run(*words), telling)


def test_settings_and_scenarios_are_listed(tmp_path: Path) -> None:
    places = run("outcomes", "settings", "--json").data
    assert [one["id"] for one in places] == list(settings())
    assert {one["id"]: one["draws"] for one in places if one["draws"] != 4000} == {
        "east-java": 10000,
        "vancouver": 10000,
    }
    listed = run("outcomes", "scenarios", "--json").data
    assert [one["id"] for one in listed] == list(scenarios())
    assert all(change["grade"] for one in listed for change in one["changes"])
    for words in (("scenarios",), ("sources", "mombasa"), ("sources", "london")):
        found = run("outcomes", *words)
        assert found.code == 0
        assert "assumption" in found.out
    assert "Mombasa" in run("outcomes", "settings").out
    form = tmp_path / "mine.yaml"
    assert run("outcomes", "settings", "--blank", form).code == 0
    check_refusal(run("outcomes", "run", form, *ASKED[3:]), "mine.yaml, line", "is not filled in yet")
    check_refusal(run("outcomes", "settings", "--blank", form), "is there already")


def test_sources_name_every_number_that_a_run_uses() -> None:
    data = run("outcomes", "sources", "mombasa", "--json").data
    named = {one["name"] for part in ("place", "odds_ratios", "biology") for one in data[part]}
    drivers = run(*ASKED[:7], "--boundary", "open", *ASKED[7:], "--draws", 300, "--years", 1, "--json")
    assert drivers.code == 0, drivers.err
    moved = {one["name"] for one in drivers.data["scenarios"]["end-violence"]["drivers"]}
    assert moved <= named
    for part in ("place", "targets", "odds_ratios", "biology"):
        for one in data[part]:
            assert one["unit"]
            assert one["verified"]
            assert one["grade"]
            assert one["source"]


def test_a_picture_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "picture.svg"
    assert run(*ASKED, "--years", 2, "--draws", 300, "--plot", path).code == 0
    assert path.read_text("utf-8").startswith("<?xml")
    assert [file.name for file in tmp_path.iterdir()] == ["picture.svg"]


def test_export_has_the_names_and_the_provenance(tmp_path: Path) -> None:
    data = run("outcomes", "export", "mombasa").data
    hiv = data["diseases"]["hiv"]
    assert hiv["beta_m2f"]["value"] == 0.003
    assert hiv["dur_acute"]["unit"] == "months"
    assert {"value", "unit", "range", "from", "source", "verified", "grade"} <= set(hiv["rel_trans_acute"])
    assert data["network"]["condom_data"]["(fsw,client)"]["value"] == pytest.approx(0.675)
    assert data["caveats"]
    path = tmp_path / "stisim.json"
    assert run("outcomes", "export", "rhode-island", "--out", path).code == 0
    assert "gonorrhoea" in json.loads(path.read_text("utf-8"))["diseases"]
    check_refusal(run("outcomes", "export", "mombasa", "--out", tmp_path / "x.txt"), "ends in .json")
