"""All lists of a county and month as one file, with what its columns mean."""
