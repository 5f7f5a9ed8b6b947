"""One claim: what a file says about it, what happened to it, and how a row is understood."""
