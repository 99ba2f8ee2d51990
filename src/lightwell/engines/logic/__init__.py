"""JsonLogic over data of which some is not known yet.

    from lightwell.engines.logic import Known, Unknown, check, evaluate, evaluate3

    evaluate({">=": [{"var": "age"}, 65]}, {"age": 70})          # True: classic JsonLogic, with JavaScript's coercions
    evaluate3({"and": [{"var": "a"}, {"var": "b"}]}, {"b": False})   # Known(False): a cannot change it
    evaluate3({">=": [{"var": "age"}, 65]}, {})                  # Unknown(["age"]): what to ask, the next first

Both are total: bounded in depth, steps and size (``Limits``), and every failure is a ``LogicError`` with words for whoever
wrote the rule. Rules and data are plain JSON values; nothing is ever changed in place.
"""

from lightwell.engines.logic.checking import check, paths_read
from lightwell.engines.logic.classic import evaluate
from lightwell.engines.logic.limits import Limits, LogicError
from lightwell.engines.logic.three_valued import Known, Unknown, evaluate3

__all__ = ["Known", "Limits", "LogicError", "Unknown", "check", "evaluate", "evaluate3", "paths_read"]
