"""How high up it reaches whom words mean: which offices are read past."""
