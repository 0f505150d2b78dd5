package wassily.io.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How numbers and labels are written in text files.
 *
 * @param delimiter what stands between two cells; {@link #SNIFF} to find it in the first line
 * @param charset the characters' encoding: UTF-8, GB18030
 * @param headerRows lines of column labels before the numbers, {@link #AUTO} to find out; a further
 *     line that only names the index columns (as pandas writes it) is not counted
 * @param indexColumns columns of row labels before the numbers, {@link #AUTO} to find out
 * @param emptyIsZero whether an empty cell stands for 0; otherwise it is an error
 */
public record TextFormat(
    char delimiter, Charset charset, int headerRows, int indexColumns, boolean emptyIsZero) {
  /** The delimiter is found in the first line. */
  public static final char SNIFF = 0;

  /** The number is found by looking at the first lines. */
  public static final int AUTO = -1;

  /** UTF-8, all else found out, empty cells refused. */
  public static final TextFormat DEFAULT =
      new TextFormat(SNIFF, StandardCharsets.UTF_8, AUTO, AUTO, false);

  /**
   * The same, where empty cells stand for 0.
   *
   * @return a format with {@code emptyIsZero}
   */
  public TextFormat withEmptyAsZero() {
    return new TextFormat(delimiter, charset, headerRows, indexColumns, true);
  }

  /**
   * The same for files whose header and index are known.
   *
   * @param headerRows lines of column labels
   * @param indexColumns columns of row labels
   * @return a format with these
   */
  public TextFormat withLayout(int headerRows, int indexColumns) {
    return new TextFormat(delimiter, charset, headerRows, indexColumns, emptyIsZero);
  }

  /**
   * The same in another encoding.
   *
   * @param charset the encoding
   * @return a format with this encoding
   */
  public TextFormat withCharset(Charset charset) {
    return new TextFormat(delimiter, charset, headerRows, indexColumns, emptyIsZero);
  }
}
