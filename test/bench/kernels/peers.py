"""Times torch and SciPy, one thread. Reads requests as lines of JSON, [library, operation, rows, classes, dtype], and
answers each with the milliseconds of processor time of one run."""
import json
import sys
from time import process_time

import numpy as np

versions = []
try:
    import torch

    torch.set_num_threads(1)
    versions.append(f"torch {torch.__version__}")
except ImportError:
    torch = None
try:
    import scipy
    from scipy import special

    versions.append(f"scipy {scipy.__version__}")
except ImportError:
    special = None
print(json.dumps(versions), flush=True)

inputs = {}


def prepare(rows, classes, dtype):
    key = (rows, classes, dtype)
    if key not in inputs:
        inputs.clear()
        rng = np.random.default_rng(0)
        x = (rng.standard_normal((rows, classes)) * 4).astype(dtype)
        inputs[key] = (x, torch and torch.from_numpy(x), torch and torch.from_numpy(rng.integers(0, classes, rows)))
    return inputs[key]


def summary(x):
    log = torch.log_softmax(x, -1)
    return torch.logsumexp(x, -1), torch.topk(x, 10, -1), -(log.exp() * log).sum(-1)


with_torch = torch and torch.no_grad()
for line in sys.stdin:
    library, operation, rows, classes, dtype = json.loads(line)
    x, t, labels = prepare(rows, classes, dtype)
    run = {
        "torch softmax": lambda: torch.softmax(t, -1),
        "torch log-sum-exp": lambda: torch.logsumexp(t, -1),
        "torch cross-entropy": lambda: torch.nn.functional.cross_entropy(t, labels),
        "torch row summary": lambda: summary(t),
        "scipy softmax": lambda: special.softmax(x, axis=-1),
        "scipy log-sum-exp": lambda: special.logsumexp(x, axis=-1),
    }[f"{library} {operation}"]
    if with_torch:
        with with_torch:
            start = process_time()
            run()
            elapsed = process_time() - start
    else:
        start = process_time()
        run()
        elapsed = process_time() - start
    print(elapsed * 1000, flush=True)
