package wassily.result;

import java.util.List;

/**
 * A list that belongs to a result: the classes of a plan, the scenarios that failed.
 *
 * @param name its name in the file: "plan", "failure"
 * @param columns its columns, all of one length, at least one
 */
public record ResultTable(String name, List<Column> columns) {
  /** Copies, and refuses columns of different lengths. */
  public ResultTable {
    columns = List.copyOf(columns);
    if (columns.stream().mapToInt(Column::size).distinct().count() != 1) {
      throw new IllegalArgumentException(name + ": columns of different lengths, or none");
    }
  }

  /** A column. */
  public sealed interface Column {
    /**
     * What stands over it.
     *
     * @return its name
     */
    String name();

    /**
     * How long it is.
     *
     * @return the number of rows
     */
    int size();
  }

  /**
   * Texts.
   *
   * @param name what stands over it
   * @param values one for each row
   */
  public record Texts(String name, List<String> values) implements Column {
    /** Copies. */
    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public int size() {
      return values.size();
    }
  }

  /**
   * Numbers.
   *
   * @param name what stands over it
   * @param values one for each row
   */
  public record Numbers(String name, List<Double> values) implements Column {
    /** Copies. */
    public Numbers {
      values = List.copyOf(values);
    }

    @Override
    public int size() {
      return values.size();
    }
  }

  /**
   * How many rows there are.
   *
   * @return the length of every column
   */
  public int rows() {
    return columns.getFirst().size();
  }

  /**
   * A column of texts.
   *
   * @param column its name
   * @return its values
   * @throws IllegalArgumentException when there is no such column
   */
  public List<String> texts(String column) {
    return columns.stream()
        .filter(c -> c.name().equals(column))
        .filter(Texts.class::isInstance)
        .findFirst()
        .map(c -> ((Texts) c).values())
        .orElseThrow(() -> new IllegalArgumentException(name + " has no texts " + column));
  }

  /**
   * A column of numbers.
   *
   * @param column its name
   * @return its values
   * @throws IllegalArgumentException when there is no such column
   */
  public List<Double> numbers(String column) {
    return columns.stream()
        .filter(c -> c.name().equals(column))
        .filter(Numbers.class::isInstance)
        .findFirst()
        .map(c -> ((Numbers) c).values())
        .orElseThrow(() -> new IllegalArgumentException(name + " has no numbers " + column));
  }
}
