"""Tests of the commands that whoever runs the site uses."""
