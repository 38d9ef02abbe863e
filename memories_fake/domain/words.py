"""Words as the search and the chat count them: what a text is about, without its small words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

_SMALL = """
    a about above across after again against all along also am amid among amongst an and any
    anybody anyone anything are around as aside at away be because been before behind being below
    beneath beside besides between beyond both but by can could did do does doing done down during
    each either else even ever every few for from further had has have having he her here hers
    herself him himself his how however i if in inside into is it its itself just many may maybe me
    might more most much must my myself near neither no nor not now of off on once only onto
    opposite or other ought our ours out outside over own per quite rather s same shall she should
    since so some somebody someone something such t than that the their theirs them themselves then
    there these they this those though through throughout thus to too toward towards under
    underneath unlike until up upon
    us very via was we were what when where whether which while whilst
    who whom whose why will with within without would yet you your yours yourself
"""
STOPWORDS = frozenset(_SMALL.split())

# Scripts that are written without spaces: each character counts as a word.
_SPACELESS = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
)
_LETTERS = rf"(?:(?![_{_SPACELESS}])\w)+"
_ANY_WORD = (
    rf"[{_SPACELESS}]|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+|{_LETTERS}(?:['’]{_LETTERS})*"
)
# The same for plain ASCII, which nearly all texts are: no letter has to be looked at twice.
_ASCII_WORD = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*", re.ASCII
)
# Plurals that the stemmer leaves alone: fishermen, women, children.
_MEN = re.compile("men$")
_IRREGULAR: Mapping[str, str] = {
    "children": "child",
    "feet": "foot",
    "mice": "mouse",
    "people": "person",
    "teeth": "tooth",
}
_ACCENTS = re.compile("[\u0300-\u036f]")


def content_words(text: str, known: Stems | None = None) -> list[str]:
    """The lower-case stems of a text's telling words, in order and with repeats.

    Small words are dropped, accents folded, numbers kept, CJK characters taken one by one.
    Whoever reads very many texts has stems of their own that are `known`.
    """
    told = _told if known is None else known.__getitem__
    return list(filter(None, map(told, _words(text))))


class Stems(dict[str, str | None]):
    """The stem of every word that was ever looked up; None for a small one."""

    def __missing__(self, word: str) -> str | None:
        self[word] = told = _told(word)
        return told


def terms(text: str) -> list[str]:
    """The same words as `content_words`, one for one, but spelled as the text spells them."""
    return [word for word in _words(text) if _told(word)]


def _words(text: str) -> list[str]:
    if text.isascii():
        return _ASCII_WORD.findall(text)
    return _word_of_any_script().findall(unicodedata.normalize("NFKC", text))


@cache
def _word_of_any_script() -> re.Pattern[str]:
    return re.compile(_ANY_WORD)  # 10 ms, and most programs never need it


@lru_cache(maxsize=50_000)
def _told(word: str) -> str | None:
    """The stem of a telling word, None for a small one."""
    return None if _is_small(word) else stem(word)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The lower-case English stem of one word, accents folded; safe to call from any thread."""
    # A stemmer keeps state while it works, so each call has its own; the import takes 40 ms.
    from snowballstemmer.english_stemmer import EnglishStemmer

    plain = _unaccented(word.lower().replace("’", "'").replace(",", ""))
    return str(EnglishStemmer().stemWord(_IRREGULAR.get(plain) or _MEN.sub("man", plain)))


def _unaccented(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def _is_small(word: str) -> bool:
    head, _, tail = word.lower().replace("’", "'").partition("'")
    return head in STOPWORDS or tail == "t"
