"""Set before anything of the frozen program is imported: pypinyin's phrases are not packed (build.spec), single characters are all that is asked."""

import os

os.environ["PYPINYIN_NO_PHRASES"] = "true"
