"""A real mail server as a process of its own: every letter that it takes is one line of a file.

python mail_server.py PORT FILE SHARE_OF_LOST_ANSWERS LONGEST_SECONDS
"""

import asyncio
import json
import random
import sys
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PORT, FILE = int(sys.argv[1]), Path(sys.argv[2])
LOST, SLOW = float(sys.argv[3]), float(sys.argv[4])


def keep(line: str) -> None:
    with FILE.open("a") as file:
        file.write(line + "\n")


class Inbox:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(bytes(envelope.original_content or b""), policy=default)
        body = letter.get_body(("plain",))
        line = {
            "at": time.time(),
            "id": letter["Message-ID"].strip("<>").split("@")[0],
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos[0],
            "subject": letter["Subject"],
            "unsubscribe": letter["List-Unsubscribe"],
            "one_click": letter["List-Unsubscribe-Post"],
            "text": body.get_content() if body else "",
        }
        await asyncio.to_thread(keep, json.dumps(line))
        await asyncio.sleep(random.random() * SLOW)
        if random.random() < LOST:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 OK taken"


async def main() -> None:
    Controller(Inbox(), hostname="127.0.0.1", port=PORT).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
