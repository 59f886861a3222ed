"""The screens on which notices are entered, put up, shown again and taken back."""
