"""Records each script of this directory, in one process: python3 record.py DIRECTORY"""

import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(here, "../../../main/resources/dev/plumbline", each) for each in ("recording", "script")]
import torch  # noqa: E402
import torchwatch  # noqa: E402

torch.set_num_threads(1)
for script in sorted(os.listdir(here)):
    if script.partition("-")[0] in ("right", "wrong", "refused") and any(part in script for part in sys.argv[2:] or [""]):
        directory = os.path.join(sys.argv[1], script[: -len(".py")])
        os.makedirs(directory)
        try:
            torchwatch.main(directory, os.path.join(here, script))
        except (Exception, SystemExit) as error:
            with open(os.path.join(directory, "not-understood.txt"), "w", encoding="utf-8") as file:
                file.write(f"failed: {error!r}")
