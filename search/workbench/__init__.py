"""The inspector's search: what of a case is indexed, and the screen that asks."""
