"""Every message has a translation that keeps its places and the terms of the glossary."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po as read_by_babel
from hypothesis import given
from hypothesis import strategies as st

from brightline.errors import DataFileError
from brightline.findings.consent import consent
from brightline.law import definitions, vocabulary
from brightline.web.glossary import glossary, load_glossary
from brightline.web.languages import (
    FOLDER,
    LONGEST_COMPOSED,
    NAMES,
    SOURCE,
    Form,
    accepted,
    collated,
    language,
    languages,
    read_po,
)
from brightline.web.pages import environment
from messages import messages
from webpages import Browser

OTHERS = [code for code in NAMES if code != SOURCE]
FILES = sorted(FOLDER.rglob("*.po"))
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated(code: str) -> None:
    found = messages()
    assert len(found) > 100
    missing = {f"{one.place}: {one.id}" for one in found if one.id not in language(code).messages}
    assert not missing, "run tests/messages.py: it prints them for the .po files"


@pytest.mark.parametrize("code", OTHERS)
def test_what_an_interview_says_is_translated(code: str) -> None:
    words = consent()
    told = [point.text for point in (*words.before, *words.say)] + [words.asking, words.purpose, words.hard]
    told += [words.child.before, words.child.say, words.child.told, words.kept.not_saved, *words.families.values()]
    for entry in vocabulary():
        told += [entry.question, entry.label]
    missing = [text for text in told if text not in language(code).messages]
    assert missing == []


def test_a_law_keeps_its_name_and_a_spanish_one_has_its_own() -> None:
    spanish = language("es")
    told = {one.jurisdiction for one in definitions(memory=True) if one.title in spanish.messages}
    assert told == {"AR", "CO", "ES", "MX"}
    laws = Browser(language="es").get("/law").text
    assert "Código Penal (España), artículo 177 bis (trata de seres humanos) España" in laws
    assert "Criminal Code, section 232 (trafficking in human beings) Alemania" in laws


def test_what_stands_in_a_place_is_translated_or_marked() -> None:
    spanish = language("es")
    label = vocabulary()["means.force"].label
    assert spanish.parts(f"Disputed: {label}; something else.") == [
        ("Discutido: ", True), ("usa fuerza o violencia", True), ("; ", True), ("something else", False), (".", True)
    ]  # fmt: skip
    assert spanish.of_data("No date was given: tried by the newest version, of 2003-12-25.") == (
        "No se dio fecha: se probó con la versión más reciente, de 2003-12-25."
    )


def test_names_stand_in_the_order_of_the_language_that_they_are_read_in() -> None:
    assert sorted(["Zimbabue", "Ñuble", "Nueva Zelanda", "álava", "Argelia"], key=collated) == [
        "álava", "Argelia", "Nueva Zelanda", "Ñuble", "Zimbabue"
    ]  # fmt: skip
    browser = Browser(language="es")
    offered = re.findall(
        r'<option value="\w\w">([^<]+)</option>', browser.get("/place").page.text.partition("</select>")[0]
    )
    assert offered.index("Alemania") < offered.index("Dinamarca") < offered.index("Suecia")
    assert offered == sorted(offered, key=collated)
    laws = re.findall(r'<span class="cite" translate="no">([^<]+)</span>', browser.get("/law").page.text)
    assert laws.index("Alemania") < laws.index("España") < laws.index("Suecia")


PLACES = st.lists(st.sampled_from(["a", "ab", "b", ", line ", ": ", "\n", " to ", "."]), min_size=1).map("".join)


@given(st.data())
def test_a_text_is_taken_apart_as_a_pattern_of_any_signs_does(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["{a}, line {b}: {c}.", "{a} to {b}", "a{a}b", "{a}{b}", "{a}a{b}a{c}", "{a}"]))
    text = data.draw(PLACES | PLACES.map(lambda filled: PLACE.sub(filled.replace("\\", ""), form)))
    pattern = re.sub(r"\\\{(\w)\\\}", r"(?P<\1>.+)", re.escape(form))
    found = re.fullmatch(pattern, text, re.DOTALL)
    assert Form(form).places(text) == (found.groupdict() if found else None)


def test_a_text_that_is_like_many_messages_does_not_hold_up_the_page() -> None:
    spanish = language("es")
    for unit in (", line x: ", " leads to x, which the atlas already has for y on ", "a (95 % interval b to c"):
        assert spanish.parts(unit * (LONGEST_COMPOSED // len(unit))) is None
    long = "x" * LONGEST_COMPOSED
    assert spanish.of_data(f"{long}: the file is empty") is None, "this long it is nobody's message"
    assert spanish.of_data("x.csv: the file is empty") == "x.csv: el archivo está vacío"


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_keeps_the_places(code: str) -> None:
    for message in language(code).messages.values():
        for said in message.said:
            allowed = set(PLACE.findall(message.id + message.plural))
            assert set(PLACE.findall(said)) <= allowed, (message.file, message.line, said)
            if not message.plural:
                assert set(PLACE.findall(said)) == allowed, (message.file, message.line, said)
        assert len(message.said) == (2 if message.plural else 1), message.id


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_uses_the_terms_of_the_glossary(code: str) -> None:
    for message in language(code).messages.values():
        text = PLACE.sub(" ", message.id)
        if message.file in ("elements.po", "facts.po"):  # laws and questions have words of their own
            continue
        for term in glossary():
            for form in term.forms[SOURCE]:
                if form == "means" and re.search(r"\bmeans\b(?! and purposes)", text):
                    continue  # the verb, most of the time
                if re.search(rf"\b{re.escape(form)}\b", text) and form not in ("act", "acts"):
                    used = any(
                        re.search(rf"\b{re.escape(other)}\b", said, re.IGNORECASE)
                        for other in term.forms[code]
                        for said in message.said
                    )
                    assert used, f"{message.file}, line {message.line}: {form!r} is {term.forms[code]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_catalogues_are_read_as_others_read_them(path: Path) -> None:
    ours = {message.id: message.said for message in read_po(path) if message.id}
    theirs = {
        (one.id[0] if isinstance(one.id, tuple) else one.id): one.string
        if isinstance(one.string, tuple)
        else (one.string,)
        for one in read_by_babel(io.BytesIO(path.read_bytes()))
        if one.id
    }
    assert ours == theirs


@pytest.mark.parametrize(
    ("text", "line", "telling"),
    [
        ('msgid "a"\nmsgstr ""\n', 1, "no translation"),
        ('msgid "a"\n', 1, "no translation"),
        ('msgid "a"\nnonsense\n', 2, "not a line"),
        ('"a"\n', 1, "not a line"),
    ],
)
def test_a_catalogue_that_is_not_right_says_where(tmp_path: Path, text: str, line: int, telling: str) -> None:
    path = tmp_path / "es.po"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError, match=telling) as failure:
        list(read_po(path))
    assert failure.value.line == line


def test_a_glossary_without_a_language_says_where(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text("terms:\n  - forms: {en: [act], es: [acto]}\n    means: {en: A thing done}\n", "utf-8")
    with pytest.raises(DataFileError, match="not there in Español"):
        load_glossary(path)


@pytest.mark.parametrize(
    ("header", "code"),
    [("es-MX,es;q=0.9,en;q=0.8", "es"), ("fr,en;q=0.5,es;q=0.4", "en"), ("fr", "en"), ("", "en"), ("es;q=x,en", "en"),
     ("en;q=0.2, es;q=0.3", "es"), (";;,,q=", "en")],
)  # fmt: skip
def test_the_language_is_the_one_the_browser_likes_best(header: str, code: str) -> None:
    assert accepted(header, "en") == code


def test_the_language_can_be_switched_on_any_page_and_answers_stay() -> None:
    browser = Browser().post("/situation/example").get("/situation/answers/2")
    browser.post("/settings", {"language": "es", "back": "/situation/answers/2"})
    assert browser.path == "/situation/answers/2"
    assert '<html lang="es"' in browser.page.text
    assert "Su respuesta: Sí" in browser.text
    assert browser.get("/").text.count("¿Qué quiere hacer?") == 1
    browser.post("/settings", {"language": "xx", "back": "/"})
    assert '<html lang="es"' in browser.page.text


def test_the_look_can_be_switched() -> None:
    browser = Browser().get("/help")
    browser.post("/settings", {"look": "dark", "back": "/help"})
    assert 'data-look="dark"' in browser.page.text
    assert browser.path == "/help"


def test_plurals_and_texts_of_data() -> None:
    spanish = language("es")
    one, many = "There is one answer already.", "There are %(count)s answers already."
    assert spanish.ngettext(one, many, 1) == "Ya hay una respuesta."
    assert spanish.ngettext(one, many, 0).startswith("Ya hay %(count)s")
    assert spanish.of_data("a text that nobody translated") is None
    assert language(SOURCE).of_data("anything") == "anything"
    assert languages()[0] == SOURCE


def test_every_template_can_be_read() -> None:
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)
