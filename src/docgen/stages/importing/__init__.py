"""From the outline of a foreign Word file to clauses that somebody can look at."""
