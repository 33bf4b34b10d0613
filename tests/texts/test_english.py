"""A text in another language is told to be one, and is not said to report nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brightline.texts import read
from brightline.texts.documents import Document
from brightline.texts.english import NOT_ENGLISH, looks_english
from brightline.texts.ideas import rules
from brightline.texts.report import report_on
from command import run

OTHERS = {
    "es": "La mujer fue captada con engaños en su ciudad cuando tenía 16 años y llevada a otra, donde la obligaron a "
    "prostituirse. La fiscalía informó que los acusados fueron detenidos este martes por trata de personas.",
    "fr": "La femme a été recrutée par de fausses promesses dans sa ville quand elle avait seize ans, puis conduite dans "
    "une autre où on l'a forcée à se prostituer. Le parquet a annoncé que les accusés ont été arrêtés mardi.",
    "de": "Die Frau wurde mit falschen Versprechungen in ihrer Stadt angeworben, als sie sechzehn Jahre alt war, und in "
    "eine andere gebracht, wo man sie zur Prostitution zwang. Die Angeklagten wurden am Dienstag festgenommen.",
    "ru": "Женщину завербовали обманом в родном городе, когда ей было шестнадцать лет, и увезли в другой, где её "
    "принуждали к проституции. Обвиняемые задержаны во вторник, сообщила прокуратура.",
    "th": "เธอถูกชักชวนด้วยคำสัญญาหลอกลวงในเมืองของเธอเมื่ออายุสิบหกปี แล้วถูกพาไปยังอีกเมืองหนึ่ง "
    "ที่นั่นเธอถูกบังคับให้ค้าประเวณี ผู้ต้องหาถูกจับกุมเมื่อวันอังคาร",
    "nl-2": "De vrouw was zestien toen ze werd geworven. Het is niet de eerste keer dat er in deze stad een zaak is van "
    "mensenhandel of uitbuiting. Zij had geen geld en was bang; wie weg wilde, was niet vrij of veilig.",
    "no": "Kvinnen var seksten da hun ble rekruttert. For henne var det en jobb, men for ham var det penger. Passet ble "
    "tatt fra henne, og hun fikk ikke gå. Retten mente at dette var for mye for en ung kvinne den våren i byen.",
    "tl": "Ang babae ay labing-anim na taong gulang nang siya ay irekrut. Kinuha ang kanyang pasaporte at hindi siya "
    "pinayagang umalis. Ayon sa hukom, napatunayan na ang lalaki ang kumuha ng pera sa loob ng dalawang taon.",
    "nl": "De vrouw werd met valse beloften in haar stad geworven toen ze zestien jaar was en naar een andere gebracht, "
    "waar men haar tot prostitutie dwong. De verdachten zijn dinsdag volgens de officier van justitie aangehouden.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_told(language: str) -> None:
    assert not looks_english(OTHERS[language])


def test_english_is_never_taken_for_another() -> None:
    for idea in rules().ideas:
        assert looks_english(" ".join(example.text for example in idea.examples)), idea.id


@pytest.mark.parametrize("text", ["", "Trata de personas", "She was forced.", "1 2 3 " * 100])
def test_a_few_words_are_given_the_benefit_of_the_doubt(text: str) -> None:
    assert looks_english(text)


def test_the_command_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OTHERS["es"], "utf-8")
    found = run("read", tmp_path / "a.txt")
    assert found.code == 0
    assert NOT_ENGLISH.split(":")[0] in " ".join(found.out.split())


def test_a_text_read_again_says_it_once() -> None:
    first = report_on(Document("-", "text", OTHERS["es"]))
    again = report_on(first.document, "us-18usc1591")
    assert first.told == again.told == (NOT_ENGLISH,)


def test_data_say_it_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OTHERS["fr"], "utf-8")
    assert run("read", tmp_path / "a.txt", "--json").data["english"] is False
    assert read("The brothel boss took her passport.").to_json()["english"] is True


def test_a_list_says_that_it_was_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OTHERS["es"], "utf-8")
    (tmp_path / "b.txt").write_text("The brothel boss took her passport.", "utf-8")
    shown = run("read", tmp_path / "a.txt", tmp_path / "b.txt").out
    run("read", tmp_path / "a.txt", tmp_path / "b.txt", "--html", tmp_path / "out")
    assert "[?] not read" in shown
    assert "1 not read" in shown
    assert "not read" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_a_foreign_beginning_makes_no_foreign_text() -> None:
    story = "The boss took her passport, and she was told that they would have her arrested if she left the house. "
    assert looks_english(f"«{OTHERS['es']}» {story * 20}")


def test_a_corpus_counts_them(tmp_path: Path) -> None:
    texts = [OTHERS["es"], OTHERS["th"], "The brothel boss took her passport."]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    found = run("corpus", tmp_path / "in.jsonl", "--text-column", "text", "--out", tmp_path / "out.jsonl", "--json")
    assert found.data["not_english"] == 2
    assert found.data["passed_over"] == 2
    read_back = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [one["english"] for one in read_back] == [False, False, True]
