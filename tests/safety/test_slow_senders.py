"""Who sends slowly, or far too much, does not stop others; the server itself is running."""

import socket
from collections.abc import Callable
from contextlib import ExitStack

from tests.safety.product import Browser, Product, make_product

__all__ = ["make_product"]

HALF = (
    b"POST /aanmelden HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\nemail="
)


def test_two_hundred_half_sent_forms_stop_nobody(make_product: Callable[..., Product]) -> None:
    product = make_product("slow")
    product.start()
    with ExitStack() as senders:
        for _ in range(200):
            sender = socket.create_connection(("127.0.0.1", product.port), timeout=20)
            senders.enter_context(sender)
            sender.sendall(HALF % 1000)
        browser = Browser(product)
        for path in ("/aanmelden", "/aanbod", "/healthz"):
            assert browser.open(path)[0] == 200


def test_a_form_larger_than_any_is_refused_before_it_is_read(
    make_product: Callable[..., Product],
) -> None:
    product = make_product("large")
    product.start()
    with socket.create_connection(("127.0.0.1", product.port), timeout=20) as sender:
        sender.sendall(HALF % 2_000_000_000)
        assert b" 413 " in sender.recv(4096).split(b"\r\n")[0]
    assert Browser(product).open("/aanmelden", {"email": "a" * 1_200_000})[0] == 413
