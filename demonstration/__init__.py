"""An invented city office to try the portal with: the same people, lists and cases for the same seed and
day.
"""
