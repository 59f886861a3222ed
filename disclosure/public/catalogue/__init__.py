"""The public pages of the disclosure catalogue."""
