package wassily.label;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An ordered set of distinct labels, for example the regions of a table in the order of its rows.
 *
 * <p>Two axes are equal when they hold equal labels in the same order; matrices are combined only
 * over equal axes, which catches permuted sectors.
 *
 * @param <T> the kind of label
 */
public final class Axis<T extends Label> implements Iterable<T> {
  private final String name;
  private final List<T> labels;
  private final Map<String, Integer> position;

  private Axis(String name, List<T> labels) {
    this.name = name;
    this.labels = List.copyOf(labels);
    this.position = HashMap.newHashMap(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      String text = labels.get(i).label();
      if (text.isBlank()) {
        throw new IllegalArgumentException(name + " " + (i + 1) + " has a blank label");
      }
      Integer first = position.put(text, i);
      if (first != null) {
        throw new IllegalArgumentException(
            "duplicate %s \"%s\": entries %d and %d".formatted(name, text, first + 1, i + 1));
      }
    }
  }

  /**
   * Makes an axis.
   *
   * @param <T> the kind of label
   * @param name what the labels are, in the singular: "region"
   * @param labels the labels, in order
   * @return the axis
   * @throws IllegalArgumentException when a label is blank or stands twice
   */
  public static <T extends Label> Axis<T> of(String name, List<T> labels) {
    return new Axis<>(name, labels);
  }

  /**
   * What the labels are.
   *
   * @return a noun in the singular
   */
  public String name() {
    return name;
  }

  /**
   * The labels in order.
   *
   * @return an unmodifiable list
   */
  public List<T> labels() {
    return labels;
  }

  /**
   * The texts of the labels in order.
   *
   * @return an unmodifiable list
   */
  public List<String> texts() {
    return labels.stream().map(Label::label).toList();
  }

  /**
   * How many labels there are.
   *
   * @return the length of the axis
   */
  public int size() {
    return labels.size();
  }

  /**
   * The label at a position.
   *
   * @param index 0-based
   * @return the label
   */
  public T get(int index) {
    return labels.get(index);
  }

  /**
   * Where a label stands.
   *
   * @param text the label's text
   * @return its 0-based position, or empty
   */
  public OptionalInt find(String text) {
    Integer at = position.get(text);
    return at == null ? OptionalInt.empty() : OptionalInt.of(at);
  }

  @Override
  public Iterator<T> iterator() {
    return labels.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Axis<?> a && name.equals(a.name) && labels.equals(a.labels);
  }

  @Override
  public int hashCode() {
    return labels.hashCode();
  }

  @Override
  public String toString() {
    return name + "[" + labels.size() + "]";
  }
}
