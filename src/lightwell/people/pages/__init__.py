"""The room's pages: reads asked of ``queries``, writes given to ``actions``."""
