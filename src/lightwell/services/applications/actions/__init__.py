"""The verbs of applications: the only code that writes them."""
