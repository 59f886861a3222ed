"""Formal papers: which act gives one, what it says, its number, and how it looks."""
