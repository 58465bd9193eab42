"""Views of the pages slice, one file per noun."""
