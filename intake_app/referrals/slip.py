"""The slip that came back as a picture: its code is looked for outside this process."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.attachments.reading import codes_in
from intake_app.errors import InvalidInput
from intake_app.i18n import _, ngettext
from intake_app.referrals.model import code_meant, is_slip


def read_slip(picture: bytes) -> str:
    """What a hand scanner would read from the slip in a photograph, a scan or a PDF of one.

    Raises InvalidInput with a sentence: no such file, no code, another code, several slips.
    """
    return slip_among(codes_in(picture))


def slip_among(codes: Iterable[str]) -> str:
    """The one slip among the codes of a picture. Papers of the desk carry other codes as well."""
    found = list(codes)
    slips = {code_meant(one): one for one in found if is_slip(one) and code_meant(one)}
    if len(slips) == 1:
        return next(iter(slips.values()))
    if slips:
        words = ngettext(
            "There is {count} slip in this picture. Photograph each by itself.",
            "There are {count} slips in this picture. Photograph each by itself.",
            len(slips),
        ).format(count=len(slips))
    elif found:
        words = _("The code in this picture is not the code of a slip. Photograph the slip itself.")
    else:
        words = _(
            "No code was found in this picture. Photograph the slip from above, near and in good"
            " light, or type the code that stands beside the square."
        )
    raise InvalidInput({"file": words})
