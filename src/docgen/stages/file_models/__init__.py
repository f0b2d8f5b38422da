"""What docgen's own files may hold, as the models that they are read into; imported only when a file is compiled."""
