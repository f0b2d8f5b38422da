"""The verbs: load once, call stages, write all or nothing."""
