"""What was proved once of a law that comes with Brightline is kept; what is of somebody's own is let go."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from weakref import ref

import pytest

from brightline.findings import line as room
from brightline.findings.line import line
from brightline.law import Definition, Reading, definition, reading
from brightline.law.claims import claim
from brightline.logic import Diagrams

LAW = "us-la-46-2"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Diagrams]:
    """Every set of diagrams that is built."""
    found: list[Diagrams] = []

    def noted(*given: object) -> Diagrams:
        found.append(Diagrams(*given))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(room, "Diagrams", noted)
    return found


@pytest.mark.parametrize("of_claims", [None, [claim("client")]], ids=["all", "one"])
def test_what_was_proved_once_is_not_proved_again(built: list[Diagrams], of_claims: list[room.Claim] | None) -> None:
    first = line([definition(LAW)], of_claims)
    so_far = len(built)
    again = line([definition(LAW)], of_claims)
    assert len(built) == so_far
    assert [one.to_json() for one in again] == [one.to_json() for one in first]


def test_each_version_and_each_reading_is_proved_by_itself(built: list[Diagrams]) -> None:
    law = definition("us-18usc1591")
    found = [
        line([law], [claim("each-means")], day, name)
        for day in (date(2001, 1, 1), None)
        for name in ("strict", "broad")
    ]
    assert [(one.version.label, one.reading.id) for (one,) in found] == [
        (version.label, name) for version in (law.versions[0], law.current) for name in ("strict", "broad")
    ]
    so_far = len(built)
    assert [one.claim.id for one in line([law], [claim("client"), claim("each-means")])] == ["client", "each-means"]
    assert len(built) <= so_far + 1


OWN: list[Callable[[], tuple[Definition, Reading]]] = [
    lambda: (replace(definition(LAW), title="Our own"), reading("strict")),
    lambda: (definition(LAW), replace(reading("strict"), title="Our own")),
]


@pytest.mark.parametrize("own", OWN, ids=["definition", "reading"])
def test_what_is_of_somebodys_own_is_proved_afresh_and_never_kept(
    built: list[Diagrams], own: Callable[[], tuple[Definition, Reading]]
) -> None:
    line([definition(LAW)], [claim("client")])
    so_far = len(built)
    law, with_reading = own()
    (found,) = line([law], [claim("client")], reading=with_reading)
    assert len(built) == so_far + 1
    assert (found.definition, found.reading) == (law, with_reading)
    kept = ref(found)
    del found, law, with_reading
    gc.collect()
    assert kept() is None


def test_a_claim_of_somebodys_own_is_never_kept(built: list[Diagrams]) -> None:
    mine = replace(claim("client"), title="Rosalind")
    first, second = (line([definition(LAW)], [mine])[0] for _ in range(2))
    assert first is not second
    assert first.claim.title == "Rosalind"
