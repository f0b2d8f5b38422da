"""The whole space of a library: every combination of facts, positions, dates and languages that a profile can reach."""
