"""Thin views: read the request, call the modules beside this folder, render."""
