"""The groups of labels, ideas and facts with a part of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from brightline.errors import BrightlineError
from brightline.texts.groups import FILE, check_groups, groups, load_groups
from brightline.texts.ideas import rules


def written(folder: Path, kind: str, name: str, **instead: object) -> Path:
    told = yaml.safe_load(FILE.read_text("utf-8"))
    told[kind][name] |= instead
    path = folder / "groups.yaml"
    path.write_text(yaml.safe_dump(told), "utf-8")
    return path


def test_every_name_is_there() -> None:
    check_groups(FILE, {idea.label for idea in rules().ideas}, {idea.id for idea in rules().ideas})
    assert "means.debt_bondage" in groups().labels.of_exploiters
    assert groups().labels.of_exploiters.are.isdisjoint(groups().labels.of_strangers_too)


@pytest.mark.parametrize(
    ("kind", "name", "instead", "told"),
    [
        ("labels", "minor", {"are": ["age.minors"]}, "'age.minors' in minor is not there (did you mean age.minor?)"),
        ("labels", "minor", {"are": []}, "nothing is in minor"),
        ("ideas", "years_of_an_adult", {"are": ["age/adult"]}, "'age/adult' in years_of_an_adult is not there"),
        ("facts", "aim", {"fact": "obs.aim_paid"}, "'obs.aim_paid' is not a fact (did you mean obs.aim_paid_sex"),
        ("labels", "minor", {"whose": "nobody's"}, "whose"),
    ],
)
def test_a_name_that_is_not_there_is_refused(
    tmp_path: Path, kind: str, name: str, instead: dict[str, object], told: str
) -> None:
    path = written(tmp_path, kind, name, **instead)
    with pytest.raises(BrightlineError, match=r"groups\.yaml") as refusal:
        check_groups(path, {idea.label for idea in rules().ideas}, {idea.id for idea in rules().ideas})
    assert told in str(refusal.value)


def test_a_group_that_is_missing_is_refused(tmp_path: Path) -> None:
    told = yaml.safe_load(FILE.read_text("utf-8"))
    del told["labels"]["sexual"]
    path = tmp_path / "groups.yaml"
    path.write_text(yaml.safe_dump(told), "utf-8")
    with pytest.raises(BrightlineError, match="sexual"):
        load_groups(path)
