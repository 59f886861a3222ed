"""Views of the disclosure room: public pages and staff pages."""
