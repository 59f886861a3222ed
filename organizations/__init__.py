"""Places, units and posts: who works where, and what they may therefore see."""
