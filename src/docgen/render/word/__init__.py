"""Everything that knows WordprocessingML."""
