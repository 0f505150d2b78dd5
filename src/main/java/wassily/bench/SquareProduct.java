package wassily.bench;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.timing.Spread;

/** Products of two square matrices of an order, one in every round. */
final class SquareProduct {
  private final int order;
  private final List<Double> seconds = new ArrayList<>();

  SquareProduct(int order) {
    this.order = order;
  }

  /** That of the matrices of a ceiling of products. */
  static int order(Ceiling product) {
    return Math.toIntExact(Math.round(Math.cbrt(product.work() / 2)));
  }

  static double operations(double order) {
    return 2 * order * order * order;
  }

  /** Zeros would be multiplied as fast, but need less power, so that a card's clock is higher. */
  static HostMatrix filled(int order) {
    var m = HostMatrix.allocate(Arena.ofAuto(), order, order);
    var row = new double[order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        row[j] = ((i * 31 + j * 17) % 1009) / 1009.0 - 0.5;
      }
      m.setRow(i, row);
    }
    return m;
  }

  /** Of the second of two: the first brings the library up, and is not counted. */
  double seconds(Backend backend) {
    HostMatrix m = filled(order);
    try (DeviceMatrix a = backend.upload(m);
        DeviceMatrix b = backend.upload(m);
        DeviceMatrix c = backend.zeros(new Shape(order, order))) {
      backend.multiply(a, b, c);
      long start = System.nanoTime();
      backend.multiply(a, b, c);
      return (System.nanoTime() - start) * 1e-9;
    }
  }

  void keep(double took) {
    seconds.add(took);
  }

  PhaseTimes times() {
    return new PhaseTimes(
        "products of order %,d".formatted(order),
        new Spread(seconds),
        operations(order),
        Optional.of(Ceiling.Kind.PRODUCT));
  }
}
