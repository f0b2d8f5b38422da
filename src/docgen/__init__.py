"""docgen: contracts and specifications in Word from a clause library and a client profile."""

__version__ = "0.1.0"
