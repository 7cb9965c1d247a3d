"""A browser's line of introduction, in words."""

import pytest

from domain.browser import browser_in_words

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (CHROME, "Chrome, Linux"),
        (CHROME + " Edg/141.0.0.0", "Edge, Linux"),
        (SAFARI, "Safari, iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox, Android"),
        ("curl/8.0 (Windows)", "Windows"),
        ("python-httpx/0.28", None),
        ("", None),
        (None, None),
    ],
)
def test_a_browser_is_named_as_people_know_it(line: str | None, words: str | None) -> None:
    assert browser_in_words(line) == words
