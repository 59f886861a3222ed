"""The screens of the disclosure catalogue."""
