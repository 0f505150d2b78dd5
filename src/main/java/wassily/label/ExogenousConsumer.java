package wassily.label;

/**
 * A consumer outside the regions with one column of final demand: foreign export, a source's error
 * column.
 *
 * @param name the name, unique in the table and different from every region
 */
public record ExogenousConsumer(String name) implements Label {
  @Override
  public String label() {
    return name;
  }
}
