"""The fictional office of the demonstration: nothing in it happened, nobody in it lives."""
