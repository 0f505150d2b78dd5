"""Writes HDF5 files in many layouts; every number follows from its row and column (see Foreign.java).

value(i, j) = ((i * 31 + j * 17) % 251) - 100, plus 0.25 * (j % 4) for floating point.
"""
import sys

import h5py
import numpy as np

folder = sys.argv[1]


def values(rows, columns, dtype="<f8"):
    i, j = np.indices((rows, columns))
    a = ((i * 31 + j * 17) % 251 - 100).astype("f8")
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        a = a + 0.25 * (j % 4)
    if dtype.kind == "u":
        a = np.abs(a)
    return a.astype(dtype)


def path(name):
    return folder + "/" + name + ".h5"


R, C = 67, 45

for version, latest in (("old", "earliest"), ("new", "latest")):
    with h5py.File(path("layouts_" + version), "w", libver=latest) as f:
        f["contiguous"] = values(R, C)
        for t in (">f8", "<f4", ">f4", "<f2", "<i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8",
                  "<u1", "<u2", ">u4", "<u8"):
            f["type_" + t.replace("<", "le_").replace(">", "be_")] = values(R, C, t)
        f["vector"] = values(1, C)[0]
        f["cube"] = values(R, C).reshape(R, 5, 9)
        f["scalar"] = 42.5
        chunked = dict(data=values(R, C), chunks=(16, 10))
        f.create_dataset("chunks_none", **chunked)
        f.create_dataset("chunks_gzip", compression="gzip", **chunked)
        f.create_dataset("chunks_shuffle", shuffle=True, **chunked)
        f.create_dataset("chunks_shuffle_gzip", shuffle=True, compression="gzip", **chunked)
        f.create_dataset("chunks_lzf", compression="lzf", **chunked)
        f.create_dataset("chunks_shuffle_lzf", shuffle=True, compression="lzf", **chunked)
        f.create_dataset("chunks_fletcher", fletcher32=True, **chunked)
        f.create_dataset("chunks_all", fletcher32=True, shuffle=True, compression="gzip", **chunked)
        f.create_dataset("chunks_single", data=values(R, C), chunks=(R, C), compression="gzip")
        f.create_dataset("chunks_tall", data=values(R, C), chunks=(R, 3), compression="gzip")
        f.create_dataset("chunks_wide", data=values(R, C), chunks=(1, C), shuffle=True,
                         compression="gzip")
        f.create_dataset("chunks_many", data=values(R, C), chunks=(1, 2))
        f.create_dataset("chunks_grow1", maxshape=(None, C), compression="gzip", **chunked)
        f.create_dataset("chunks_grow2", maxshape=(None, None), compression="gzip", **chunked)
        f.create_dataset("chunks_type_f4", data=values(R, C, ">f4"), chunks=(16, 10), shuffle=True,
                         compression="gzip")
        f.create_dataset("chunks_type_i2", data=values(R, C, "<i2"), chunks=(16, 10), shuffle=True,
                         compression="gzip")
        f.create_dataset("chunks_cube", data=values(R, C).reshape(R, 5, 9), chunks=(7, 2, 4),
                         compression="gzip", shuffle=True)
        f.create_dataset("chunks_vector", data=values(1, C)[0], chunks=(7,), compression="gzip")
        # Early allocation without filters has an implicit index.
        dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        dcpl.set_chunk((16, 10))
        dcpl.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        d = h5py.h5d.create(f.id, b"chunks_early", h5py.h5t.IEEE_F64LE,
                            h5py.h5s.create_simple((R, C)), dcpl)
        h5py.Dataset(d)[...] = values(R, C)
        dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        dcpl.set_layout(h5py.h5d.COMPACT)
        d = h5py.h5d.create(f.id, b"compact", h5py.h5t.IEEE_F64LE,
                            h5py.h5s.create_simple((R, C)), dcpl)
        h5py.Dataset(d)[...] = values(R, C)
        # Holes: only rows 16..31 are written; the rest has the fill value.
        for name, fill in (("holes_seven", 7.0), ("holes_nan", np.nan), ("holes_zero", None)):
            d = f.create_dataset(name, (R, C), "<f8", chunks=(16, 10), compression="gzip",
                                 fillvalue=fill)
            d[16:32] = values(R, C)[16:32]
        d = f.create_dataset("holes_many", (R, C), "<f8", chunks=(1, 1), fillvalue=7.0)
        d[16:32] = values(R, C)[16:32]
        d = f.create_dataset("holes_grow2", (R, C), "<f8", chunks=(16, 10), compression="gzip",
                             fillvalue=7.0, maxshape=(None, None))
        d[16:32] = values(R, C)[16:32]
        f.create_dataset("unwritten", (R, C), "<f8", fillvalue=7.0)
        f.create_dataset("unwritten_chunks", (R, C), "<f8", chunks=(16, 10), fillvalue=7.0)
        f.create_dataset("empty", (0, C), "<f8")
        # A chunk whose mask says that a filter was left out.
        d = f.create_dataset("masked", (16, 20), "<f8", chunks=(16, 10), shuffle=True,
                             compression="gzip")
        d[...] = values(16, 20)
        d.id.write_direct_chunk((0, 0), values(16, 20)[:, :10].tobytes(), 3)
        import zlib
        d.id.write_direct_chunk((0, 10), zlib.compress(np.ascontiguousarray(
            values(16, 20)[:, 10:]).tobytes()), 1)
        # Strings of all kinds.
        labels = ["Łódź", "北京", "", "a | b", "x" * 300]
        f.create_dataset("strings_vlen", data=labels, dtype=h5py.string_dtype())
        f.create_dataset("strings_fixed", data=[s.encode() for s in labels],
                         dtype=h5py.string_dtype(length=300))
        f.create_dataset("strings_ascii", data=np.array([b"one", b"two  ", b""], dtype="S5"))
        f.create_dataset("strings_chunked", data=labels, dtype=h5py.string_dtype(), chunks=(2,),
                         compression="gzip")
        f.create_dataset("strings_scalar", data="just one", dtype=h5py.string_dtype())
        g = f.create_group("group")
        g["inside"] = values(R, C)
        g["soft_relative"] = h5py.SoftLink("inside")
        g["soft_up"] = h5py.SoftLink("/contiguous")
        f["inside"] = values(2, 2)  # what a relative link must not find
        f["soft_broken"] = h5py.SoftLink("/nothing")
        f["soft_circle"] = h5py.SoftLink("/soft_circle2")
        f["soft_circle2"] = h5py.SoftLink("/soft_circle")
        f["external"] = h5py.ExternalLink("layouts_new.h5" if version == "old" else
                                          "layouts_old.h5", "/contiguous")
        f.attrs["text"] = "Ünïcode"
        f.attrs["text_fixed"] = np.bytes_("fixed")
        f.attrs["texts"] = ["a", "b"]
        f.attrs["number"] = 3.5
        f.attrs["integer"] = np.int32(-7)
        f.attrs["array1"] = np.array([2017], dtype="i8")
        f.attrs["array2"] = np.array([1, 2], dtype="i8")
        f["null"] = h5py.Empty("f8")
        f.create_dataset("absurd", (1 << 28, 1 << 28), "<f8", fillvalue=1.0)
        f["compound"] = np.zeros(3, dtype=[("a", "f8"), ("b", "i4")])
        f["big_integer"] = np.array([2 ** 53 + 1, 1], dtype="i8")
        f["bool"] = np.array([True, False])
        f["longdouble"] = np.zeros(3, dtype=np.longdouble)
        f.create_dataset("scaleoffset", data=values(R, C, "<i4"), chunks=(16, 10), scaleoffset=0)

with h5py.File(path("grow_hole"), "w", libver="latest") as f:
    d = f.create_dataset("holes_grow1", (R, C), "<f8", chunks=(16, 10), compression="gzip",
                         fillvalue=7.0, maxshape=(None, C))
    d[16:32] = values(R, C)[16:32]

# A type that has a name of its own.
with h5py.File(path("committed"), "w") as f:
    f["type"] = np.dtype("<f8")
    f.create_dataset("data", data=values(R, C), dtype=f["type"])

# A fixed array of more than 1,024 chunks is paged; only its last page is written.
with h5py.File(path("paged"), "w", libver="latest") as f:
    d = f.create_dataset("holes_paged", (R, C), "<f8", chunks=(1, 1), fillvalue=7.0)
    d[60:] = values(R, C)[60:]
    d = f.create_dataset("paged", (R, C), "<f8", chunks=(1, 1), compression="gzip")
    d[...] = values(R, C)

# As MATLAB writes v7.3: a user block of 512 bytes, column-major data, text as uint16.
with h5py.File(path("matlab"), "w", userblock_size=512, libver="earliest") as f:
    z = f.create_dataset("Z", data=values(R, C).T)
    z.attrs["MATLAB_class"] = np.bytes_("double")
    z = f.create_dataset("Zc", data=values(R, C).T, chunks=(10, 16), shuffle=True,
                         compression="gzip")
    z.attrs["MATLAB_class"] = np.bytes_("double")
    t = f.create_dataset("title", data=np.array([[ord(c)] for c in "表 table"], dtype="u2"))
    t.attrs["MATLAB_class"] = np.bytes_("char")
    # char(['ab ';'cde']) is 2 x 3, stored as 3 x 2.
    t = f.create_dataset("lines", data=np.array([[97, 99], [98, 100], [32, 101]], dtype="u2"))
    t.attrs["MATLAB_class"] = np.bytes_("char")
    refs = f.create_group("#refs#")
    cells = []
    for k, text in enumerate(["North", "南方", ""]):
        if text:
            c = refs.create_dataset("c%d" % k, data=np.array([[ord(x)] for x in text], dtype="u2"))
        else:
            c = refs.create_dataset("c%d" % k, data=np.array([0, 0], dtype="u8"))
            c.attrs["MATLAB_empty"] = np.uint8(1)
        c.attrs["MATLAB_class"] = np.bytes_("char")
        cells.append(c.ref)
    names = f.create_dataset("names", (1, 3), dtype=h5py.ref_dtype)
    names[0] = cells
    names.attrs["MATLAB_class"] = np.bytes_("cell")
with open(path("matlab"), "r+b") as raw:
    raw.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64")

# For truncation: raw data at the end of the file.
with h5py.File(path("cut_contiguous"), "w") as f:
    f["a"] = values(R, C)
    f["b"] = values(300, C)
with h5py.File(path("cut_chunked"), "w", libver="latest") as f:
    f.create_dataset("a", data=values(300, C), chunks=(16, 10), compression="gzip", shuffle=True,
                     fletcher32=True)
    f.create_dataset("b", data=values(300, C), chunks=(16, 10))
with h5py.File(path("cut_btree"), "w") as f:
    f.create_dataset("a", data=values(300, C), chunks=(16, 10), compression="gzip", shuffle=True)
    f.create_dataset("b", data=values(300, C), chunks=(16, 10))
