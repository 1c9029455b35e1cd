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
