package wassily.account;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import java.io.IOException;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.table.BadDataException;

/**
 * Z that refuses NaN and infinity while it is read, so that a bad cell is named by its labels
 * instead of spreading through the factors. One more look at each panel while it is in the cache:
 * no second pass over the file.
 */
record FiniteSource(MatrixSource z, TableAxes axes) implements MatrixSource {
  @Override
  public Shape shape() {
    return z.shape();
  }

  @Override
  public String origin() {
    return z.origin();
  }

  @Override
  public void read(long firstRow, HostMatrix into) throws IOException {
    z.read(firstRow, into);
    var segment = into.segment();
    long count = into.shape().elements();
    // x·0 is 0 for every finite x and NaN otherwise: one sum tells whether all are finite.
    double sum = 0;
    for (long i = 0; i < count; i++) {
      sum += segment.get(JAVA_DOUBLE_UNALIGNED, i * Double.BYTES) * 0.0;
    }
    if (Double.isNaN(sum)) {
      refuse(firstRow, into);
    }
  }

  private void refuse(long firstRow, HostMatrix panel) {
    for (long i = 0; i < panel.rows(); i++) {
      for (long j = 0; j < panel.columns(); j++) {
        double value = panel.get(i, j);
        if (!Double.isFinite(value)) {
          throw new BadDataException(
              "%s: Z[%s, %s] is %s; every cell has to be a finite number"
                  .formatted(
                      origin(),
                      axes.rowLabel(Math.toIntExact(firstRow + i)),
                      axes.rowLabel(Math.toIntExact(j)),
                      value));
        }
      }
    }
  }
}
