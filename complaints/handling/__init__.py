"""What happens to a case, who may do it, and what follows from what is written into it."""
