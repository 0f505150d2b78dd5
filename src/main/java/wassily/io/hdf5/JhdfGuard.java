package wassily.io.hdf5;

import java.io.IOException;
import wassily.table.BadDataException;

/**
 * Calls jHDF on bytes that nobody has checked.
 *
 * <p>On damaged files jHDF throws its own HdfException, but also ArithmeticException,
 * NegativeArraySizeException, BufferUnderflowException and others, and even two errors: it
 * allocates what a damaged size field asks for before it looks at the length of the file
 * (OutOfMemoryError), and it follows cycles without end (StackOverflowError). All of them mean that
 * the file is damaged.
 */
final class JhdfGuard {
  private JhdfGuard() {}

  /** A call of jHDF. */
  @FunctionalInterface
  interface Call<T> {
    T call() throws IOException;
  }

  /**
   * Calls, and says in words what failed.
   *
   * @param where file and object: "table.h5:/Z"
   * @param call what to do
   * @return what the call returned
   * @throws BadDataException when jHDF cannot make sense of the bytes
   * @throws IOException when the operating system failed
   */
  static <T> T guarded(String where, Call<T> call) throws IOException {
    try {
      return call.call();
    } catch (BadDataException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        // "Trying to read more bytes than available" is jHDF's own end of file.
        if (t instanceof IOException io && !String.valueOf(io.getMessage()).startsWith("Trying")) {
          throw io;
        }
      }
      throw new BadDataException(
          "%s: damaged, or made with an HDF5 feature that is not supported (%s); try: h5repack -f NONE -l CONTI in.h5 out.h5"
              .formatted(where, innermost(e)),
          e);
    }
  }

  private static String innermost(Throwable e) {
    Throwable t = e;
    while (t.getCause() != null) {
      t = t.getCause();
    }
    String text = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
    return text.replaceAll("\\s+", " ");
  }
}
