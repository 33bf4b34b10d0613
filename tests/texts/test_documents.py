"""Documents become plain text, whatever they are; what cannot be read is refused in one sentence."""

from __future__ import annotations

import io
import re
import sys
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.errors import BrightlineError
from brightline.texts.documents import document_from, documents_in, open_document
from brightline.texts.documents.html import text_of_html
from made_documents import a_docx, a_pdf, a_zip, document_xml, put_together

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u00ad\ufeff"), max_size=60)


def text_of(content: bytes, name: str = "a.txt", encoding: str | None = None) -> str:
    return document_from(content, name, encoding).text


def refused(content: bytes, name: str, *telling: str) -> None:
    with pytest.raises(BrightlineError) as failure:
        document_from(content, name)
    said = str(failure.value)
    assert said.startswith(f"{name}: ")
    assert "\n" not in said
    for words in telling:
        assert words in said


# --- plain text ------------------------------------------------------------------------------------------------------


@given(WORDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_a_text_with_a_mark_of_its_encoding_is_read_as_it_stands(words: str, encoding: str) -> None:
    text = f"Tell:\r\n{words} end\n"
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_nuls(encoding: str) -> None:
    document = document_from("He took her passport, señor.".encode(encoding), "a.txt")
    assert document.text == "He took her passport, señor."
    assert encoding.upper() in document.told[0]


def test_stray_bytes_are_read_as_windows_1252_and_told_of() -> None:
    document = document_from("café “quoted”, ".encode() + "café “quoted”".encode("cp1252"), "a.txt")
    assert document.text == "café “quoted”, café “quoted”"
    assert document.told == ("3 bytes outside UTF-8 read as Windows-1252.",)


def test_a_named_encoding_is_used_and_a_wrong_one_refused() -> None:
    assert text_of("Ночь".encode("koi8-r"), encoding="koi8-r") == "Ночь"
    with pytest.raises(BrightlineError, match="not a text encoding"):
        text_of(b"a", encoding="latin-77")
    with pytest.raises(BrightlineError, match="not utf-8 text"):
        text_of(b"\xff\xfeabc\xff", encoding="utf-8")


@pytest.mark.parametrize("encoding", ["hex", "rot13", "zlib"])
def test_an_encoding_that_is_none_of_text_is_refused(encoding: str) -> None:
    with pytest.raises(BrightlineError, match="text"):
        text_of(b"ab", encoding=encoding)


def test_half_characters_never_come_out() -> None:
    assert text_of(b"a\\ud800b\\ud83d\\ude00", encoding="unicode_escape") == "a\ufffdb😀"
    assert text_of("a".encode("utf-16") + b"\x00\xd8" + "b".encode("utf-16-le")) == "a\ufffdb"


def test_a_few_nuls_stay_and_offsets_with_them() -> None:
    text = "He took\x00 her passport. " * 20
    assert text_of(text.encode()) == text


@pytest.mark.parametrize(
    ("content", "name", "telling"),
    [
        (bytes(range(256)) * 40, "a.txt", "binary"),
        (b"\x00" * 5000, "a.txt", "binary"),
        ("Ночь, улица, фонарь, аптека. ".encode("cp1251") * 50, "a.txt", "--encoding"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a.txt", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "a.doc", "Office"),
        (b"{\\rtf1 text}", "a.rtf", "RTF"),
        (b"\x1f\x8b\x08", "a.txt.gz", "unpack"),
        (b"text\nHello\n", "a.csv", "corpus"),
        (b"plain words", "a.pdf", "no PDF"),
        (b"plain words", "a.docx", "no DOCX"),
        (b" \n\t ", "a.txt", "no text"),
        (b"<script>1</script>", "a.html", "no text"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, name: str, telling: str) -> None:
    refused(content, name, telling)


def test_a_line_of_ten_million_characters_is_read() -> None:
    content = b"a" * 10_000_000
    assert len(text_of(content)) == len(content)


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\ufeffHe left.".encode())))
    document = open_document("-")
    assert (document.name, document.format, document.text) == ("-", "text", "He left.")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    with pytest.raises(BrightlineError, match="standard input"):
        open_document("-")


# --- HTML and Markdown -----------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><title>Tab</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a><script>menu()</script></nav>
<h1>Head&shy;line &amp; more</h1><p>He took <b>her</b>
 pass&#112;ort.<br>Then <a title="a > b" href='x'>he left</a>.<script>document.write("<p>evil</p>")</script></p>
<template><p>never</p></template><noscript>never</noscript><div hidden>never</div><div class="hidden md:block">seen</div>
<ul><li>one<li>two</ul><pre>  as
 it is</pre><!-- <p>never</p> --><button>Share</button><svg><text>never</text></svg></body></html>"""


def test_a_page_is_read_as_somebody_sees_it() -> None:
    document = document_from(PAGE.encode(), "a.html")
    assert document.format == "html"
    assert document.text.split("\n") == [
        "Headline & more",
        "",
        "He took her passport.",
        "Then he left.",
        "",
        "seen",
        "",
        "one",
        "",
        "two",
        "",
        "  as",
        " it is",
    ]


@given(WORDS)
def test_escaped_words_come_out_as_they_are(words: str) -> None:
    assert text_of_html(f"<p>{escape(words)}</p>") == re.sub(" +", " ", words).strip(" ")
    assert text_of_html(f"<pre>x{escape(words)}x</pre>") == f"x{words}x"


@given(st.text(max_size=80), st.sampled_from(["script", "style", "template", "SCRIPT", "noscript", "svg"]))
def test_nothing_of_a_script_or_style_is_kept(inside: str, name: str) -> None:
    inside = inside.replace("<", "")
    assert text_of_html(f"<p>before</p><{name} a='b'>{inside}") == "before"
    assert text_of_html(f"<p>before</p><{name} a='b'>{inside}</{name}><p>after") == "before\n\nafter"


@given(st.text(st.sampled_from("<>/!-'\"= ?[]&;abhidenscrptvul"), max_size=200))
def test_no_page_is_too_broken(source: str) -> None:
    assert len(text_of_html(source)) <= len(source)


@pytest.mark.parametrize(
    "unit", ["<div>", "<!--", '<a b="', "</", "<", "<script>", "<nav>", "<![CDATA[", "<div hidden>", "&#"]
)
def test_a_long_run_of_anything_is_read(unit: str) -> None:
    assert text_of_html("<p>first</p>" + unit * 20_000).startswith("first")


def test_a_menu_that_nobody_closes_loses_no_text() -> None:
    assert text_of_html("<nav><script>bad()</script><p>He took her passport.") == "He took her passport."


@pytest.mark.parametrize(
    ("source", "encoding", "declared"),
    [("café", "iso-8859-1", "iso-8859-1"), ("Ночь", "cp1251", "windows-1251"), ("夜", "shift_jis", "Shift_JIS")],
)
def test_a_page_that_tells_its_encoding_is_believed_where_it_is_not_utf_8(
    source: str, encoding: str, declared: str
) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{source}'
    assert text_of(page.encode(encoding), "a.html") == source
    assert text_of(page.encode(), "a.html") == source


def test_html_is_known_by_its_content_where_the_ending_tells_nothing() -> None:
    assert document_from(b"\xef\xbb\xbf <!-- x --><!doctype HTML><p>One", "page").format == "html"
    assert document_from(b"<p>One", "page.txt").format == "text"


def test_markdown_is_read_without_its_signs() -> None:
    source = (
        "# Head\n\nHe **took** her [passport](http://x/?a=b).\n\n- one\n- two\n\n<script>evil()</script>\n\n`code`\n"
    )
    document = document_from(source.encode(), "a.md")
    assert document.format == "markdown"
    assert document.text == "Head\n\nHe took her passport.\n\none\n\ntwo\n\ncode"


# --- PDF -------------------------------------------------------------------------------------------------------------


def test_a_pdf_is_read_page_by_page() -> None:
    document = document_from(a_pdf("He took her passport.", "", "She left."), "a.pdf")
    assert (document.format, document.text) == ("pdf", "He took her passport.\n\nShe left.")
    assert document.told == ("1 page of 3 without text: perhaps pictures.",)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_is_read_if_no_password_is_needed_to_open_it(algorithm: str) -> None:
    refused(locked(algorithm, "secret"), "a.pdf", "locked with a password")
    assert text_of(locked(algorithm, ""), "a.pdf") == "He took her passport."


def locked(algorithm: str, password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf("He took her passport."))))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_of_pictures_is_refused() -> None:
    refused(a_pdf("", ""), "a.pdf", "text recognition")


def test_a_pdf_whose_page_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brightline.texts.documents.pdf.LARGEST_PAGE", 10_000)
    assert text_of(a_pdf("short", packed=True), "a.pdf") == "short"
    refused(a_pdf("x" * 20_000, packed=True), "a.pdf", "unpacks to too much")


def test_a_pdf_whose_pages_go_round_in_a_circle_is_refused() -> None:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]
    refused(put_together(objects), "a.pdf")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_broken_pdf_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(a_pdf("He took her passport.", "She left.", packed=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(9, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    read_or_refused(bytes(content), "a.pdf")


def read_or_refused(content: bytes, name: str) -> None:
    said = ""
    try:
        assert text_of(content, name).strip()
    except BrightlineError as failure:
        said = str(failure)
    assert said == "" or said.startswith(f"{name}: ")


# --- DOCX ------------------------------------------------------------------------------------------------------------


@given(st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=4))
def test_the_paragraphs_of_a_word_file_come_out_as_they_are(paragraphs: list[str]) -> None:
    legal = [p for p in paragraphs if not any(ord(c) in (0xFFFE, 0xFFFF) for c in p)] or ["x"]
    assert text_of(a_docx(*legal), "a.docx") == "\n\n".join(legal)


def test_notes_tabs_and_changes_of_a_word_file() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        f"<w:p>{run('He')}<w:r><w:tab/></w:r>{run('took')}<w:r><w:br/></w:r>{run('it')}"
        f"<w:del>{run('never')}<w:p/></w:del><w:ins>{run('!')}</w:ins><w:r><w:instrText>never</w:instrText></w:r></w:p>"
        "<w:p><m:AlternateContent xmlns:m='m'><m:Choice>box</m:Choice><m:Fallback>"
        f"{run('never')}</m:Fallback></m:AlternateContent></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('cell')}</w:p></w:tc></w:tr></w:tbl>"
    )
    notes = f"<w:p>{run('A note.')}</w:p>"
    content = a_zip({"word/document.xml": document_xml(body), "word/footnotes.xml": document_xml(notes)})
    assert text_of(content, "a.docx") == "He\ttook\nit!\n\ncell\n\nA note."


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    refused(a_zip({"word/document.xml": document_xml(" " * 30_000_000)}), "a.docx", "times its size")
    monkeypatch.setattr("brightline.texts.documents.docx.LARGEST_UNPACKED", 1_000)
    refused(a_docx("word " * 500), "a.docx", "unpacks to over")


def test_entities_that_grow_are_refused() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    content = document_xml("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>").replace(
        b"<w:document", bomb.encode() + b"<w:document", 1
    )
    refused(a_zip({"word/document.xml": content}), "a.docx", "entities")


def test_no_nesting_is_too_deep_for_a_word_file() -> None:
    deep = "<w:sdt>" * 100_000 + "<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + "</w:sdt>" * 100_000
    assert text_of(a_zip({"word/document.xml": document_xml(deep)}), "a.docx") == "deep"


@pytest.mark.parametrize(
    ("member", "telling"),
    [
        ("xl/workbook.xml", "spreadsheet"),
        ("content.xml", "OpenDocument"),
        ("photo.txt", "zip file"),
        ("ppt/presentation.xml", "slides"),
    ],
)
def test_a_zip_that_is_no_word_file_is_named_for_what_it_is(member: str, telling: str) -> None:
    refused(a_zip({member: b"<x/>"}), "a.docx", telling)


def test_a_locked_word_file_is_refused() -> None:
    content = bytearray(a_docx("words"))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + flags] |= 1
    refused(bytes(content), "a.docx", "locked")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_broken_word_file_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(a_docx("He took her passport.", "She left."))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(4, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    read_or_refused(bytes(content), "a.docx")


# --- folders ---------------------------------------------------------------------------------------------------------


def test_a_folder_gives_its_documents_in_order_and_counts_the_others(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/c.PDF", "photo.png", "table.csv", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    found = documents_in([tmp_path])
    assert [file.relative_to(tmp_path).as_posix() for file in found.files] == ["a.md", "b.txt", "deep/c.PDF"]
    assert (found.passed_over, found.several) == (3, True)


def test_one_name_is_one_text_and_two_are_several(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("x")
    assert not documents_in([tmp_path / "a.log"]).several
    assert documents_in([tmp_path / "a.log", Path("-")]).several
    with pytest.raises(BrightlineError, match="no such file"):
        documents_in([tmp_path / "b.log"])
    with pytest.raises(BrightlineError, match="no document is in this folder"):
        documents_in([tmp_path])


@pytest.mark.parametrize(
    ("package", "name", "content"), [("pypdf", "a.pdf", a_pdf("x")), ("markdown_it", "a.md", b"x")]
)
def test_a_missing_part_is_named(monkeypatch: pytest.MonkeyPatch, package: str, name: str, content: bytes) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(BrightlineError, match=r"brightline\[documents\]"):
        document_from(content, name)
    assert text_of(b"He left.") == "He left."


@pytest.mark.parametrize(
    "page",
    [
        "<p>Seen.</p><p hidden>She was kidnapped.</p><p>Seen too.</p>",
        "<p>Seen.<p hidden>She was kidnapped.<p>Seen too.",
        '<p>Seen.</p><div style="color: red; display: none">She was kidnapped.</div><p>Seen too.</p>',
        "<p>Seen.</p><span style='visibility:hidden'>She was kidnapped.</span><p>Seen too.</p>",
    ],
)
def test_what_a_page_hides_is_not_read(page: str) -> None:
    words = document_from(f"<html><body>{page}</body></html>".encode(), "page.html").text
    assert "kidnapped" not in words
    assert "Seen." in words
    assert "Seen too." in words


def test_a_reference_to_no_character_is_no_fault() -> None:
    words = document_from(f"<html><p>Before &#{'9' * 6000}; after".encode(), "page.html").text
    assert words.startswith("Before")
    assert words.endswith("after")
