"""Writes MATLAB v7.3 files as MATLAB R2017b lays them out: python write_matlab.py FOLDER OUT.

Every FOLDER/NAME.txt is a matrix of numbers. Beside them the file gets what MATLAB tables come
with: labels as char and cell arrays, a struct, other number types, and things that are no matrices.
"""

import pathlib
import sys

import h5py
import numpy as np

folder, out = map(pathlib.Path, sys.argv[1:])
matrices = {p.stem: np.loadtxt(p, delimiter=",", ndmin=2) for p in sorted(folder.glob("*.txt"))}


def classed(dataset, name, **more):
    dataset.attrs["MATLAB_class"] = np.bytes_(name)
    for key, value in more.items():
        dataset.attrs[key] = value
    return dataset


def put(group, name, matrix, kind="double"):
    """MATLAB stores column by column, so HDF5 sees the transpose; larger matrices are chunked."""
    stored = np.ascontiguousarray(matrix.T)
    packed = {"chunks": tuple(max(1, n // 2) for n in stored.shape), "compression": 3}
    return classed(
        group.create_dataset(name, data=stored, **(packed if stored.size > 20 else {})), kind
    )


def units(text):
    return np.frombuffer(text.encode("utf-16-le"), dtype="<u2").reshape(-1, 1)


def cells(group, name, texts):
    refs = file.require_group("#refs#")
    places = np.empty((1, len(texts)), dtype=h5py.ref_dtype)
    for i, text in enumerate(texts):
        cell = refs.create_dataset(f"{name}{i}", data=units(text))
        places[0, i] = classed(cell, "char", MATLAB_int_decode=np.int32(2)).ref
    classed(group.create_dataset(name, data=places, dtype=h5py.ref_dtype), "cell")


with h5py.File(out, "w", userblock_size=512) as file:
    for name, matrix in matrices.items():
        put(file, name, matrix)
    struct = file.create_group("data")
    struct.attrs["MATLAB_class"] = np.bytes_("struct")
    for name, matrix in matrices.items():
        put(struct, name, matrix)
    put(file, "Z_single", matrices["Z"].astype("f4"), "single")
    put(file, "Z_int32", np.rint(matrices["Z"]).astype("i4"), "int32")
    put(file, "pop_uint8", np.array([[3, 4]], dtype="u1"), "uint8")

    cells(file, "cities", ["北京", "São Paulo"])
    lines = np.array([list(s.ljust(8)) for s in ("farms", "industry", "services")])
    chars = np.vectorize(ord)(lines).astype("<u2")
    classed(
        file.create_dataset("sectors", data=np.ascontiguousarray(chars.T)),
        "char",
        MATLAB_int_decode=np.int32(2),
    )

    sparse = file.create_group("Z_sparse")
    sparse.attrs["MATLAB_class"] = np.bytes_("double")
    sparse.attrs["MATLAB_sparse"] = np.uint64(6)
    sparse["data"] = np.ones(1)
    sparse["ir"] = np.zeros(1, dtype="u8")
    sparse["jc"] = np.array([0, 1, 1, 1, 1, 1, 1], dtype="u8")
    imaginary = np.zeros((6, 6), dtype=[("real", "f8"), ("imag", "f8")])
    classed(file.create_dataset("Z_complex", data=imaginary), "double")
    empty = file.create_dataset("Z_empty", data=np.zeros(2, dtype="u8"))
    classed(empty, "double", MATLAB_empty=np.uint8(1))
    classed(file.create_dataset("names_string", data=np.zeros((1, 6), dtype="u4")), "string")
    classed(file.create_dataset("Z_3d", data=np.zeros((2, 6, 6))), "double")

with open(out, "r+b") as file:
    text = b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Jan 01 00:00:00 2018"
    text += b" HDF5 schema 1.00 ."
    file.write(text.ljust(116) + bytes(8) + b"\x00\x02IM")
