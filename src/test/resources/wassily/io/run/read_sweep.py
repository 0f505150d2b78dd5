"""Prints what h5py sees of a sweep's result."""
import json
import math
import sys

import h5py

with h5py.File(sys.argv[1]) as f:
    cba = f["response/D_cba"]
    print(json.dumps({
        "shape": cba.shape,
        "dims": [d[0].name.rsplit("/", 1)[-1] for d in cba.dims],
        "cell": [None if math.isnan(v) else v for v in cba[:, 2, 1]],
        "tech": list(f["response/design"][:, 0]),
        "levers": list(f["failure/lever"].asstr()),
        "paths": list(f["plan/path"].asstr()),
        "passed": bool(f["certificate"].attrs["passed"]),
    }))
