"""Saved interviews: back as they were, shut to everybody else, and left alone where they cannot be opened."""

from __future__ import annotations

import base64
import errno
import json
import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from brightline.cases import Actor, Case, Statement, store
from brightline.cases.casefile import is_case_file, read_cases
from brightline.cases.store import (
    Agreement,
    SavedInterview,
    is_saved_interview,
    key_kind,
    new_safe,
    open_safe,
    read_interview,
)
from brightline.errors import BrightlineError
from command import check_refusal, run

MARKER = "Strawberry-Lane-77"
PASSPHRASE = "a long walk by the sea"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key of its own for each test, and passphrases that cost little to try."""
    folder = tmp_path_factory.mktemp("home") / "brightline"
    monkeypatch.setenv("BRIGHTLINE_HOME", str(folder))
    monkeypatch.delenv("BRIGHTLINE_PASSPHRASE", raising=False)
    monkeypatch.setattr(store, "SCRYPT_COST", 2**4)
    return folder


def sample(answers: int = 2) -> SavedInterview:
    start = Case(
        id="a7",
        title=MARKER,
        age=19,
        date=date(2020, 5, 1),
        person=(Statement("purpose.prostitution", True, "alleged", MARKER),),
        actors=(Actor("boss", (Statement("act.recruit", True), Statement("means.force", None, "declined"))),),
    )
    pairs = (("means.force", "yes"), ("act.buy_sell", "rather not say"))[:answers]
    return SavedInterview(("un-palermo", "de-232"), "broad", date(2021, 2, 3), "boss", start, start, pairs)


def saved(folder: Path, passphrase: str | None = None, answers: int = 2) -> Path:
    path = folder / "talk.bl"
    new_safe(path, passphrase).write(sample(answers))
    return path


def test_a_file_from_before_consent_and_coverage_were_kept_still_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.bl"
    older = store.saved_to_data(sample())
    del older["consent"], older["covered"]
    with monkeypatch.context() as patch:
        patch.setattr(store, "saved_to_data", lambda saved: older)
        new_safe(path).write(sample())
    found = read_interview(path)
    assert found == sample()
    assert found.agreed is None
    assert found.covered == {}


def test_consent_and_what_none_of_the_rest_covered_come_back(tmp_path: Path) -> None:
    path = tmp_path / "talk.bl"
    agreed = Agreement(date(2024, 2, 29), "to see whether to report")
    kept = replace(
        sample(), agreed=agreed, covered={"means.force": ("means.fraud", "means.deception"), "act.recruit": ()}
    )
    new_safe(path).write(kept)
    assert read_interview(path) == kept


def test_a_file_is_deleted_only_as_it_was_left(tmp_path: Path) -> None:
    path = saved(tmp_path)
    safe = open_safe(path)[0]
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    with pytest.raises(BrightlineError, match="changed since it was last saved here; not deleted"):
        safe.delete()
    path.write_bytes(before)
    assert safe.delete()
    assert list(tmp_path.iterdir()) == []
    assert not safe.delete()
    assert not new_safe(path).delete()


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_what_was_saved_comes_back(tmp_path: Path, passphrase: str | None) -> None:
    path = saved(tmp_path, passphrase)
    safe, found = open_safe(path, passphrase)
    assert found == sample()
    safe.write(sample(1))
    assert open_safe(path, passphrase)[1] == sample(1)
    assert key_kind(path) == ("passphrase" if passphrase else "machine")
    assert [entry.name for entry in tmp_path.iterdir()] == ["talk.bl"]


def test_a_saved_interview_is_read_as_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path)
    assert is_saved_interview(path)
    assert is_case_file(path)
    assert read_cases(path) == [sample().case]
    assert run("assess", path, "--json").data["findings"][0]["definition"] == "un-palermo"
    locked = tmp_path / "locked.yaml"
    new_safe(locked, PASSPHRASE).write(sample())
    check_refusal(run("assess", locked), "locked.yaml", "passphrase")
    monkeypatch.setenv("BRIGHTLINE_PASSPHRASE", PASSPHRASE)
    assert read_cases(locked) == [sample().case]


# --- what others see ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_nothing_can_be_read_in_the_file(tmp_path: Path, home: Path, passphrase: str | None) -> None:
    content = saved(tmp_path, passphrase).read_bytes()
    token = content.split(b"\n")[1]
    opened = base64.urlsafe_b64decode(token)
    for marker in (MARKER, "means.force", "un-palermo"):  # a shorter one stands in what is random by chance
        for text in (content, opened):
            assert marker.encode() not in text
    assert (home / "interview.key").exists() is (passphrase is None)


def test_the_size_does_not_count_the_answers(tmp_path: Path) -> None:
    sizes = set[int]()
    for answers in range(3):
        folder = tmp_path / str(answers)
        folder.mkdir()
        sizes.add(saved(folder, answers=answers).stat().st_size)
    assert len(sizes) == 1


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
def test_only_the_owner_may_look(tmp_path: Path, home: Path) -> None:
    old = os.umask(0)
    try:
        path = saved(tmp_path)
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o600
    assert (home / "interview.key").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in home.iterdir()] == ["interview.key"]


def test_the_key_of_the_machine_is_made_once(tmp_path: Path, home: Path) -> None:
    saved(tmp_path)
    key = (home / "interview.key").read_bytes()
    new_safe(tmp_path / "other.bl").write(sample())
    assert (home / "interview.key").read_bytes() == key
    assert len(key) == 32


def test_two_files_share_nothing(tmp_path: Path) -> None:
    one, two = saved(tmp_path), tmp_path / "two.bl"
    new_safe(two).write(sample())
    assert json.loads(one.read_bytes().split(b"\n")[0])["salt"] != json.loads(two.read_bytes().split(b"\n")[0])["salt"]
    assert one.read_bytes().split(b"\n")[1][:60] != two.read_bytes().split(b"\n")[1][:60]


# --- files that do not open ---------------------------------------------------------------------------------------


def cut(share: float) -> Callable[[bytes], bytes]:
    return lambda content: content[: int(len(content) * share)]


def header(**changes: object) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        line, rest = content.split(b"\n", 1)
        return json.dumps(json.loads(line) | changes).encode() + b"\n" + rest

    return change


def flipped(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + (b"A" if content[at : at + 1] != b"A" else b"B") + content[at + 1 :]


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut in the token": (cut(0.7), "damaged or cut short"),
    "cut after the header": (lambda content: content.split(b"\n")[0] + b"\n", "damaged or cut short"),
    "cut in the header": (lambda content: content[:60], "damaged or cut short"),
    "one sign changed": (flipped, "damaged or cut short"),
    "more behind it": (lambda content: content + b"more", "damaged or cut short"),
    "newer": (header(version=2), "newer Brightline"),
    "much newer": (header(version=10**6, key="quantum"), "newer Brightline"),
    "version a word": (header(version="1"), "damaged"),
    "version below one": (header(version=0), "damaged"),
    "another kind of key": (header(key="none"), "damaged"),
    "salt cut": (header(salt="00"), "damaged"),
    "salt a number": (header(salt=7), "damaged"),
    "another salt": (header(salt="00" * 16), "another machine"),
    "another check": (header(check="00" * 8), "another machine"),
    "check not plain": (header(check="\u00e9"), "damaged"),
    "header a list": (lambda content: b'{"brightline": "interview"' + b"[" * 300, "damaged"),
    "foreign": (lambda content: b"id: a\nfacts: {}\n", "not an interview saved by Brightline"),
    "binary": (lambda content: bytes(range(256)) * 9, "not an interview saved by Brightline"),
    "empty": (lambda content: b"", "empty"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_file_that_cannot_be_opened_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    damage, words = DAMAGES[name]
    path = saved(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    check_refusal(run("ask", "--save", path), "talk.bl", words)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["talk.bl"]


def test_every_cut_and_many_changes_are_noticed(tmp_path: Path) -> None:
    path = saved(tmp_path)
    whole, rng = path.read_bytes(), random.Random(1)
    for _ in range(200):
        at = rng.randrange(len(whole) - 1)
        path.write_bytes(whole[:at] if rng.random() < 0.5 else whole[:at] + bytes([whole[at] ^ 8]) + whole[at + 1 :])
        with pytest.raises(BrightlineError) as refusal:
            read_interview(path)
        assert "\n" not in str(refusal.value)


def test_another_key_opens_nothing(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path)
    before = path.read_bytes()
    key = (home / "interview.key").read_bytes()
    for _ in range(50):
        (home / "interview.key").write_bytes(os.urandom(32))
        with pytest.raises(BrightlineError, match="another machine or by another user"):
            open_safe(path)
    (home / "interview.key").write_bytes(key[:-1])
    with pytest.raises(BrightlineError, match="the key of this machine is damaged"):
        open_safe(path)
    with pytest.raises(BrightlineError, match="the key of this machine is damaged"):
        new_safe(tmp_path / "new.bl")
    assert (home / "interview.key").read_bytes() == key[:-1], "a key is never replaced"
    monkeypatch.setenv("BRIGHTLINE_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(BrightlineError, match="the key to it is not here"):
        open_safe(path)
    assert not (tmp_path / "nowhere").exists()
    assert path.read_bytes() == before


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path, PASSPHRASE)
    before = path.read_bytes()
    for wrong in (PASSPHRASE + " ", PASSPHRASE.upper(), "x" * 50, "\ud800", "0" * 10):
        with pytest.raises(BrightlineError, match="the passphrase is not right"):
            open_safe(path, wrong)
    for none in (None, ""):
        with pytest.raises(BrightlineError, match="locked with a passphrase"):
            open_safe(path, none)
    assert path.read_bytes() == before
    with pytest.raises(BrightlineError, match="too short"):
        new_safe(tmp_path / "short.bl", "seven77")


def test_a_passphrase_typed_on_another_keyboard_opens_it(tmp_path: Path) -> None:
    path = saved(tmp_path, "caf\u00e9 au lait")
    assert open_safe(path, "cafe\u0301 au lait")[1] == sample()


def test_what_is_inside_is_checked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = store.saved_to_data(sample())
    bad: dict[str, object] = {
        "a fact of another vocabulary": good | {"answers": [["means.telepathy", "yes"]]},
        "a case that is none": good | {"case": {"facts": {"means.telepathy": True}}},
        "an answer without a fact": good | {"answers": [["yes"]]},
        "a date that is none": good | {"as_of": "soon"},
        "a consent that is none": good | {"consent": {"date": "once", "purpose": ""}},
        "a consent without a day": good | {"consent": {"purpose": "x"}},
        "what was covered of another vocabulary": good | {"covered": {"act.recruit": ["means.telepathy"]}},
        "nothing": {},
        "a list": [1],
    }
    for name, data in bad.items():
        path = tmp_path / f"{name}.bl"
        with monkeypatch.context() as patch:
            patch.setattr(store, "saved_to_data", lambda saved, data=data: data)
            new_safe(path).write(sample())
        before = path.read_bytes()
        check_refusal(run("ask", "--save", path), name)
        assert path.read_bytes() == before


def test_places_where_nothing_can_be_saved(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("facts: {}\n")
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    for name, words in {
        ".": "folder",
        "no/talk.bl": "does not exist",
        "case.yaml": "not an interview",
        "broken": "no such file",
        "x" * 300: "cannot be written",
    }.items():
        check_refusal(run("ask", "--save", tmp_path / name), words)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["broken", "case.yaml"]


def test_a_file_too_great_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path)
    with path.open("ab") as file:
        file.truncate(store.LARGEST_SAVE + 1)
    check_refusal(run("ask", "--save", path), "20,000,001 bytes")


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cryptography.fernet", None)
    check_refusal(run("ask", "--save", tmp_path / "talk.bl"), "pip install 'brightline[store]'")
    assert list(tmp_path.iterdir()) == []


# --- writing that fails -------------------------------------------------------------------------------------------


def test_a_disk_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path)
    before = path.read_bytes()
    safe = open_safe(path)[0]

    def full(*words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for part, place in (("fsync", os), ("open", os), ("replace", Path)):
        with monkeypatch.context() as patch:
            patch.setattr(place, part, full)
            with pytest.raises(BrightlineError, match="No space left"):
                safe.write(sample(1))
        assert path.read_bytes() == before
        assert [entry.name for entry in tmp_path.iterdir()] == ["talk.bl"]
    safe.write(sample(1))
    assert read_interview(path) == sample(1)


def test_what_a_killed_writer_left_is_cleared_away(tmp_path: Path) -> None:
    path = saved(tmp_path)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / ".talk.bl.new").symlink_to(victim)
    open_safe(path)[0].write(sample(1))
    assert read_interview(path) == sample(1)
    assert victim.read_text() == "mine"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["talk.bl", "victim"]


def test_two_sittings_at_once_do_not_overwrite_each_other(tmp_path: Path) -> None:
    path = saved(tmp_path)
    first, second = open_safe(path)[0], open_safe(path)[0]
    first.write(sample(1))
    with pytest.raises(BrightlineError, match="changed or removed"):
        second.write(sample(0))
    assert read_interview(path) == sample(1)
    path.unlink()
    with pytest.raises(BrightlineError, match="changed or removed"):
        first.write(sample(0))
    assert not path.exists(), "what was deleted does not come back"
    new = new_safe(path)
    path.write_text("mine")
    with pytest.raises(BrightlineError, match="changed or removed"):
        new.write(sample())
    assert path.read_text() == "mine"


def test_a_link_is_followed_to_the_file(tmp_path: Path) -> None:
    path = saved(tmp_path)
    link = tmp_path / "link"
    link.symlink_to(path)
    open_safe(link)[0].write(sample(1))
    assert link.is_symlink()
    assert read_interview(path) == sample(1)
