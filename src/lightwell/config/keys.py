from lightwell.kernel.keys import *  # noqa: F403  (moved; removed at integration)
