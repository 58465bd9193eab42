"""Released figures: tables, what is hidden in them, approval, the API and the public page."""
