"""Deadlines: pure arithmetic over days, the calendar and the standards; what follows from a case's events."""
