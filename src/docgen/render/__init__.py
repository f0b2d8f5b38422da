"""A finished document and the bytes of a template to the bytes of a file."""
