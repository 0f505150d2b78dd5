package wassily.io.text;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.function.LongConsumer;
import wassily.table.BadDataException;

/** Cuts a text file into records and cells (RFC 4180 quoting), batch by batch. */
final class RecordReader implements AutoCloseable {
  private final TextFile file;
  private final Charset charset;
  private final Handler handler = new Handler();
  private final CsvReader<Boolean> csv;
  private final Iterator<Boolean> records;

  RecordReader(TextFile file, char delimiter, Charset charset, LongConsumer read)
      throws IOException {
    this.file = file;
    this.charset = charset;
    this.csv =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .skipEmptyLines(true)
            .build(handler, file.reader(charset, read));
    this.records = csv.iterator();
  }

  /**
   * Reads on.
   *
   * @param characters about how many characters make a batch; a batch ends with a record
   * @return the next records; none at the end of the file
   * @throws IOException when the file cannot be read
   */
  RecordBatch next(int characters) throws IOException {
    return next(characters, 0);
  }

  /**
   * Reads on, until there are enough characters and enough records.
   *
   * @param characters about how many characters make a batch
   * @param least how many records are wanted at least
   * @return the next records; fewer at the end of the file
   * @throws IOException when the file cannot be read
   */
  RecordBatch next(int characters, int least) throws IOException {
    var batch = new RecordBatch(characters);
    handler.batch = batch;
    try {
      while ((batch.characters() < characters || batch.records() < least) && records.hasNext()) {
        records.next();
      }
      return batch;
    } catch (UncheckedIOException e) {
      throw file.explain(e.getCause(), charset);
    } catch (CsvParseException e) {
      // FastCSV wraps what it meets: an I/O failure, or quotes that do not match.
      if (e.getCause() instanceof UncheckedIOException io) {
        throw file.explain(io.getCause(), charset);
      }
      if (e.getCause() instanceof IOException io) {
        throw file.explain(io, charset);
      }
      var cause = e.getCause() == null ? e : e.getCause();
      throw new BadDataException(
          "%s line %d: %s".formatted(file.name(), handler.line, cause.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }

  /** Copies cells into the batch under way; no text of a cell is made until it is asked for. */
  private static final class Handler extends CsvCallbackHandler<Boolean> {
    private RecordBatch batch;
    private RecordType type = RecordType.DATA;
    private int fields;
    private long line;

    @Override
    protected RecordType getRecordType() {
      return type;
    }

    @Override
    protected int getFieldCount() {
      return fields;
    }

    @Override
    protected void beginRecord(long startingLine) {
      line = startingLine;
      fields = 0;
      type = RecordType.DATA;
      batch.begin(startingLine);
    }

    @Override
    protected void addField(char[] buffer, int offset, int count, boolean quoted) {
      fields++;
      batch.add(buffer, offset, count);
    }

    @Override
    protected void setComment(char[] buffer, int offset, int count) {
      type = RecordType.COMMENT;
    }

    @Override
    protected void setEmpty() {
      type = RecordType.EMPTY;
    }

    @Override
    protected Boolean buildRecord() {
      batch.end();
      return Boolean.TRUE;
    }
  }
}
