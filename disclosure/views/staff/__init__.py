"""Staff pages of lists, in Wagtail's admin."""
