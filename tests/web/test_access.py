"""The doors: where one may return to after signing in."""

import pytest

from meedoen.web.access import safe_return_address


@pytest.mark.parametrize("address", ["/", "/mijn", "/aanbod?wat=taal&waar=2800", "/trajecten/3"])
def test_a_path_of_ours_is_kept(address: str) -> None:
    assert safe_return_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "mijn",
        "https://evil.test/",
        "//evil.test",
        "/\\evil.test",
        "/\t/evil.test",
        "/\n/evil.test",
        "\\\\evil.test",
        "javascript:alert(1)",
        "/\u2028/evil.test",
        "/\ufeff/evil.test",
    ],
)
def test_an_address_elsewhere_becomes_the_own_page(address: str | None) -> None:
    assert safe_return_address(address) == "/mijn"
