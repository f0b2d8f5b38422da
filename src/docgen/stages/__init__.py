"""Pure functions from text to values to one immutable document."""
