"""Whom a case is about, on file: found, put back, ruled out, standing over."""
