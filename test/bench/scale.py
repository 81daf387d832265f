"""
What an evaluation of a billion rows on Dask would take, from what some millions take here: seconds of one core, bytes from
worker to worker, bytes to whoever asked. Prints one line a size. `python3 scale.py FOLDER_OF_KERNEL_FILE CLASSES SIZE…`
"""
import json
import os
import resource
import sys
import time
import types

import cloudpickle
import dask
import dask.array as da
import numpy as np

#: Rows × classes of a block.
BLOCK_NUMBERS = 2_500_000


def main():
    path = os.path.join(sys.argv[1], "logitscope_kernel.py")
    k = types.ModuleType("_logitscope")
    exec(compile(open(path, encoding="utf-8").read(), path, "exec"), k.__dict__)
    classes = int(sys.argv[2])
    BLOCK = BLOCK_NUMBERS // classes

    def block(block_info=None):
        (start, stop) = block_info[None]["array-location"][0]
        random = np.random.default_rng(start)
        return random.normal(size=(stop - start, classes)).astype(np.float32) * 2

    def ids(block_info=None):
        (start, stop) = block_info[None]["array-location"][0]
        return np.random.default_rng(start + 1).integers(0, classes, stop - start)

    for rows in map(int, sys.argv[3:]):
        chunks = (BLOCK,) * (rows // BLOCK)
        x = da.map_blocks(block, chunks=(chunks, (classes,)), dtype=np.float32)
        y = da.map_blocks(ids, chunks=(chunks,), dtype=np.int64)
        with dask.config.set(scheduler="synchronous"):
            start = time.process_time()
            dask.compute(*[part.to_delayed().ravel().tolist() for part in (x, y)]) if rows <= 1_000_000 else None
            made = time.process_time() - start
            start = time.process_time()
            answer = k.evaluate_dask(x, y, {"temperature": 1}, {})
            seconds = time.process_time() - start
        place = {None: {"array-location": [(0, BLOCK)]}}
        sums, columns = k.first_look((block(place), ids(place), None), 0, {"temperature": 1})
        print(json.dumps({
            "rows": rows, "classes": classes, "seconds": round(seconds, 2), "making": round(made, 2),
            "secondsPerMillion": round(seconds / rows * 1e6, 3), "answerBytes": len(k.to_json(answer)),
            "sumsBytesPerBlock": len(cloudpickle.dumps(sums)), "columnBytesPerRow": round(len(cloudpickle.dumps(columns)) / BLOCK, 1),
            "rankedBytesPerRow": round(len(cloudpickle.dumps(k.ranges_of(columns, np.linspace(0.2, 0.9, 31)))) / BLOCK, 1),
            "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        }), flush=True)


if __name__ == "__main__":
    main()
