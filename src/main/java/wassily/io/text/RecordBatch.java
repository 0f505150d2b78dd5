package wassily.io.text;

import java.util.Arrays;

/** Some consecutive records of a text file: their characters end to end, and where cells end. */
final class RecordBatch {
  private char[] text;
  private int length;
  private int[] ends = new int[1024];
  private int cells;
  private int[] firstCell = new int[64];
  private long[] lines = new long[64];
  private int records;

  RecordBatch(int characters) {
    text = new char[characters + characters / 4];
  }

  /** Begins a record; cells of one that was not ended are forgotten. */
  void begin(long line) {
    cells = records == 0 ? 0 : firstCell[records];
    length = cells == 0 ? 0 : ends[cells - 1];
    if (records + 1 >= lines.length) {
      lines = Arrays.copyOf(lines, 2 * lines.length);
      firstCell = Arrays.copyOf(firstCell, 2 * firstCell.length);
    }
    lines[records] = line;
  }

  void add(char[] from, int offset, int count) {
    if (length + count > text.length) {
      text = Arrays.copyOf(text, Math.max(length + count, 2 * text.length));
    }
    System.arraycopy(from, offset, text, length, count);
    length += count;
    if (cells == ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
    ends[cells++] = length;
  }

  void end() {
    records++;
    firstCell[records] = cells;
  }

  int records() {
    return records;
  }

  int characters() {
    return length;
  }

  /** The line in the file where a record begins, from 1. */
  long line(int record) {
    return lines[record];
  }

  /** How many cells a record has. */
  int cells(int record) {
    return firstCell[record + 1] - firstCell[record];
  }

  /** A cell's text without blanks around it. */
  String text(int record, int cell) {
    int at = firstCell[record] + cell;
    int from = at == 0 ? 0 : ends[at - 1];
    return new String(text, from, ends[at] - from).strip();
  }

  /** A cell's number, NaN when it is none. */
  double number(int record, int cell) {
    int at = firstCell[record] + cell;
    return Decimals.parse(text, at == 0 ? 0 : ends[at - 1], ends[at]);
  }
}
