"""Who did what to whom, as far as the sentence says; and when that makes it no conduct of an exploiter.

An element never depends on somebody being found. What is found may rule it out: conduct of clients, robbers, husbands
or the police, to officers, to clients or to animals, what the person does to a client, and what somebody does with
their own things. Officers and husbands who put others to work count as anybody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from brightline.texts.grammar import Grammar, LexiconClass, Voice
from brightline.texts.words import END, NAME, NUMBER, OF, PAST, WORD, Alphabet

SIDES = ("exploiter", "client", "police", "prosecutor", "robber", "helper", "animal", "exploited")
"""Lexicon classes of nouns that say which side somebody is on; of a noun in two the first holds."""
ANIMAL = "animal"
SPOUSE = "spouse"
"""The side of somebody's own husband, whose violence alone is of another kind."""
HELPER = "helper"
"""Charities and their people: what they do is set aside, and what is done to them is not."""
STRANGERS = frozenset({"client", "police", "prosecutor", "robber", HELPER, ANIMAL, SPOUSE})
"""Sides whose conduct, or whose harm, shows nothing of exploitation."""
_HURTING = ("strike", "strike_lightly", "assail", "rape", "imprison", "threaten")
"""Lexicon classes of verbs after which `her client` is one person, and not a client for her."""
_MEN = ("man", "men", "stranger", "strangers")
"""Nouns that name no side."""
_OWN_PARTNERS = ("husband", "husbands", "ex", "exes")
"""Nouns for somebody's own husband, or one of before, where they stand after whose."""
_OWNED = ("her", "their", "my")
_SELF = (("he", "his"), ("she", "her"), ("they", "their"), ("i", "my"), ("we", "our"), ("you", "your"))
_OBJECTS = ("her", "him", "them", "me", "us", "you")
_OF_EXPLOITERS = "made|makes|making|unless|trafficked|trafficking|passport|passports|kept ..4 locked"
"""What no client is told of: a text that holds it may tell of somebody who exploits."""
_HANDS = ("by", "from")
_LINKS = ("and", "or", ",", "then", "after", "before", "while", "by")
_FAR = 30
"""Words before the evidence at most in which somebody who does it is looked for."""
_NEAR = 4
"""Words in a noun phrase at most."""
_EARLIER = 60
"""Words before the evidence in which somebody else may be meant by a pronoun."""


class Person(NamedTuple):
    """Somebody in a sentence: first word, one past the last, and the side that their noun names, if any."""

    start: int
    end: int
    side: str | None


class Roles(NamedTuple):
    """Who did something and to whom, as far as the sentence says.

    `counts` is false where they rule out conduct of an exploiter; `stranger` is the side of the person who does so.
    """

    by: Person | None
    to: Person | None
    counts: bool = True
    stranger: str | None = None


class Cast:
    """The words for people, and where they stand around a piece of evidence."""

    def __init__(self, alphabet: Alphabet, lexicon: Mapping[str, LexiconClass]) -> None:
        def symbols(name: str) -> list[str]:
            entry = lexicon.get(name)
            return [alphabet.symbol(word) for word in (entry.words if entry else ()) if word.replace("'", "").isalpha()]

        self._side: dict[str, str] = {}
        for side in SIDES:
            for symbol in symbols(side):
                self._side.setdefault(symbol, side)
        men = [alphabet.symbol(word) for word in _MEN]
        own = [alphabet.symbol(word) for word in _OWN_PARTNERS]
        nouns = "".join(map(re.escape, dict.fromkeys([*self._side, *men, *own])))
        subjects = _class(symbols("subject_pronoun"))
        being = _class(symbols("be"))
        opening = _class([*symbols("determiner"), *symbols("possessive"), WORD, NUMBER, PAST])
        relative = _class([alphabet.symbol(word) for word in ("who", "that", "which")])
        objects = _class([alphabet.symbol(word) for word in _OBJECTS])
        hands = _class([alphabet.symbol(word) for word in _HANDS])
        ends = _class([*symbols("preposition"), END, ",", ";", ":"])
        aside = f"(?:{_class([WORD, *symbols('auxiliary')])}{{0,2}})"
        noun = f"{opening}{{0,{_NEAR}}}[{nouns}]+"
        name = f"{NAME}{{1,{_NEAR}}}"
        self._someone = re.compile(f"{noun}|{subjects}|{name}")
        between = _class([WORD, PAST, ",", alphabet.symbol("and"), *symbols("auxiliary")])
        self._passive = re.compile(rf"{being}{between}{{0,3}}\Z")
        self._being = frozenset(symbols("be"))
        self._that = alphabet.symbol("that")
        self._by = alphabet.symbol("by")
        self._subject = re.compile(rf"(?P<who>{noun}|{subjects}|{name}){relative}?{aside}{being}?{aside}\Z")
        self._hands = re.compile(rf"[^{END}]?{hands}(?P<who>{noun}|{name}|{objects})")
        self._object = re.compile(rf"[^{END}](?!{ends})(?P<who>{noun}|{objects}|{name})")
        self._own = {alphabet.symbol(subject): alphabet.symbol(own) for subject, own in _SELF}
        self._itself = alphabet.symbol("own")
        self._his = alphabet.symbol("his")
        exploiters = [symbol for symbol, side in self._side.items() if side == "exploiter"]
        self._others = re.compile(f"{_class(exploiters)}|{NAME}+")
        self._husbands = frozenset(own)
        self._owned = frozenset(alphabet.symbol(word) for word in _OWNED)
        grammar = Grammar(alphabet, lexicon)
        self._participles = frozenset(
            alphabet.symbol(verb[3]) for entry in lexicon.values() for verb in entry.verbs if verb[3] != verb[2]
        )
        self._hurting = frozenset(
            alphabet.symbol(form)
            for name in _HURTING
            if name in lexicon
            for verb in lexicon[name].verbs
            for form in verb
        )
        says = _class(symbols("saying"))
        tells = (
            grammar.expression("({say}|{threaten}|{promise}|{persuade}|warn|warns|warned|assured|assures)")
            if "persuade" in lexicon
            else "(?!)"
        )
        self._retold = re.compile(rf"{says}{self._that}?(?P<who>{noun}|{subjects}|{name}){aside}(?:{tells})")
        self._noun = re.compile(f"{opening}{{0,2}}[{nouns}]+")
        clients = [symbol for symbol, side in self._side.items() if side in {"client", "police", "robber"}]
        helpers = [symbol for symbol, side in self._side.items() if side == HELPER]
        outside = _class([*clients, *helpers, *men])
        self._outside = re.compile(outside)
        clause = _class([END, ";", ":", *symbols("subject_pronoun"), *exploiters, self._that, alphabet.symbol("which")])
        link = f"{_class(alphabet.symbol(word) for word in _LINKS)}{{1,2}}{aside}"
        inside = f"(?!{clause})[^{END}]"
        dealt = grammar.expression("{deal_with}") if "deal_with" in lexicon else "(?!)"
        self._joined = re.compile(
            rf"(?P<who>{opening}{{0,{_NEAR}}}{outside}+){relative}?{aside}(?:{dealt})(?:{inside}){{0,20}}?{link}\Z"
        )
        self._after_no_subject = frozenset([*symbols("preposition"), *(alphabet.symbol(hand) for hand in _HANDS)]) - {
            alphabet.symbol(word) for word in ("that", "when", "while", "if", "as", "and", "or", "until", "but")
        }
        sellers = grammar.expression("(victim|victims|{sex_seller})") if "sex_seller" in lexicon else "(?!)"
        self._seller = re.compile(rf"(?:{opening}{{0,2}})(?:{sellers})\Z")
        self._sellers_joined = re.compile(
            rf"(?:{sellers}){aside}(?:{dealt})(?:{inside}){{0,10}}?{_class(clients)}(?:{inside}){{0,10}}?{link}\Z"
        )
        works = grammar.expression("{put_to_work}") if "put_to_work" in lexicon else "(?!)"
        put = grammar.expression("({put_to_work}|{take_earnings})") if "take_earnings" in lexicon else works
        inside = f"[^{END};:]"
        self._puts = re.compile(put)
        joint = f"(?:{dealt}){inside}{{0,15}}?{_class([alphabet.symbol('and')])}(?:{put})"

        def put_by(name: str) -> re.Pattern[str]:
            """They who put somebody to work, or by whom somebody is put to work."""
            if name not in lexicon:
                return re.compile("(?!)")
            who = _class(symbol for symbol, side in self._side.items() if side == name)
            by = grammar.expression(f"by ..4 {{{name}}}")
            owner = grammar.expression(
                f"(brothel|brothels|prostitution) (that|which)? ..2 {{{name}}} ..1 (owned|own|ran|run|operated)"
            )
            return re.compile(
                f"{who}{relative}?{aside}(?:{put})|(?:{put}){inside}{{0,4}}?(?:{by})|(?:{owner})|{who}{aside}{joint}"
            )

        self._put_by = {side: put_by(side) for side in ("police", HELPER)} | {SPOUSE: self._puts}
        """By whom others are put to work, or, of husbands, whether anybody is."""
        says = grammar.expression("client {noted_of_client}") if "noted_of_client" in lexicon else "(?!)"
        self._note = re.compile(rf"(?:\A|(?<={END})|{alphabet.symbol('the')})(?:{says})")
        self._helped = frozenset(alphabet.symbol(word) for word in ("client", "the"))
        """How the client of somebody who helps is named in notes: *client*, *the client*, and not *a client*."""
        buys = grammar.expression("{buyer_deed}") if "buyer_deed" in lexicon else "(?!)"
        pronouns = [alphabet.symbol(word) for word in ("he", "they")]
        self._men = frozenset([*men, *pronouns])
        self._buys = re.compile(f"{_class(self._men)}{aside}(?:{buys})")
        self._sells = re.compile(grammar.expression("{sex_seller}") if "sex_seller" in lexicon else "(?!)")
        known = {"enlist", "lure", "force"} <= lexicon.keys()
        gets = grammar.expression(f"({{enlist}}|{{lure}}|{{force}}|{_OF_EXPLOITERS})") if known else "(?!)"
        self._puts_or_exploits = re.compile(f"{works}|{gets}|{_class(exploiters)}")
        would = [alphabet.symbol(word) for word in ("would", "will", "'ll", "could", "might")]
        self._would = frozenset(would)
        self._strangers = lru_cache(maxsize=8)(self._without_exploiters)
        self._is_note = lru_cache(maxsize=8)(self._notes)
        self._men_buy = lru_cache(maxsize=8)(self._buyers)

    def _notes(self, symbols: str) -> bool:
        """Whether the text is the notes of somebody who works for the person concerned."""
        return self._note.search(symbols) is not None

    def _buyers(self, symbols: str) -> bool:
        """Whether the men of this text who are called nothing else pay somebody who sells sex, and nobody exploits."""
        if not self._buys.search(symbols) or not self._sells.search(symbols):
            return False
        return not self._puts_or_exploits.search(symbols)

    def _without_exploiters(self, symbols: str) -> frozenset[str]:
        """The sides that are strangers in this text: not those who put others to work in it."""
        return STRANGERS.difference(side for side, puts in self._put_by.items() if puts.search(symbols))

    def roles(
        self, symbols: str, first: int, last: int, start: int, end: int, voice: Voice, about: tuple[int, int] | None
    ) -> Roles:
        """The roles around the words from `start` to `end` of the sentence from `first` to `last`."""
        strangers = self._strangers(symbols)

        def stranger(*doing: Person | None, to: Person | None) -> str | None:
            for one in (*doing, to):
                if one is None or one.side not in strangers or (one is to and one.side == HELPER):
                    continue
                if not self._is_helped(symbols, one):
                    return one.side
            return None

        begin = max(first, start - _FAR)
        if retold := self._retold.match(symbols, start, end):
            start = retold.start("who")  # "police said that he told her": it is he who told
        subject = self._own_subject(symbols, start, end) or self._near(symbols, begin, start)
        hands = self._hands.match(symbols, end, last) or self._hands.search(symbols, start, end)
        by = self._person(symbols, hands) if hands else None
        if by and by.side == HELPER and symbols[by.start - 1] != self._by:
            by = None  # whoever recruits from shelters
        if (
            voice == "passive"
            or symbols[start] in self._being
            or self._passive.search(symbols, max(first, start - 3), start)
        ):
            to = (self._named(symbols, about) if about else None) or subject or self._last(symbols, begin, start)
            other = stranger(by, to=to if subject or about else None)
            return Roles(by, to, other is None, None if other == ANIMAL else other)
        to = self._named(symbols, about) if about else None
        if to is None and (found := self._object.match(symbols, start, last)):
            to = self._person(symbols, found)
            if to.end <= end and _stranger(to):
                to = None  # the pattern asks for officers ("made her fear the police"): not those it is done to
        to = self._whole(symbols, to, start, last)
        subject = subject or self._carried(symbols, begin, start)
        other = stranger(by, subject, to=to)
        counts = other is None
        if counts and self._by_seller(symbols, subject, begin, start, end):
            counts = False
        if counts and subject and about and self._is_own(symbols, subject, about, start):
            counts = False
        return Roles(
            by or subject or self._last(symbols, begin, start, but="exploited"),
            to,
            counts,
            None if other == ANIMAL else other,
        )

    def _is_helped(self, symbols: str, person: Person) -> bool:
        """Whether a client is the one whom the writer of these notes works for (*client states that*), and no buyer."""
        return person.side == "client" and symbols[person.start] in self._helped and self._is_note(symbols)

    def _own_subject(self, symbols: str, start: int, end: int) -> Person | None:
        """The subject with which the evidence itself begins ("she was sold").

        What the police would do is what somebody else threatens with.
        """
        found = self._someone.match(symbols, start, end - 1)
        if not found or symbols[start] in self._being:
            return None
        person = self._person(symbols, found)
        return None if person.side == "police" and symbols[found.end()] in self._would else person

    def _near(self, symbols: str, begin: int, start: int) -> Person | None:
        """The subject that stands right before the evidence, but for a word or two."""
        for found in self._someone.finditer(symbols, max(begin, start - _NEAR - 4), start):
            if self._subject.match(symbols, found.start(), start):
                return self._person(symbols, found)
        return None

    def _carried(self, symbols: str, begin: int, start: int) -> Person | None:
        """The client, officer or robber whose next deed the evidence is ("a client beat her and took her money")."""
        if symbols[start] in self._participles or not self._outside.search(symbols, begin, start):
            return None
        for found in self._joined.finditer(symbols, begin, start):
            if found.start() == begin or symbols[found.start() - 1] not in self._after_no_subject:
                return self._person(symbols, found)
        return None

    def _by_seller(self, symbols: str, subject: Person | None, begin: int, start: int, end: int) -> bool:
        """Whether somebody who sells sex does it, to a client or with what is his."""
        if subject and self._seller.match(symbols, subject.start, subject.end):
            return self._his in symbols[start:end]
        if symbols[start] in self._participles or not self._outside.search(symbols, begin, start):
            return False
        return bool(self._sellers_joined.search(symbols, begin, start))

    def _whole(self, symbols: str, person: Person | None, start: int, last: int) -> Person | None:
        """The whole of a phrase that begins with a word for whose: "beat her client" is done to the client."""
        if person is None or person.end - person.start > 1 or symbols[start] not in self._hurting:
            return person
        if symbols[person.start] not in self._owned and symbols[person.start] != self._his:
            return person
        found = self._noun.match(symbols, person.end, last)
        return Person(person.start, found.end(), self._side.get(symbols[found.end() - 1])) if found else person

    def _last(self, symbols: str, begin: int, start: int, but: str = "") -> Person | None:
        """The last before the evidence who may well be meant: a stranger to it only stands beside."""
        for found in reversed([*self._someone.finditer(symbols, begin, start)]):
            person = self._person(symbols, found)
            if not _stranger(person) and person.side != but:
                return person
        return None

    def _person(self, symbols: str, found: re.Match[str]) -> Person:
        start, end = found.span("who") if found.lastgroup else found.span()
        if end - start > 1 and symbols[start] == self._that:
            start += 1  # "said that the owner": it joins, and belongs to nobody
        noun = symbols[end - 1]
        side = self._side.get(noun)
        if noun in self._husbands and (symbols[start] in self._owned or (start and symbols[start - 1] == OF)):
            side = SPOUSE
        elif noun in self._men and self._men_buy(symbols):
            side = "client"
        return Person(start, end, side)

    def _named(self, symbols: str, about: tuple[int, int]) -> Person | None:
        start, end = about
        side = self._side.get(symbols[end - 1])
        return Person(start, end, side) if side or end - start == 1 else None

    def _is_own(self, symbols: str, subject: Person, about: tuple[int, int], start: int) -> bool:
        """Whether somebody does it with what is theirs ("she took her passport"), and nobody else can be meant."""
        if about[1] - about[0] < 2:
            return False
        own = self._own.get(symbols[subject.start])
        if symbols[about[0] + 1] == self._itself:
            return own in {None, symbols[about[0]]}
        if own is None or symbols[about[0]] != own:
            return False
        others = {
            found[0] if found[0][0] != NAME else NAME
            for found in self._others.finditer(symbols, max(0, start - _EARLIER), start)
        }
        return not others - {NAME}


def _class(symbols: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, dict.fromkeys(symbols)))}]"


def _stranger(person: Person | None) -> bool:
    return person is not None and person.side in STRANGERS
