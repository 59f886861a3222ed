"""Reading official documents: pure modules that know no Django, and the library and import built on them."""
