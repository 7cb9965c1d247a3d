"""An SMS gateway as a process of its own: it takes each id once, keeps what it took, and loses some of its answers.

    python gateway.py PORT FILE SECRET SHARE_OF_LOST_ANSWERS LONGEST_SECONDS

Every message that it takes is one line of FILE, written before the answer. Numbers of +7799 have a fate of their own,
which is told to whoever asks later, or at once.
"""

import hmac
import json
import random
import socket
import sys
import time
from base64 import b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

PORT, FILE, SECRET = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
LOST, SLOW = float(sys.argv[4]), float(sys.argv[5])
DELIVERED, ABSENT, NO_MOBILE = "+77990000001", "+77990000002", "+77990000003"
LATER = {
    DELIVERED: {"status": "delivered"},
    ABSENT: {"status": "failed", "reason": "absent subscriber"},
}
taken: dict[str, dict[str, str]] = {}
lock = Lock()


class Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if not self.signed(body):
            self.answer(401, {"reason": "signature"})
            return
        time.sleep(random.random() * SLOW)
        content, key = json.loads(body), self.headers["idempotency-key"]
        if content["to"] == NO_MOBILE:
            self.answer(422, {"reason": "not a mobile number"})
            return
        with lock, FILE.open("a") as file:
            file.write(json.dumps({"at": time.time(), "again": key in taken, **content}) + "\n")
            again = taken.get(key)
            taken.setdefault(key, LATER.get(content["to"], {"status": "accepted"}))
        time.sleep(random.random() * SLOW)
        if random.random() < LOST:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.answer(202, (again or {"status": "accepted"}) | {"gatewayId": f"g-{key[:8]}"})

    def do_GET(self) -> None:
        key = self.path.rsplit("/", 1)[-1]
        if not self.signed(b""):
            self.answer(401, {"reason": "signature"})
        elif key in taken:
            self.answer(200, taken[key])
        else:
            self.answer(404, {"reason": "unknown"})

    def signed(self, body: bytes) -> bool:
        given = self.headers
        content = f"{given['webhook-id']}.{given['webhook-timestamp']}.".encode() + body
        right = b64encode(hmac.new(SECRET.encode(), content, sha256).digest()).decode()
        fresh = abs(time.time() - int(given["webhook-timestamp"])) < 300
        return fresh and hmac.compare_digest(given["webhook-signature"], f"v1,{right}")

    def answer(self, status: int, content: dict[str, str]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Workers that are killed hang up: no news."""


if __name__ == "__main__":
    Server(("127.0.0.1", PORT), Gateway).serve_forever()
