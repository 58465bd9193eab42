"""How fast the product is: each figure beside its floor, measured in the same run (docs/speed.md)."""
