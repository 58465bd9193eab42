"""Schemes, checks, concerns, and the clearance that follows from them."""
