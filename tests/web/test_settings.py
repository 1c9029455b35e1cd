"""What an operator may set, and how it is refused."""

from pathlib import Path

import pytest

from meedoen.settings import SettingsError, read_settings


@pytest.mark.parametrize(
    "address", ["foo", "https://", "ftp://meedoen.example", "//meedoen.example"]
)
def test_an_address_that_would_break_every_link_in_mails_is_refused(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(SettingsError, match="BASE_URL"):
        read_settings(tmp_path, {"DATA_DIR": str(tmp_path), "BASE_URL": address})
    whole = {"DATA_DIR": str(tmp_path), "BASE_URL": "https://meedoen.example/"}
    assert read_settings(tmp_path, whole).base_url == "https://meedoen.example"


@pytest.mark.parametrize(
    "address",
    [
        "tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{z}/{x}/{y}/{y}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src 'unsafe-inline'/{z}/{x}/{y}.png",
        "https://me@tiles.example/{z}/{x}/{y}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}.png x",
    ],
)
def test_tiles_that_are_no_address_of_one_host_are_refused(tmp_path: Path, address: str) -> None:
    asked = {"DATA_DIR": str(tmp_path), "MAP_TILES": address, "MAP_ATTRIBUTION": "© Iemand"}
    with pytest.raises(SettingsError, match="MAP_TILES"):
        read_settings(tmp_path, asked)


def test_tiles_come_with_the_name_of_who_made_them(tmp_path: Path) -> None:
    asked = {"DATA_DIR": str(tmp_path), "MAP_TILES": "https://tiles.example:8443/a/{z}/{y}/{x}?k=1"}
    with pytest.raises(SettingsError, match="MAP_ATTRIBUTION"):
        read_settings(tmp_path, asked)
    found = read_settings(tmp_path, asked | {"MAP_ATTRIBUTION": "© Iemand"})
    assert (found.map_tiles, found.map_attribution) == (asked["MAP_TILES"], "© Iemand")
    assert read_settings(tmp_path, {"DATA_DIR": str(tmp_path)}).map_tiles == ""
