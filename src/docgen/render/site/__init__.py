"""The site of a library: pages that show what the library says, for people who do not write it."""
