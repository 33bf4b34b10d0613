"""Reference page of the atlas, made from its data: the words that it may use, and the regime of every place."""

from __future__ import annotations

from collections.abc import Iterator

from plain import text

from brightline.law import atlas

KIND_WORDS = {
    "activity": "Activities: may it be done?",
    "rule": "Rules: what else does the law do?",
    "penalty": "Penalties: the statutory maximum, first offence, adult, nothing aggravating",
}
PENALTY_STATUS = (
    "`custody_months=6;fine=1000 USD`, with `fine=day-fines` or `fine=unstated` where no amount is known; `none`: no "
    "offence; `unknown`"
)


def atlas_page() -> Iterator[str]:
    """The words that the atlas may use, topic by topic, and the regime of every place on the day of reading."""
    yield from ("# Words and places of the atlas", "")
    yield "What a row of [the atlas](../atlas.md) may say: `topic` on the left, `status` on the right."
    for kind in ("activity", "rule", "penalty"):
        yield from ("", f"## {KIND_WORDS[kind]}", "", "| topic | what it is | also found as | status |")
        yield "| --- | --- | --- | --- |"
        for topic in atlas.topics().values():
            if topic.kind == kind:
                statuses = "; ".join(f"`{word}`: {text(meaning)}" for word, meaning in topic.statuses.items())
                also = text(", ".join(topic.also))
                yield f"| `{topic.id}` | {text(topic.label)} | {also} | {statuses or PENALTY_STATUS} |"
    yield from ("", "## How a row was checked", "", "| verified | meaning |", "| --- | --- |")
    yield from (f"| {f'`{word}`' if word else ''} | {text(said)} |" for word, said in atlas.VERIFIED_WORDS.items())
    yield from ("", "## Places and their regimes", "")
    yield (
        f"On {atlas.READ_ON}, the day by which the sources were read. **Not all read** marks a regime that rests at "
        "least in part on a row that is unread, that was not checked for that day, or that is missing."
    )
    yield from ("", "| place | code | regime | |", "| --- | --- | --- | --- |")
    for found in atlas.regimes(atlas.READ_ON):
        marked = "" if found.certain else "**not all read**"
        yield f"| {text(atlas.place(found.code).name)} | `{found.code}` | {found.id.replace('_', ' ')} | {marked} |"
