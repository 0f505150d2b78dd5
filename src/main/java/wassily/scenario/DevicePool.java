package wassily.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Shape;

/**
 * Memory that batches use one after the other: fresh pages for every batch cost as much as what is
 * copied into them. What it holds is not zero.
 */
final class DevicePool implements AutoCloseable {
  private final Backend backend;
  private final List<DeviceMatrix> all = new ArrayList<>();
  private final Map<Shape, ArrayDeque<DeviceMatrix>> idle = new HashMap<>();

  DevicePool(Backend backend) {
    this.backend = backend;
  }

  /** Borrows a matrix, to be given back. */
  DeviceMatrix take(long rows, long columns) {
    var shape = new Shape(rows, columns);
    var waiting = idle.computeIfAbsent(shape, _ -> new ArrayDeque<>());
    if (waiting.isEmpty()) {
      DeviceMatrix fresh = backend.zeros(shape);
      all.add(fresh);
      return fresh;
    }
    return waiting.pop();
  }

  /** Takes back what was borrowed. */
  void giveBack(DeviceMatrix m) {
    idle.get(m.shape()).push(m);
  }

  @Override
  public void close() {
    all.forEach(DeviceMatrix::close);
    all.clear();
    idle.clear();
  }
}
