"""Notices before a decision: how long they are shown, who puts them up, and what an objection does."""
