"""The staff site's sections: cases, and the rules of counting."""
