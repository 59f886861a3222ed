"""A development machine makes its secrets once and keeps them."""

import stat

from protection.keys import FILE_NAME, development_secrets


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path) -> None:
    first = development_secrets(tmp_path / "data")
    assert development_secrets(tmp_path / "data") == first
    assert stat.S_IMODE((tmp_path / "data" / FILE_NAME).stat().st_mode) == 0o600
    assert len(first["BLIND_INDEX_KEY"]) >= 32
    assert development_secrets(tmp_path / "other") != first
