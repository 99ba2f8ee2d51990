"""The verbs of casework: the only code that writes matters."""
