"""Prints a two-dimensional array of a result with its labels: print_array.py FILE NAME."""
import sys
import h5py

with h5py.File(sys.argv[1], "r") as f:
    d = f["response/" + sys.argv[2]]
    rows, columns = (
        [t.decode() if isinstance(t, bytes) else t for t in d.dims[i][0][:]] for i in (0, 1))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            print(row, column, repr(float(d[i, j])), sep="\t")
