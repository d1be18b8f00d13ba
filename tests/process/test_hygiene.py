"""What Qt may be told from outside, and what crosses the pipe."""

from __future__ import annotations

import os
from io import FileIO

import pytest

from intake_app.users.service import UserKeys
from ui.process.hygiene import clean_environment
from ui.process.pipe import Handover, receive_keys, receive_slot, send_keys, send_slot

TOLD = Handover("/home/desk/Coffre é", "4f1c", "fr", "AdnQywADAAA=")
KEYS = UserKeys(bytes(range(32)), bytes(range(32, 64)))


@pytest.mark.parametrize("platform", ["vnc", "vnc:size=800x600", "xcb;vnc", "linuxfb", "/tmp/x"])
def test_no_screen_but_ours(platform: str) -> None:
    environment = {"QT_QPA_PLATFORM": platform, "LANG": "fr_FR.UTF-8"}
    clean_environment(environment)
    assert environment == {"LANG": "fr_FR.UTF-8"}


@pytest.mark.parametrize(
    "platform", ["xcb", "wayland", "wayland;xcb", "offscreen", "windows:dpi=1"]
)
def test_screens_that_we_are_made_for_may_be_chosen(platform: str) -> None:
    environment = {"QT_QPA_PLATFORM": platform}
    clean_environment(environment)
    assert environment == {"QT_QPA_PLATFORM": platform}


def test_no_code_from_elsewhere_and_no_bus_over_the_network() -> None:
    environment = {
        "QT_PLUGIN_PATH": "/tmp/plugins",
        "QT_QPA_PLATFORM_PLUGIN_PATH": "/tmp/plugins",
        "QT_QPA_GENERIC_PLUGINS": "tuiotouch",
        "DBUS_SESSION_BUS_ADDRESS": "tcp:host=example.org,port=1",
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/run/dbus/system_bus_socket",
    }
    clean_environment(environment)
    assert list(environment) == ["DBUS_SYSTEM_BUS_ADDRESS"]


def _pipe_with(content: bytes) -> FileIO:
    read, write = os.pipe()
    os.write(write, content)
    os.close(write)
    return FileIO(read, "r")


def _received(content: bytes) -> Handover | None:
    with _pipe_with(content) as pipe:
        return Handover.receive(pipe)


def test_who_and_where_and_the_keys_cross_the_pipe_and_the_slot_after_them() -> None:
    read, write = os.pipe()
    with os.fdopen(write, "wb") as pipe:
        TOLD.announce(pipe)
        send_keys(pipe, None)
        TOLD.announce(pipe)
        send_keys(pipe, KEYS)
        send_slot(pipe, b"slot")
    with FileIO(read, "r") as there:
        assert Handover.receive(there) == TOLD
        assert receive_keys(there) is None  # a wrong passphrase
        assert Handover.receive(there) == TOLD
        assert receive_keys(there) == KEYS
        assert receive_slot(there) == b"slot"
        assert receive_slot(there) is None


def test_a_sign_in_page_that_went_away_is_told_apart() -> None:
    assert _received(b"") is None
    with _pipe_with(b"") as pipe, pytest.raises(EOFError):
        receive_keys(pipe)


@pytest.mark.parametrize("content", [b"{", b"[]\n", b'{"folder": "x"}\n', b"x" * 20_000])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        _received(content)


def test_keys_and_slots_that_are_cut_off_are_refused() -> None:
    with _pipe_with(b"K" + bytes(64)) as pipe:
        assert receive_keys(pipe) is not None
    with _pipe_with(b"K" + bytes(63)) as pipe, pytest.raises(ValueError, match="64"):
        receive_keys(pipe)
    with _pipe_with(b"\x09\x00slot") as pipe:
        assert receive_slot(pipe) is None
