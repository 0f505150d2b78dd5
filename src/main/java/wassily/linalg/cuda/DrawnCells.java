package wassily.linalg.cuda;

import java.util.List;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.FewRowShapes;
import wassily.linalg.Shape;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.DrawKey;

/** Draws on the device, as {@link wassily.linalg.Backend#perturb} says. */
final class DrawnCells {
  private static final String FILE = "draws.cu";

  private final CudaSession card;

  DrawnCells(CudaSession card) {
    this.card = card;
  }

  void draw(DeviceMatrix source, List<BlockDraw> draws, DeviceMatrix out) {
    CudaMatrix from = card.own(source);
    CudaMatrix to = card.own(out);
    FewRowShapes.requireDraws(from.shape(), draws, to.shape());
    long first = from.address();
    long target = to.address();
    Shape shape = to.shape();
    if (shape.elements() == 0) {
      return;
    }
    card.work(
        "draws",
        _ -> {
          try (var scope = new Scope()) {
            if (draws.isEmpty() && first != target) {
              card.context().copy(first, target, shape.bytes());
            }
            long read = first;
            for (BlockDraw draw : draws) {
              launch(scope, read, target, shape, draw);
              read = target;
            }
            card.context().finish();
          }
        });
  }

  private void launch(Scope scope, long from, long to, Shape shape, BlockDraw draw) {
    CellDraws cells = draw.cells();
    DrawKey key = draw.key();
    CudaContext context = card.context();
    card.kernels()
        .launch(
            FILE,
            "perturb",
            shape.rows() * Math.ceilDiv(shape.columns(), 2),
            from,
            to,
            shape.rows(),
            shape.columns(),
            scope.own(context.upload(cells.rowClass(), "classes of rows")).address(),
            scope.own(context.upload(cells.columnClass(), "classes of columns")).address(),
            cells.classes(),
            scope.own(context.upload(cells.first(), "first parameters")).address(),
            scope.own(context.upload(cells.second(), "second parameters")).address(),
            cells.distribution().ordinal(),
            cells.by().ordinal(),
            cells.block(),
            key.seed(),
            key.stream(),
            key.draw());
  }
}
