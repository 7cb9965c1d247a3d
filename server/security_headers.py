"""Headers that every response carries, and how much a page may do."""

from collections.abc import Iterable

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    # Mantine writes its theme into style elements and style attributes.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in _POLICY.items())

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"


class SecurityHeaders:
    """Completes the headers of a response by those that it does not set itself."""

    def __init__(self, *, secure: bool) -> None:
        every = HEADERS | ({"Strict-Transport-Security": STRICT_TRANSPORT} if secure else {})
        self.headers = [(name.lower().encode(), value.encode()) for name, value in every.items()]

    def completed(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        every = list(given)
        names = {name.lower() for name, _ in every}
        return [*every, *[header for header in self.headers if header[0] not in names]]
