"""Builds the shipped Word templates: looks are data tables, the rest turns them into parts."""
