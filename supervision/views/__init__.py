"""Screens of the leads, in the staff site."""
