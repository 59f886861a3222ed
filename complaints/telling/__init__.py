"""Telling a complainant elsewhere that there is something new: by SMS or e-mail, and never what."""
