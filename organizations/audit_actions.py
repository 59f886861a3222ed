"""The acts of this room that enter the audit log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "organizations.appoint": (_("Appoint"), _("Appointed to a post")),
    "organizations.propose": (_("Propose"), _("Proposed for a post")),
    "organizations.confirm_post": (_("Confirm post"), _("Confirmed a post as a second person")),
    "organizations.refuse_post": (_("Refuse post"), _("Refused a proposed post")),
    "organizations.lapse_post": (_("Lapse"), _("A proposed post lapsed, since nobody decided on it")),
    "organizations.confirm_move": (
        _("Confirm move"),
        _("Confirmed what is to become of a unit, as a second person"),
    ),
    "organizations.refuse_move": (
        _("Refuse move"),
        _("Refused what was to become of a unit"),
    ),
    "organizations.confirm_place_name": (
        _("Confirm name"),
        _("Confirmed the new name of a place as a second person"),
    ),
    "organizations.refuse_place_name": (_("Refuse name"), _("Refused the new name of a place")),
    "organizations.lapse_unit_name": (
        _("Lapse"),
        _("The new name of a unit lapsed, since nobody decided on it"),
    ),
    "organizations.lapse_move": (
        _("Lapse"),
        _("What was to become of a unit lapsed, since nobody decided on it"),
    ),
    "organizations.lapse_place_name": (
        _("Lapse"),
        _("The new name of a place lapsed, since nobody decided on it"),
    ),
    "organizations.release": (_("Release"), _("Released from a post")),
    "organizations.make_link": (_("Make a link"), _("Had a one-time link made for an account")),
    "organizations.use_link": (_("Use a link"), _("Chose a password behind a one-time link")),
    "organizations.hold_back": (_("Hold back"), _("Account waits for a second administrator")),
    "organizations.confirm_account": (_("Confirm account"), _("Confirmed an account as a second person")),
    "organizations.confirm_unit_name": (
        _("Confirm name"),
        _("Confirmed the new name of a unit as a second person"),
    ),
    "organizations.import_regions": (_("Import regions"), _("Imported regions")),
    "organizations.second_factor_on": (_("Set up second factor"), _("Set up a second factor")),
    "organizations.second_factor_off": (_("Remove second factor"), _("Removed the second factor")),
    "organizations.second_factor_reset": (_("Reset second factor"), _("Had a second factor reset")),
    "organizations.security_key_on": (_("Add security key"), _("Added a security key")),
    "organizations.security_key_off": (_("Remove security key"), _("Removed a security key")),
    "organizations.security_key_copied": (
        _("Suspect security key"),
        _("A security key counted backwards and was refused: there may be a copy of it"),
    ),
    "organizations.factor_reset_proposed": (
        _("Propose reset"),
        _("Proposed that the second factor be reset"),
    ),
    "organizations.factor_reset_refused": (_("Refuse reset"), _("Refused to reset the second factor")),
    "organizations.backup_code": (_("Use backup code"), _("Logged in with a backup code")),
}
