package wassily.account;

import static wassily.account.SmallAdjoint.STRESSOR;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wassily.label.TableAxes;
import wassily.table.MrioTable;

/**
 * A footprint that derivatives are taken of, and where a run over all consumers has the same
 * number.
 *
 * @param name which kind it is
 * @param target for the adjoint
 * @param number in a footprint of all consumers
 */
record FootprintNumber(String name, FootprintTarget target, Number number) {
  @FunctionalInterface
  interface Number {
    double in(Footprint f);
  }

  /** Each kind once, of {@link SmallAdjoint#table()}. */
  static Stream<FootprintNumber> ofEveryKind() throws IOException {
    try (MrioTable t = SmallAdjoint.table()) {
      TableAxes axes = t.axes();
      int e = axes.regions().size();
      int consumers = axes.consumers();
      var cba = FootprintTarget.consumption("D_cba:r", axes, 2);
      return Stream.of(
          new FootprintNumber("D_cba", cba, f -> f.cba(STRESSOR, 2)),
          new FootprintNumber(
              "D_cba of all",
              FootprintTarget.consumption("D_cba", axes, IntStream.range(0, e).toArray()),
              f -> IntStream.range(0, e).mapToDouble(s -> f.cba(STRESSOR, s)).sum()),
          new FootprintNumber(
              "D_cba of exports",
              FootprintTarget.consumption("D_cba:export", axes, e),
              f -> f.exogenous(STRESSOR, 0)),
          new FootprintNumber("a category", cba.ofCategories(axes, 1), f -> f.cba(STRESSOR, 2, 1)),
          new FootprintNumber(
              "a product", cba.ofProducts(axes, 3), f -> f.cbaByProduct(STRESSOR, 2, 3)),
          new FootprintNumber(
              "a producer", cba.ofProducers(axes, 0), f -> f.cbaByProducer(STRESSOR, 2, 0)),
          new FootprintNumber("a flow", cba.from(axes, 4), f -> f.flow(STRESSOR, 4, 2)),
          // ΣF of a region does not know of Z; what it emits for all consumers does.
          new FootprintNumber(
              "D_pba",
              FootprintTarget.production("D_pba:r", axes, 1),
              f ->
                  IntStream.range(0, consumers).mapToDouble(s -> f.flow(STRESSOR, 1, s)).sum()
                      + f.direct(STRESSOR, 1)));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
