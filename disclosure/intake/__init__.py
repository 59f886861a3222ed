"""A list from a file to a draft: read, checked row by row, stored."""
