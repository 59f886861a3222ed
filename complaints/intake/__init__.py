"""How a case comes in: what somebody brings, checked, and filed once."""
