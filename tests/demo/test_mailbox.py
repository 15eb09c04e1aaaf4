from collections.abc import AsyncIterator
from email.message import EmailMessage

import pytest
from aiosmtplib import SMTP, SMTPConnectError

from backend.demo.mailbox import Mailbox


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox(limit=3)
    await box.start()
    yield box
    await box.stop()


def letter(to: str, subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "claims@service.example", to, subject
    message["Message-ID"] = f"<{subject}@service.example>"
    message.set_content("You owe £1,200.00, ask for help early.")
    message.add_alternative("<p>You owe £1,200.00</p>", subtype="html")
    return message


async def post(box: Mailbox, *messages: EmailMessage) -> None:
    async with SMTP(hostname=box.host, port=box.port, start_tls=False) as server:
        for message in messages:
            await server.send_message(message)


async def test_a_letter_sent_by_smtp_is_kept_as_it_was_written(mailbox):
    await post(mailbox, letter("andrew@example.org", "claim"))
    [received] = await mailbox.wait_for(1)
    assert (received.sender, received.to) == ("claims@service.example", "andrew@example.org")
    assert (received.subject, received.message_id) == ("claim", "<claim@service.example>")
    assert received.text.strip() == "You owe £1,200.00, ask for help early."
    assert received.html is not None
    assert "<p>You owe £1,200.00</p>" in received.html


async def test_letters_are_found_by_whom_they_are_to(mailbox):
    await post(mailbox, letter("andrew@example.org", "first"), letter("kate@example.org", "second"))
    assert [one.subject for one in mailbox.letters(to="Kate@example.org")] == ["second"]
    assert mailbox.letters(to="ate@example.org") == []


async def test_the_newest_letters_stay_and_the_oldest_are_forgotten(mailbox):
    await post(mailbox, *(letter("andrew@example.org", str(number)) for number in range(5)))
    assert [one.subject for one in mailbox.letters()] == ["2", "3", "4"]


async def test_a_letter_that_does_not_come_is_not_waited_for_for_ever(mailbox):
    with pytest.raises(TimeoutError):
        await mailbox.wait_for(1, within=0.05)


async def test_a_mailbox_that_stopped_takes_nothing_more():
    box = Mailbox()
    await box.start()
    port = box.port
    await box.stop()
    with pytest.raises(SMTPConnectError):
        await SMTP(hostname=box.host, port=port, start_tls=False).connect()
    with pytest.raises(RuntimeError, match="not open"):
        _ = box.port


async def test_stopping_hangs_up_on_who_is_still_connected():
    box = Mailbox()
    await box.start()
    client = SMTP(hostname=box.host, port=box.port, start_tls=False)
    await client.connect()
    await box.stop()
    client.close()
