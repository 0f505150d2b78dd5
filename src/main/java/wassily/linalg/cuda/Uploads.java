package wassily.linalg.cuda;

import java.io.IOException;
import java.io.InterruptedIOException;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;

/** Matrices that come to the card: the memory for them, and its return when that fails. */
final class Uploads {
  private final CudaSession card;

  Uploads(CudaSession card) {
    this.card = card;
  }

  /** Copies a matrix of the host. */
  CudaMatrix of(HostMatrix m) {
    try {
      return of(m, Progress.NONE, CudaSession.callerOnly(m));
    } catch (IOException e) {
      throw new IllegalStateException("a matrix in memory cannot fail to be read", e);
    }
  }

  /** Reads a matrix from its source. */
  CudaMatrix of(MatrixSource source, Progress progress) throws IOException {
    return of(source, progress, false);
  }

  private CudaMatrix of(MatrixSource source, Progress progress, boolean callerOnly)
      throws IOException {
    CudaMatrix to = card.allocate(source.shape(), false);
    long bytes = to.shape().bytes();
    try (var task = progress.begin("reading " + source.origin(), bytes)) {
      if (bytes > 0) {
        card.clock()
            .time(
                "upload",
                bytes,
                () -> {
                  card.panels().upload(source, to.address(), task, callerOnly);
                  return null;
                });
      }
      return to;
    } catch (Throwable e) {
      to.closeAfter(e);
      switch (e) {
        case IOException io -> throw io;
        case RuntimeException r -> throw r;
        case Error error -> throw error;
        default -> {
          Thread.currentThread().interrupt();
          throw (IOException)
              new InterruptedIOException("reading " + source.origin() + " was interrupted")
                  .initCause(e);
        }
      }
    }
  }
}
