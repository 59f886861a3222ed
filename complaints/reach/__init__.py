"""Which offices above are read past, since whom words mean may sit there."""
