"""Figures of lists for all: by programme and place, as pages and files."""
