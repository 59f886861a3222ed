"""Pages of lists as they were, of what a month changed, and of one row."""
