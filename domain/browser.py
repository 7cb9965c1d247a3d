"""A browser by the name that people know, from the line with which it introduces itself."""

# In this order: each also calls itself by the names below it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("YaBrowser", "Яндекс Браузер"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str | None) -> str | None:
    """`Chrome, Windows`; None when the line names neither a known browser nor a known system."""
    line = user_agent or ""
    found = (next((name for mark, name in known if mark in line), None) for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found)) or None
