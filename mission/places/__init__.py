"""Departments, arrondissements, communes and communal sections, found by however they are spelt."""
