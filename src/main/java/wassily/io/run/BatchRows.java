package wassily.io.run;

import java.io.IOException;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.scenario.ResponseShape;

/** One response of consecutive batches, read from their files. */
final class BatchRows implements MatrixSource {
  private final Kept kept;
  private final int response;
  private final List<BatchFile> batches;
  private final Shape shape;

  /** Rows of one entry: the product of all its axes but the last. */
  private final long entryRows;

  BatchRows(Kept kept, int response, List<BatchFile> batches) {
    this.kept = kept;
    this.response = response;
    this.batches = batches;
    ResponseShape r = kept.plan().responses().get(response);
    long columns = kept.axes(r).getLast().labels().size();
    entryRows = columns == 0 ? 0 : kept.entryCells(r) / columns;
    long entries = batches.stream().mapToLong(b -> kept.entries(r, b.batch())).sum();
    shape = new Shape(entries * entryRows, columns);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void read(long firstRow, HostMatrix into) throws IOException {
    ResponseShape r = kept.plan().responses().get(response);
    long before = 0;
    for (BatchFile b : batches) {
      long rows = kept.entries(r, b.batch()) * entryRows;
      long from = Math.max(firstRow, before);
      long to = Math.min(firstRow + into.rows(), before + rows);
      if (from < to) {
        b.read(
            kept,
            response,
            (from - before) * shape.columns(),
            into.panel(from - firstRow, to - from).segment());
      }
      before += rows;
    }
  }
}
