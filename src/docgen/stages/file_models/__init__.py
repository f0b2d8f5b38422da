"""What docgen's own files may hold, as pydantic models; imported only when a file is compiled."""
