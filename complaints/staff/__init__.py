"""The screens of the staff, in Wagtail's admin."""
