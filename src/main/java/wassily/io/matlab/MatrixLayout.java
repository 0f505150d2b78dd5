package wassily.io.matlab;

/** In which order a file stores a matrix. HDF5 does not say; whoever wrote the file knows. */
public enum MatrixLayout {
  /** Column after column, as MATLAB, Julia and Fortran write: every matrix is read transposed. */
  COLUMNS,
  /** Row after row, as h5py, C and Java write. */
  ROWS;

  /** The word for it on the command line: "columns" or "rows". */
  @Override
  public String toString() {
    return this == COLUMNS ? "columns" : "rows";
  }

  MatrixLayout other() {
    return this == COLUMNS ? ROWS : COLUMNS;
  }
}
