"""Three-valued JsonLogic: rules over data of which some is not known yet."""
