"""Functions from a document or a library to diagnostics."""
