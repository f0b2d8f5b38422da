"""One module for each revision of the schema; a published one never changes."""
