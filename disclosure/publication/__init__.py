"""From a draft to what the public may see: compared, reviewed, made public, taken back; and what is due."""
