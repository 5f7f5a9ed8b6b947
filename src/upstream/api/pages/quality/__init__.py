"""How good the files are, and the rules that say so."""
