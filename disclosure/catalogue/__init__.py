"""The disclosure catalogue held against what is public."""
