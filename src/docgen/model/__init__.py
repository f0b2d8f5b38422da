"""Values only: what docgen talks about, without any behaviour that needs the outside."""
