"""Records each script of this directory, and others, in one process: python3 record.py DIRECTORY [SCRIPT]...

DIRECTORY has torchrecorder.py, as the command prints it; with it, the example of the page runs.
"""

import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
modules = [os.path.normpath(os.path.join(here, "../../../main/resources/dev/plumbline", each)) for each in ("recording", "script")]
sys.path[:0] = modules
import torch  # noqa: E402
import torchwatch  # noqa: E402

torch.set_num_threads(1)
own = [each for each in sorted(os.listdir(here)) if each.partition("-")[0] in ("right", "wrong", "refused")]
for script in [os.path.join(here, each) for each in own] + sys.argv[2:]:
    directory = os.path.join(sys.argv[1], os.path.basename(script)[: -len(".py")])
    os.makedirs(directory)
    sys.path[:0] = modules
    try:
        torchwatch.main(directory, script)
    except (Exception, SystemExit) as error:
        with open(os.path.join(directory, "not-understood.txt"), "w", encoding="utf-8") as file:
            file.write(f"failed: {error!r}")

with open(os.path.join(here, "../../../docs/pytorch.md"), encoding="utf-8") as file:
    example = file.read().split("```python\n")[1].split("```")[0]
model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2))
optimizer = torch.optim.Adam(model.parameters())
criterion = torch.nn.CrossEntropyLoss()
data = torch.utils.data.TensorDataset(torch.rand(30, 3), torch.randint(0, 2, (30,)))
loader = torch.utils.data.DataLoader(data, batch_size=8, shuffle=True)
for name in ("torchrecorder", "recorder"):
    sys.modules.pop(name, None)
os.chdir(sys.argv[1])
sys.path[:] = [sys.argv[1]] + [each for each in sys.path if each not in modules]
exec(example)
