"""All disk: projects, the index, atomic writes."""
