package wassily.io.text;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/**
 * Streams the numbers of a text file: one thread decompresses and cuts cells, the others turn them
 * into numbers; besides the target only a few batches are in memory.
 *
 * <p>The same error is reported for any number of threads: the first one in the file.
 */
final class MatrixScan {
  /** Large enough to keep a worker busy for about a millisecond, small beside a matrix. */
  private static final int BATCH_CHARACTERS = 1 << 18;

  private final TextFile file;
  private final Layout layout;
  private final TextFormat format;
  private final Target target;
  private Header header;
  private long rows;

  private MatrixScan(TextFile file, Layout layout, TextFormat format, Target target) {
    this.file = file;
    this.layout = layout;
    this.format = format;
    this.target = target;
  }

  /** Takes the numbers. */
  interface Target {
    /**
     * Begins; once, before any row.
     *
     * @param header the labels above the numbers
     */
    void begin(Header header);

    /**
     * Decides where a row goes; called in the order of the file by the reading thread.
     *
     * @param row 0-based number of the row
     * @param line its line in the file, from 1
     * @param labels its labels, one for each index column
     * @return a number that is handed to {@link #put}
     */
    long place(long row, long line, List<String> labels);

    /**
     * Stores a row; called by any thread.
     *
     * @param place what {@link #place} returned
     * @param values its numbers; the array is used again
     */
    void put(long place, double[] values);

    /**
     * A cell in words, where the file itself has no labels.
     *
     * @param place what {@link #place} returned
     * @param column 0-based number of the column of numbers
     * @return labels of row and column, "" to take those of the file
     */
    default String cell(long place, int column) {
      return "";
    }

    /**
     * Ends; once, after all rows were stored.
     *
     * @param rows how many there were
     */
    void end(long rows);
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param layout where its numbers begin
   * @param format how they are written
   * @param threads how many threads turn text into numbers
   * @param progress told how many bytes were read
   * @param target takes the numbers
   * @throws BadDataException when a cell is no number or a line has too few or too many cells
   * @throws IOException when it cannot be read
   */
  static void read(
      TextFile file,
      Layout layout,
      TextFormat format,
      int threads,
      Progress progress,
      Target target)
      throws IOException {
    var scan = new MatrixScan(file, layout, format, target);
    try (var task = progress.begin("reading " + file.name(), file.bytes());
        var reader = new RecordReader(file, layout.delimiter(), format.charset(), task::advance)) {
      if (threads <= 1 || file.bytes() < BATCH_CHARACTERS) {
        scan.run(reader, null, 1);
      } else {
        try (var pool =
            Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory())) {
          scan.run(reader, pool, threads);
        }
      }
    }
  }

  private void run(RecordReader reader, ExecutorService pool, int threads) throws IOException {
    var running = new ArrayDeque<Future<?>>();
    boolean more = true;
    while (more) {
      try {
        more = readBatch(reader, pool, running);
      } catch (BadDataException e) {
        // An earlier line may have an error that a worker has not come to yet.
        awaitAll(running);
        throw e;
      }
      while (running.size() > 2 * threads) {
        await(running.poll());
      }
    }
    awaitAll(running);
    target.end(rows);
  }

  private boolean readBatch(
      RecordReader reader, ExecutorService pool, ArrayDeque<Future<?>> running) throws IOException {
    // Header lines alone may be longer than a batch; they are read together with the first row.
    int least = header == null ? layout.headerRows() + 2 : 0;
    RecordBatch batch = reader.next(BATCH_CHARACTERS, least);
    int first = header == null ? readHeader(batch) : 0;
    if (batch.records() > first) {
      submit(batch, first, pool, running);
    }
    return batch.records() > 0;
  }

  private static void awaitAll(ArrayDeque<Future<?>> running) throws IOException {
    while (!running.isEmpty()) {
      await(running.poll());
    }
  }

  private static void await(Future<?> work) throws IOException {
    try {
      work.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException r -> throw r;
        case Error r -> throw r;
        default -> throw new IOException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading was interrupted", e);
    }
  }

  /** Places the rows of a batch in order, then leaves the numbers to a worker. */
  private void submit(
      RecordBatch batch, int first, ExecutorService pool, ArrayDeque<Future<?>> running) {
    var places = new long[batch.records()];
    int index = layout.indexColumns();
    int wanted = index + header.columns().size();
    int good = first;
    BadDataException bad = null;
    for (int r = first; r < batch.records() && bad == null; r++) {
      try {
        places[r] = place(batch, r, index, wanted);
        good++;
      } catch (BadDataException e) {
        bad = e;
      }
    }
    int last = good;
    if (pool == null) {
      numbers(batch, first, last, places);
    } else {
      running.add(pool.submit(() -> numbers(batch, first, last, places)));
    }
    if (bad != null) {
      throw bad;
    }
  }

  private long place(RecordBatch batch, int r, int index, int wanted) {
    if (batch.cells(r) != wanted) {
      throw new BadDataException(
          "%s line %d: %d cells, expected %d (%d label(s) and %d numbers, as in its first line)"
              .formatted(
                  file.name(), batch.line(r), batch.cells(r), wanted, index, wanted - index));
    }
    return target.place(rows++, batch.line(r), labels(batch, r, index));
  }

  private static List<String> labels(RecordBatch batch, int r, int index) {
    var labels = new String[index];
    for (int k = 0; k < index; k++) {
      labels[k] = batch.text(r, k);
    }
    return List.of(labels);
  }

  private void numbers(RecordBatch batch, int first, int last, long[] places) {
    int index = layout.indexColumns();
    var values = new double[header.columns().size()];
    for (int r = first; r < last; r++) {
      for (int c = 0; c < values.length; c++) {
        double v = batch.number(r, index + c);
        values[c] = Double.isNaN(v) ? notANumber(batch, r, c, places[r]) : v;
      }
      target.put(places[r], values);
    }
  }

  private double notANumber(RecordBatch batch, int r, int c, long place) {
    int index = layout.indexColumns();
    String found = batch.text(r, index + c);
    if (found.isEmpty() && format.emptyIsZero()) {
      return 0;
    }
    String cell = target.cell(place, c);
    if (cell.isEmpty()) {
      String row = index == 0 ? "" : "row \"" + Header.join(labels(batch, r, index)) + "\", ";
      cell = row + "column \"" + header.column(c) + "\"";
    }
    throw new BadDataException(
        "%s line %d, %s: %s"
            .formatted(
                file.name(),
                batch.line(r),
                cell,
                found.isEmpty()
                    ? "the cell is empty, expected a number (if empty cells stand for 0, say so with --empty-as-zero)"
                    : "found \"%s\", expected a finite number such as -12.5 or 1e-3"
                        .formatted(found)));
  }

  /** Reads the header out of the first batch; returns the first record with numbers. */
  private int readHeader(RecordBatch batch) {
    int lines = layout.headerRows() + (layout.namesRow() ? 1 : 0);
    if (batch.records() <= lines) {
      throw new BadDataException(
          "%s: no numbers below its header of %d line(s)".formatted(file.name(), lines));
    }
    int index = layout.indexColumns();
    int columns = batch.cells(0) - index;
    if (columns <= 0) {
      throw new BadDataException(
          "%s: %d column(s), expected %d of labels and at least one of numbers"
              .formatted(file.name(), batch.cells(0), index));
    }
    for (int r = 1; r < layout.headerRows(); r++) {
      if (batch.cells(r) != batch.cells(0)) {
        throw new BadDataException(
            "%s line %d: the header has %d cells here and %d in its first line"
                .formatted(file.name(), batch.line(r), batch.cells(r), batch.cells(0)));
      }
    }
    var labels = new ArrayList<List<String>>(columns);
    for (int c = 0; c < columns; c++) {
      var parts = new String[layout.headerRows()];
      for (int r = 0; r < parts.length; r++) {
        parts[r] = batch.text(r, index + c);
      }
      labels.add(List.of(parts));
    }
    var levelNames = new ArrayList<String>();
    for (int r = 0; r < layout.headerRows(); r++) {
      levelNames.add(layout.headerRows() > 1 && index > 0 ? batch.text(r, 0) : "");
    }
    List<String> indexNames =
        layout.namesRow()
            ? labels(batch, lines - 1, index)
            : layout.headerRows() == 1 ? labels(batch, 0, index) : Collections.nCopies(index, "");
    header = new Header(file.name(), indexNames, levelNames, labels);
    target.begin(header);
    return lines;
  }
}
