"""The made-up office that is measured: as many reports, cases, allegations and open clocks as asked for."""
