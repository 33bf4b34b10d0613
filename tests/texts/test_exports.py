"""What is written for other tools can be read again, and gives the same spans in the same text."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

from hypothesis import given, settings

from brightline.texts import STATUSES, Account
from brightline.texts.documents import Document
from brightline.texts.exports import (
    brat_configuration,
    brat_files,
    label_studio_configuration,
    label_studio_tasks,
    refi_qda_codebook,
    web_annotations,
)
from brightline.texts.ideas import rules
from made_accounts import TEXTS, WHOLE_TEXTS, accounts, evidence

HARD = "😀 Bo\u0301ss\r\ntook her\r\npassport 👩🏽‍🦰, \u202eאבג\u202c e\u0301nd"


def hard() -> Account:
    """Evidence after characters outside the first plane, over line breaks, and beside combining marks."""
    start = HARD.index("took")
    end = HARD.index("passport") + len("passport")
    return Account(HARD, (evidence(HARD, start, end, status="alleged", source="police", by="Bo\u0301ss"),))


# --- brat ------------------------------------------------------------------------------------------------------------


def brat_spans(text: str, annotations: str) -> dict[str, tuple[str, list[tuple[int, int]], dict[str, str]]]:
    """What brat makes of the two files: by name the type, the pieces, and the attributes of each span."""
    found: dict[str, tuple[str, list[tuple[int, int]], dict[str, str]]] = {}
    lines = annotations.splitlines()
    for line in lines:
        if line.startswith("T"):
            name, told, words = line.split("\t", 2)
            type, _, offsets = told.partition(" ")
            pieces = [
                (int(first), int(last)) for first, last in (part.split(" ") for part in offsets.split(";") if part)
            ]
            assert words == " ".join(text[first:last] for first, last in pieces)
            assert re.fullmatch(r"[A-Za-z0-9_-]+", type)
            found[name] = (type, pieces, {})
    for line in lines:
        if line.startswith("A"):
            _, told = line.split("\t")
            attribute, of, value = told.split(" ")
            found[of][2][attribute] = value
    assert len([line for line in lines if line[0] in "TA#"]) == len(lines)
    return found


@settings(deadline=None)
@given(accounts(TEXTS))
def test_brat_gets_the_same_spans(account: Account) -> None:
    text, annotations = brat_files(account)
    assert len(text) == len(account.text)
    assert text == re.sub("[\ud800-\udfff]", "\ufffd", account.text)
    found = brat_spans(text, annotations)
    told = [(one.start, one.end, one.label.replace(".", "-")) for one in account.elements]
    told += [(one.start, one.end, f"term-{one.side.replace(' ', '-')}") for one in account.mentions]
    assert list(found) == [f"T{number}" for number in range(1, len(told) + 1)]
    for (start, end, type), (as_type, pieces, _) in zip(told, found.values(), strict=True):
        assert as_type == type
        covered = {place for first, last in pieces for place in range(first, last)}
        assert all(start <= place < end for place in covered)
        assert not "".join(text[place] for place in sorted(set(range(start, end)) - covered)).strip()
    for one, (_, _, attributes) in zip(account.elements, found.values(), strict=False):
        assert attributes["Status"] == one.status
    names = brat_configuration([account]).splitlines()
    assert {type for type, _, _ in found.values()} <= set(names)


def test_brat_gets_a_span_over_line_breaks_in_pieces() -> None:
    text, annotations = brat_files(hard())
    assert text == HARD
    (found,) = brat_spans(text, annotations).values()
    assert [text[first:last] for first, last in found[1]] == ["took her", "passport"]
    assert found[2] == {"Status": "alleged", "Source": "police"}
    assert "\tBo\u0301ss" not in annotations
    assert "by Bo\u0301ss" in annotations


def test_the_brat_configuration_names_every_value() -> None:
    lines = brat_configuration([hard(), Account("nothing")]).splitlines()
    assert lines[0] == "[entities]"
    assert f"Status Arg:<ENTITY>, Value:{'|'.join(STATUSES)}" in lines
    assert "Source Arg:<ENTITY>, Value:police" in lines


# --- Label Studio ----------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(accounts(WHOLE_TEXTS))
def test_label_studio_gets_the_same_spans_and_no_score(account: Account) -> None:
    written = json.dumps(label_studio_tasks([("a.txt", account)]), ensure_ascii=False).encode().decode()
    (task,) = json.loads(written)
    assert task["data"]["text"] == account.text
    (prediction,) = task["predictions"]
    assert set(prediction) == {"model_version", "result"}
    regions: dict[str, dict[str, object]] = {}
    for part in prediction["result"]:
        value = part["value"]
        assert account.text[value["start"] : value["end"]] == value["text"]
        regions.setdefault(part["id"], {"span": (value["start"], value["end"])})[part["from_name"]] = value[
            part["type"]
        ][0]
    assert [(r["span"], r["label"], r["status"], r["source"]) for r in regions.values()] == [
        ((one.start, one.end), one.label, one.status, one.source) for one in account.elements
    ]


@settings(deadline=None)
@given(accounts())
def test_the_labelling_interface_knows_every_label_status_and_source(account: Account) -> None:
    view = ElementTree.fromstring(label_studio_configuration(iter([account])))
    assert {label.get("value") for label in view.iter("Label")} == {one.label for one in account.elements}
    by_name = {part.get("name"): {choice.get("value") for choice in part} for part in view.iter("Choices")}
    assert by_name["status"] == set(STATUSES)
    assert by_name["source"] == {one.source for one in account.elements}
    assert view.find("Text").get("value") == "$text"  # type: ignore[union-attr]


# --- REFI-QDA --------------------------------------------------------------------------------------------------------

SPACE = "{urn:QDA-XML:codebook:1.0}"
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def check_code(code: ElementTree.Element) -> None:
    """What the published schema asks of a code: its attributes, and a description before the codes in it."""
    assert code.tag == f"{SPACE}Code"
    assert set(code.attrib) <= {"guid", "name", "isCodable", "color"}
    assert GUID.fullmatch(code.attrib["guid"])
    assert code.attrib["name"]
    assert code.attrib["isCodable"] in {"true", "false"}
    assert re.fullmatch("#[0-9A-Fa-f]{6}", code.attrib["color"])
    assert [part.tag for part in code][:1] == [f"{SPACE}Description"]
    for inner in code[1:]:
        check_code(inner)


def test_the_codebook_keeps_to_the_published_schema_and_holds_every_label() -> None:
    root = ElementTree.fromstring(refi_qda_codebook())
    assert (root.tag, set(root.attrib)) == (f"{SPACE}CodeBook", {"origin"})
    assert [part.tag for part in root] == [f"{SPACE}Codes"]
    for code in root[0]:
        check_code(code)
    codes = list(root.iter(f"{SPACE}Code"))
    assert len({code.attrib["guid"] for code in codes}) == len(codes)
    names = {code.attrib["name"] for code in codes if code.attrib["isCodable"] == "true"}
    assert {idea.label for idea in rules().ideas} | {f"status.{status}" for status in STATUSES} == names
    assert refi_qda_codebook() == refi_qda_codebook()


# --- Web Annotation --------------------------------------------------------------------------------------------------


def selected(text: str, target: dict[str, object]) -> tuple[int, int]:
    """The span that a target selects, told in both ways, which must agree."""
    place, words = target["selector"]  # type: ignore[misc]
    assert (place["type"], words["type"]) == ("TextPositionSelector", "TextQuoteSelector")
    start, end = place["start"], place["end"]
    before, after = words.get("prefix", ""), words.get("suffix", "")
    around = before + words["exact"] + after
    assert text[start:end] == words["exact"]
    assert text[start - len(before) : end + len(after)] == around
    return start, end


@settings(deadline=None)
@given(accounts(WHOLE_TEXTS))
def test_web_annotations_select_the_same_spans(account: Account) -> None:
    made = web_annotations([(Document("in/a b.txt", "text", account.text), account)])
    found = json.loads(json.dumps(made, ensure_ascii=False).encode())
    assert (found["@context"], found["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection")
    items = found["first"]["items"]
    assert found["total"] == len(items) == len(account.elements)
    for item, one in zip(items, account.elements, strict=True):
        assert selected(account.text, item["target"]) == (one.start, one.end)
        assert item["target"]["source"] == "in/a%20b.txt"
        tags = [body["value"] for body in item["body"] if body["purpose"] == "tagging"]
        assert {one.label, f"status:{one.status}", f"source:{one.source}"} <= set(tags)


def test_web_annotations_count_characters_and_not_their_parts() -> None:
    document = Document("a.pdf", "pdf", HARD)
    (item,) = web_annotations([(document, hard())])["first"]["items"]  # type: ignore[index]
    assert selected(HARD, item["target"]) == (HARD.index("took"), HARD.index("passport") + 8)
    assert len(HARD[: HARD.index("took")].encode("utf-16-le")) // 2 > HARD.index("took")
    assert item["target"]["state"] == {"type": "HttpRequestState", "value": "Accept: text/plain"}
    assert web_annotations([(document, hard())]) == web_annotations([(document, hard())])
