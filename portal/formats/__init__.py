"""How dates are written where Django writes them otherwise; see FORMAT_MODULE_PATH."""
