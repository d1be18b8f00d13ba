"""Settings survive damage and newer versions; drafts belong to who typed them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from intake_app.acts import Role
from intake_app.drafts import service as drafts
from intake_app.settings import DeviceSettings, load_device, save_device
from intake_app.users import service as users
from tests.conftest import SignIn


def test_device_settings_take_defaults_for_what_is_missing_or_wrong(tmp_path: Path) -> None:
    path = tmp_path / "device.json"
    assert load_device(path) == DeviceSettings()
    path.write_text('{"language": "fr", "font_percent": "large", "from_the_future": 1}')
    read = load_device(path)
    assert (read.language, read.font_percent) == ("fr", 100)
    save_device(path, replace(read, palette="dark"))
    assert '"from_the_future": 1' in path.read_text()
    path.write_text("\x00 half a file")
    assert load_device(path) == DeviceSettings()


def test_office_settings_are_read_again_at_the_next_sign_in(sign_in: SignIn) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    users.change_office(supervisor, replace(supervisor.office, minutes_to_lock=3, phone="+224 1"))
    assert sign_in(Role.RECEPTION).office.minutes_to_lock == 3


def test_a_draft_is_kept_for_its_author_only_and_forgotten_when_saved(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    drafts.keep(clerk, "person", "new", {"family_name": "Dial"})
    drafts.keep(clerk, "person", "new", {"family_name": "Diallo"})
    counsellor = sign_in(Role.COUNSELLOR)
    assert drafts.found(counsellor, "person", "new") is None
    clerk = sign_in(Role.RECEPTION)
    assert drafts.found(clerk, "person", "new") == {"family_name": "Diallo"}
    drafts.forget(clerk, "person", "new")
    assert drafts.drafts(clerk) == []
