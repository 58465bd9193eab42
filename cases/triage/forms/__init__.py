"""What the dialogs ask."""
