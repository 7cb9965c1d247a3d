"""Names: in what order they are listed and how a clerk finds them in any script, with a typo.

`sort_key` lists people in the order of the Kazakh alphabet under plain byte collation. `search_key` is one
spelling for Kazakh and Russian Cyrillic, the Kazakh Latin projects (2018, 2021) and passport
transliteration. The database stores the words of it and their trigrams to select candidates, which
`name_matches` ranks.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
SORTED_LETTERS = "0123456789" + KAZAKH_ALPHABET + LATIN_ALPHABET
AWKWARD_IN_SQL_OR_JSON = "\\'\"`%$! ~"
SORT_CODES = [chr(code) for code in range(0x21, 0x7E) if chr(code) not in AWKWARD_IN_SQL_OR_JSON]
SORT_CODE = dict(zip(SORTED_LETTERS, SORT_CODES[: len(SORTED_LETTERS)], strict=True))
PART_BREAK, WORD_BREAK, UNKNOWN_LETTER = " ", "!", "~"

MIN_LENGTH_FOR_TYPO = 4
CACHED = 16_384
YO_AFTER_CONSONANT = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])yo")
SOFT_SIGN_BEFORE_VOWEL = re.compile(r"[ьъ](?=[аеёиоуэюя])")


def sort_key(family: str, given: str = "", patronymic: str | None = None) -> str:
    """A key whose byte order is the order of the Kazakh alphabet, then Latin; case and marks do not count."""
    return PART_BREAK.join(_sort_codes(part or "") for part in (family, given, patronymic)).rstrip(PART_BREAK)


@lru_cache(maxsize=CACHED)
def _sort_codes(part: str) -> str:
    listed = re.findall(r"\w+", _lower(part))
    return WORD_BREAK.join("".join(SORT_CODE.get(c, UNKNOWN_LETTER) for c in _plain(word)) for word in listed)


def _lower(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("İ", "i").casefold()


def _plain(word: str) -> Iterable[str]:
    for letter in word:
        if letter in SORT_CODE:
            yield letter
        else:
            yield from _without_marks(LATIN_WITHOUT_BASE.get(letter, letter))


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


LATIN_WITHOUT_BASE = {"ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae"}

LETTERS = (
    dict(zip("абвгдезийклмнопрстуфхыіэ", "abvgdeziiklmnoprstufhiie", strict=True))
    | {"ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h"}
    | {"ё": "e", "ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia"}
    | {"ъ": "", "ь": ""}
    | {"ў": "u", "ҳ": "h", "ҷ": "j", "җ": "j", "ӣ": "i", "ӯ": "u", "ї": "i", "є": "ie", "ґ": "g"}
    | {"ş": "sh", "ș": "sh", "ç": "ch", "č": "ch", "š": "sh", "ž": "j", "q": "k", "y": "i", "w": "v"}
    | {"ý": "u"}
    | LATIN_WITHOUT_BASE
)

# Digraphs and habits of Latin spelling; applied until nothing changes.
RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^x(?=[aou])|x(?=[^aeious])", "h"),  # Xasan, Baxtiyor are Uzbek
        (r"x", "ks"),  # Alexey, Xenia
        (r"shch|sch", "sh"),
        (r"tch", "ch"),
        (r"d?zh|dj", "j"),  # Джаксыбеков is Жақсыбеков
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"ck|c(?!h)", "k"),
        (r"tz", "ts"),
        (r"(.)\1+", r"\1"),
        (r"^ie|(?<=[aeou])ie", "e"),  # Yerlan, Bayev
    )
]
NEEDS_RULES = re.compile(r"x|sch|shch|tch|zh|dj|kh|gh|ph|c(?!h)|tz|(.)\1|^ie|[aeou]ie")


@lru_cache(maxsize=CACHED)
def words(text: str) -> tuple[str, ...]:
    """The search keys of the words of a text, in order; hyphens and dots part words, apostrophes do not."""
    return tuple(key for _, key in _typed_and_keys(text))


@lru_cache(maxsize=CACHED)
def typed_words(text: str) -> tuple[str, ...]:
    """The same words in lower case as they were typed, one for each key."""
    return tuple(typed for typed, _ in _typed_and_keys(text))


def _typed_and_keys(text: str) -> list[tuple[str, str]]:
    joined = re.sub(r"['`ʹʺʻʼ‘’ʽ′\u0307]", "", _lower(text))
    return [(word, key) for word in re.findall(r"[^\W\d_]+", joined) if (key := _word_key(word))]


def search_key(*parts: str | None) -> str:
    """One key for all spellings of the parts of a name: ә≈а, қ≈к, ғ≈г, ұ≈ү≈у, һ≈х, і≈и≈ы, ж≈zh≈j, я≈ya …"""
    return " ".join(key for part in parts if part for key in words(part))


def _word_key(word: str) -> str:
    heard = YO_AFTER_CONSONANT.sub("e", SOFT_SIGN_BEFORE_VOWEL.sub("и", word))
    bare = "".join(letter if letter in LETTERS else _without_marks(letter).casefold() for letter in heard)
    return _ruled(re.sub(r"[\W\d_]", "", "".join(LETTERS.get(letter, letter) for letter in bare)))


def _ruled(key: str) -> str:
    previous = ""
    while key != previous and NEEDS_RULES.search(key):
        previous = key
        for pattern, replacement in RULES:
            key = pattern.sub(replacement, key)
    return key


def trigrams(word_key: str) -> tuple[str, ...]:
    """The letter triples of one word of a search key, padded in front only: a prefix has a part of them."""
    padded = "  " + word_key
    return tuple(dict.fromkeys(padded[i : i + 3] for i in range(len(word_key))))


def typo_distance(a: str, b: str, limit: int) -> int:
    """Edits (insert, drop, replace, swap) from one word to another; `limit + 1` means more than `limit`."""
    a, b = _without_common_ends(a, b)
    longest, shortest = max(len(a), len(b)), min(len(a), len(b))
    if longest <= 1 or longest - shortest > limit:
        return min(longest, limit + 1)
    if limit == 1:
        return 1 if longest == 2 and a == b[::-1] else 2
    before: Sequence[int] = ()
    row: Sequence[int] = range(len(b) + 1)
    for i in range(1, len(a) + 1):
        before, row = row, _next_row(a, b, i, before, row, limit)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _without_common_ends(a: str, b: str) -> tuple[str, str]:
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return a, b


def _next_row(a: str, b: str, i: int, before: Sequence[int], row: Sequence[int], limit: int) -> list[int]:
    new = [i] + [limit + 1] * len(b)
    for j in range(max(1, i - limit), min(len(b), i + limit) + 1):
        new[j] = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            new[j] = min(new[j], before[j - 2] + 1)
    return new


# One letter of each sound: a typo in another letter of the same sound changes no key.
CYRILLIC_SOUNDS = "абвгджзиклмнопрстуфхцчшюяеь"
LATIN_SOUNDS = "abcdefghijklmnopqrstuvwxyz"
KEY_LETTERS = "abcdefghijklmnoprstuvz"
LONGEST_WITH_TYPO = 30
NEAR_WORDS_CACHED = 512


@lru_cache(maxsize=NEAR_WORDS_CACHED)
def near_keys(typed: str) -> frozenset[str]:
    """The keys of all words that differ from a typed one by one letter: inserted, dropped, replaced, swapped.

    A letter is what the clerk types (щ, ю and ч are one) or what stands in the key, so «Госчаров» is near Гончаров
    although their keys are not. Short words, and those longer than any name, have none.
    """
    key = _word_key(typed)
    near: set[str] = set()
    if MIN_LENGTH_FOR_TYPO <= len(typed) <= LONGEST_WITH_TYPO:
        cyrillic = any("\u0400" <= letter <= "\u052f" for letter in typed)
        near.update(map(_near_word_key, _edits(typed, CYRILLIC_SOUNDS if cyrillic else LATIN_SOUNDS)))
    if MIN_LENGTH_FOR_TYPO <= len(key) <= LONGEST_WITH_TYPO:
        near.update(_edits(key, KEY_LETTERS))
    return frozenset(word for word in near if len(word) >= MIN_LENGTH_FOR_TYPO and word != key)


def _edits(word: str, alphabet: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (before + letter + after for letter in alphabet)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in alphabet)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


PLAIN_LETTERS = {ord(letter): key for letter, key in LETTERS.items() if letter not in "ьъ"}
AWKWARD_LETTERS = re.compile(r"[ьъ]|yo|[^a-zа-яёәғқңөұүһі]")


def _near_word_key(word: str) -> str:
    """`_word_key`, and quick for the hundreds of words around one."""
    return _word_key(word) if AWKWARD_LETTERS.search(word) else _ruled(word.translate(PLAIN_LETTERS))


EXACT, PREFIX, PREFIX_PER_SHARE, TYPO = 1.0, 0.8, 0.15, 0.6
LATER_PART_COSTS = 0.02
MOST_NAME_WORDS = 10


def name_matches(query: str, *name_parts: str | None) -> float | None:
    """How well a query fits one name, as NameQuery says it."""
    return NameQuery(query).fit(*name_parts)


class NameQuery:
    """What was typed, to be compared with many names: what its words are worth against another is found out once."""

    def __init__(self, query: str) -> None:
        self._asked, self._typed = words(query), typed_words(query)
        self._worths: dict[str, tuple[float, ...]] = {}

    def fit(self, *name_parts: str | None) -> float | None:
        """How well it fits a name, 0–1 for ranking, or None when a word of the query finds none of it.

        Words may come in any order, each uses up one word of the name. One typo is forgiven in words of four
        letters or more; the last word may be the beginning of a word. Hyphenated parts may be written as one
        word.
        """
        parts = [words(part) for part in name_parts if part]
        apart = [(word, place) for place, part in enumerate(parts) for word in part]
        score = self._best_assignment(apart[:MOST_NAME_WORDS])
        if score is not None or len(apart) == len(parts):
            return score
        joined = [("".join(part), place) for place, part in enumerate(parts)]
        return self._best_assignment(joined[:MOST_NAME_WORDS])

    def _best_assignment(self, named: Sequence[tuple[str, int]]) -> float | None:
        if not self._asked or len(self._asked) > len(named):
            return None
        columns = [(1 << i, self._worth(name), LATER_PART_COSTS * place) for i, (name, place) in enumerate(named)]
        totals = {0: 0.0}
        for position in range(len(self._asked)):
            following: dict[int, float] = {}
            for used, total in totals.items():
                for bit, worth, cost in columns:
                    if worth[position] and not used & bit:
                        better = total + worth[position] - cost
                        if better > following.get(used | bit, 0.0):
                            following[used | bit] = better
            totals = following
        return max(totals.values()) / len(self._asked) if totals else None

    def _worth(self, name: str) -> tuple[float, ...]:
        """Of each word of the query against one word of a name."""
        known = self._worths.get(name)
        if known is None:
            last = len(self._asked) - 1
            known = self._worths[name] = tuple(
                _word_score(asked, self._typed[position], name, position == last)
                for position, asked in enumerate(self._asked)
            )
        return known


def _word_score(asked: str, typed: str, name: str, may_be_prefix: bool) -> float:
    if asked == name:
        return EXACT
    if may_be_prefix and name.startswith(asked):
        return PREFIX + PREFIX_PER_SHARE * len(asked) / len(name)
    return TYPO if name in near_keys(typed) else 0.0
