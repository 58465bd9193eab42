"""Settings of the floor: Django and DRF with nothing around them."""

from benchmarks.settings import *

ROOT_URLCONF = "benchmarks.bare"
