"""Names: their order, one key for all spellings, words in any order, typos."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import (
    KAZAKH_ALPHABET,
    name_matches,
    search_key,
    sort_key,
    trigrams,
    typo_distance,
    words,
)
from tests.domain.spellings import ONE_NAME, ONE_TYPO, OTHER_NAMES, WORDS_IN_ANY_ORDER


@pytest.mark.parametrize(("typed", "stored"), ONE_NAME)
def test_spellings_of_one_name_have_one_key(typed: str, stored: str) -> None:
    assert search_key(typed) == search_key(stored)
    assert name_matches(typed, stored) == 1.0


@pytest.mark.parametrize(("typed", "stored"), ONE_TYPO)
def test_a_name_is_found_with_one_typo_but_ranks_lower(typed: str, stored: str) -> None:
    score = name_matches(typed, stored)
    assert score is not None
    assert 0 < score < 1


@pytest.mark.parametrize(("typed", "stored"), WORDS_IN_ANY_ORDER)
def test_words_may_come_in_any_order_and_the_last_may_be_a_beginning(typed: str, stored: str) -> None:
    assert name_matches(typed, *stored.split()) is not None


@pytest.mark.parametrize(("typed", "stored"), OTHER_NAMES)
def test_another_name_is_not_found(typed: str, stored: str) -> None:
    assert name_matches(typed, *stored.split()) is None


def test_the_tables_are_as_long_as_promised() -> None:
    assert len(ONE_NAME) + len(ONE_TYPO) >= 150
    assert len(OTHER_NAMES) >= 60


CYRILLIC_NAMES = sorted({stored for _, stored in ONE_NAME if stored[0] > "z" and "дж" not in stored})


@pytest.mark.parametrize("name", CYRILLIC_NAMES)
def test_a_cyrillic_name_is_found_at_every_letter_typed(name: str) -> None:
    for length in range(1, len(name) + 1):
        assert name_matches(name[:length], name) is not None, name[:length]
        assert set(trigrams(search_key(name[:length]))) <= set(trigrams(search_key(name))), name[:length]


def test_an_exact_name_ranks_above_a_beginning_and_a_beginning_above_a_typo() -> None:
    scores = [name_matches("асан", name) for name in ("Асан", "Асанов", "Хасан")]
    assert None not in scores
    assert scores == sorted(scores, key=lambda score: score or 0, reverse=True)
    assert len(set(scores)) == 3


def test_a_family_name_ranks_above_the_same_patronymic() -> None:
    as_family, as_patronymic = (
        name_matches("серік", *parts) for parts in (("Серік", "Асан"), ("Асан", "Дәурен", "Серік"))
    )
    assert as_family is not None
    assert as_patronymic is not None
    assert as_family > as_patronymic


@pytest.mark.parametrize("query", ["", "   ", "123", "-", "؟"])
def test_a_query_without_letters_finds_nobody(query: str) -> None:
    assert name_matches(query, "Ахметов", "Ғалымжан") is None


def test_many_equal_words_are_judged_quickly() -> None:
    assert name_matches(" ".join(["а"] * 10), *["а"] * 12) is not None
    assert name_matches(" ".join(["а"] * 13), *["а"] * 12) is None


def test_missing_parts_of_a_name_are_no_words() -> None:
    assert search_key("Ахметов", None, "") == "ahmetov"
    assert name_matches("ахметов", "Ахметов", None) == 1.0


def test_apostrophes_join_and_hyphens_part() -> None:
    assert words("Il'ya Нұр-Сұлтан") == ("ilia", "nur", "sultan")
    assert words("Ilʹia") == words("Il’ya") == ("ilia",)


def test_composed_and_decomposed_letters_are_one() -> None:
    assert search_key("Й") == search_key("Й")
    assert sort_key("Йод") == sort_key("Йод")


def test_other_scripts_keep_their_letters() -> None:
    assert words("王 Müller 金") == ("王", "muler", "金")


@given(st.text(max_size=30))
def test_a_search_key_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(max_size=30))
def test_case_does_not_matter(text: str) -> None:
    if text.upper().lower() == text.lower():
        assert search_key(text.upper()) == search_key(text.lower())


TYPING = sorted({name for name in CYRILLIC_NAMES if name.isalpha() and len(name) >= 5})


@given(st.sampled_from([*TYPING, "Гончаров", "Щербаков", "Цветаева", "Юсупова", "Васильев"]), st.data())
def test_any_one_letter_typed_wrong_still_finds_the_name(name: str, data: st.DataObject) -> None:
    """Also where one Cyrillic letter is two of the key, or two neighbours look like one: «Госчаров», «шАимов»."""
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(KAZAKH_ALPHABET))
    before, after = name[:at], name[at:]
    for typed in (
        before + letter + after,
        before + letter + after[1:],
        before + after[1:],
        before + after[1:2] + after[:1] + after[2:],
    ):
        assert name_matches(typed, name) is not None, typed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("госчаров", "Гончаров"), ("goncarov", "Гончаров"), ("қащйрат", "Қайрат"), ("маат", "Марат")],
)
def test_a_typo_that_changes_two_letters_of_the_key_is_one_typo(typed: str, stored: str) -> None:
    assert name_matches(typed, stored) == name_matches("госчаров", "Гончаров") == 0.6


def test_a_trigram_of_a_beginning_is_a_trigram_of_the_word() -> None:
    assert trigrams("galimjan") == ("  g", " ga", "gal", "ali", "lim", "imj", "mja", "jan")
    assert set(trigrams("gal")) < set(trigrams("galimjan"))


keys = st.text("abcd", max_size=5)


def with_one_typo(word: str, place: int, kind: str) -> str:
    before, after = word[:place], word[place:]
    match kind:
        case "drop":
            return before + after[1:]
        case "insert":
            return before + "o" + after
        case "replace":
            return before + "o" + after[1:]
        case _:
            return before + after[1:2] + after[:1] + after[2:]


@pytest.mark.parametrize("kind", ["drop", "insert", "replace", "swap"])
@pytest.mark.parametrize("word", ["amir", "erlan", "galimjan", "jaksibekov"])
def test_every_single_typo_in_every_place_is_found(word: str, kind: str) -> None:
    for place in range(len(word)):
        typed = with_one_typo(word, place, kind)
        if len(typed) >= 4:
            assert name_matches(f"{typed} a", word, "a") is not None, typed


@given(keys, keys, st.integers(0, 4))
def test_the_banded_distance_is_the_distance(a: str, b: str, limit: int) -> None:
    assert typo_distance(a, b, limit) == min(plain_distance(a, b), limit + 1)


def test_a_far_word_is_not_measured_to_the_end() -> None:
    assert typo_distance("aaaaaa", "bbbbbb", 2) == 3
    assert typo_distance("aaaaaa", "bbbbbb", 6) == 6


def plain_distance(a: str, b: str) -> int:
    """Optimal string alignment, written down straight from its definition."""
    if not a or not b:
        return len(a) + len(b)
    choices = [
        plain_distance(a[:-1], b) + 1,
        plain_distance(a, b[:-1]) + 1,
        plain_distance(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    ]
    if a[-2:-1] == b[-1:] and a[-1:] == b[-2:-1] and len(a) > 1 and len(b) > 1:
        choices.append(plain_distance(a[:-2], b[:-2]) + 1)
    return min(choices)


def byte_order(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name).encode())


def test_the_kazakh_alphabet_is_in_its_order_for_plain_bytes() -> None:
    alphabet = list(KAZAKH_ALPHABET)
    shuffled = random.Random(9).sample(alphabet, len(alphabet))
    assert byte_order(shuffled) == alphabet
    assert len(alphabet) == 42


def test_names_are_listed_as_a_kazakh_reader_expects() -> None:
    in_order = """
        Абай Асан Әлия Әсем Бекзат Галина Ғалым Ерлан Ёлкин Иван Йод Карим Қайрат Нина Ңа Олег Өмір Сара
        Тимур Умар Ұлан Үміт Фарида Хасан Һадиша Чингиз Шара Ыдырыс Іңкәр Эльмира Юлия Яна Aidana Zhanna
    """
    listed = in_order.split()
    assert byte_order(random.Random(1).sample(listed, len(listed))) == listed


def test_a_short_family_name_comes_before_a_longer_one_whatever_follows() -> None:
    people = [("Ким", "Яна"), ("Ким-Ли", "Анна"), ("Кима", "Анна"), ("Кимов", "Борис", "Аскарович")]
    assert sorted(people, key=lambda person: sort_key(*person).encode()) == people


def test_given_name_and_patronymic_decide_in_turn() -> None:
    people = [("Ахметов", "Асан", "Болатұлы"), ("Ахметов", "Асан", "Ғалымұлы"), ("Ахметов", "Әсет")]
    assert sorted(people, key=lambda person: sort_key(*person).encode()) == people


def test_case_and_marks_do_not_change_the_order() -> None:
    assert sort_key("ӘЛИЯ") == sort_key("әлия")
    assert sort_key("Émile") == sort_key("Emile")
    assert sort_key("İlker") == sort_key("Ilker") == sort_key("ılker")


@given(st.text(max_size=20), st.text(max_size=20), st.none() | st.text(max_size=20))
def test_a_sort_key_is_printable_ascii_without_quoting_trouble(
    family: str, given_name: str, patronymic: str | None
) -> None:
    key = sort_key(family, given_name, patronymic)
    assert all(" " <= c <= "~" and c not in "\\'\"`%" for c in key)
