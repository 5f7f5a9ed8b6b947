"""Charts as pure functions from figures to SVG text: one code path for page, mail and paper."""
