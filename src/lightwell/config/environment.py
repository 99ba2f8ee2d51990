from lightwell.kernel.environment import *  # noqa: F403  (moved; removed at integration)
