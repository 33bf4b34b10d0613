"""Accounts made up for tests: any text, with evidence anywhere in it, overlapping or not."""

from __future__ import annotations

from hypothesis import strategies as st

from brightline.texts import STATUSES, VERDICTS, Account, Evidence, Mention
from brightline.texts.documents import Document
from brightline.texts.report import Report

LABELS = {
    "means.document_confiscation": "obs.documents_withheld",
    "act.recruitment": "act.recruit",
    "purpose.sexual": None,
    "age.minor": "age.under_18",
    "consent.own_choice": None,
    "other.thing": None,
}
PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "\r\n",
        "\n\n",
        "😀",
        "e\u0301",
        "\u202e",
        "&amp;",
        "</div>",
        '"',
        "'",
        "\x00",
        "\t",
        "אב",
        " ",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=20).map("".join)
WHOLE_TEXTS = TEXTS.map(lambda text: text.encode("utf-8", "replace").decode())


def evidence(text: str, start: int, end: int, **more: object) -> Evidence:
    """Evidence that the words from `start` to `end` are."""
    told: dict[str, object] = {
        "idea": "means/documents_taken",
        "label": "means.document_confiscation",
        "fact": "obs.documents_withheld",
        "status": "asserted",
        "source": "reporter",
    }
    return Evidence(**{**told, "start": start, "end": end, "quote": text[start:end], **more})  # type: ignore[arg-type]


@st.composite
def accounts(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> Account:
    """An account of any text, its evidence in the order of the text."""
    text = draw(texts)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).filter(lambda s: s[0] < s[1])
    found: list[Evidence] = []
    mentions: list[Mention] = []
    if text:
        for start, end in sorted(draw(st.lists(spans, max_size=6))):
            label = draw(st.sampled_from(sorted(LABELS)))
            status, source = (
                draw(st.sampled_from(STATUSES)),
                draw(st.sampled_from(["reporter", "police", "<b>x", "a b"])),
            )
            cue = draw(st.none() | st.just(text[:5]))
            more = {"label": label, "fact": LABELS[label], "status": status, "source": source, "cue": cue, "by": cue}
            found.append(evidence(text, start, end, **more))
        for start, end in sorted(draw(st.lists(spans, max_size=3))):
            side = draw(st.sampled_from(["trafficking", "sex work"]))
            mentions.append(Mention(text[start:end], side, start, end, text[start:end]))
    reasons = tuple(draw(st.lists(st.just(text[:20]) | st.just("<img src=x onerror=alert(1)>"), max_size=2)))
    return Account(text, tuple(found), tuple(mentions), draw(st.sampled_from(VERDICTS)), reasons)


def report_of(account: Account, name: str = "a.txt") -> Report:
    """A report on an account, held against nothing."""
    return Report(Document(name, "text", account.text), account)
