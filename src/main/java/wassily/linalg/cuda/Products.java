package wassily.linalg.cuda;

import wassily.linalg.DeviceBatch;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Shape;

/** Products of matrices, with other matrices and with diagonals. */
final class Products {
  private final CudaSession card;

  Products(CudaSession card) {
    this.card = card;
  }

  void multiply(double alpha, DeviceBlock a, DeviceBlock b, double beta, DeviceBlock out) {
    RowMajorCuda.Block left = block(a);
    RowMajorCuda.Block right = block(b);
    RowMajorCuda.Block product = block(out);
    DeviceBlock.requireProduct(a, b, out);
    card.work(
        "product",
        blas -> blas.multiply(out.shape(), a.shape().columns(), alpha, left, right, beta, product));
  }

  private RowMajorCuda.Block block(DeviceBlock b) {
    return new RowMajorCuda.Block(
        card.own(b.matrix()).address() + b.offset() * Double.BYTES,
        b.rowStride(),
        b.isTransposed());
  }

  void multiplyBatched(DeviceBatch a, DeviceBatch b, DeviceBatch out) {
    RowMajorCuda.Block left = block(a);
    RowMajorCuda.Block right = block(b);
    RowMajorCuda.Block product = block(out);
    DeviceBatch.requireProducts(a, b, out);
    card.work(
        "batched product",
        blas ->
            blas.multiplyBatched(
                out.shape(),
                a.columns(),
                out.count(),
                left,
                right,
                product,
                a.batchStride(),
                b.batchStride(),
                out.batchStride()));
  }

  private RowMajorCuda.Block block(DeviceBatch b) {
    return new RowMajorCuda.Block(
        card.own(b.matrix()).address() + b.offset() * Double.BYTES, b.rowStride(), false);
  }

  void diagonalMinus(double[] d, DeviceMatrix z) {
    CudaMatrix m = card.own(z);
    if (!m.shape().equals(new Shape(d.length, d.length))) {
      throw new IllegalArgumentException(
          "diagonal of %d numbers minus a matrix of %s".formatted(d.length, m.shape()));
    }
    withVector(
        d,
        m,
        (vector, blas) ->
            card.kernels()
                .launch(
                    "m0.cu", "m0", m.shape().elements(), m.address(), vector, m.shape().rows()));
  }

  void scaleRows(double[] by, DeviceMatrix m) {
    CudaMatrix mine = card.own(m);
    requireFactors(by.length, mine.shape().rows(), "rows", mine);
    withVector(by, mine, (vector, blas) -> blas.scaleRows(vector, mine.address(), mine.shape()));
  }

  void scaleColumns(double[] by, DeviceMatrix m) {
    CudaMatrix mine = card.own(m);
    requireFactors(by.length, mine.shape().columns(), "columns", mine);
    withVector(by, mine, (vector, blas) -> blas.scaleColumns(vector, mine.address(), mine.shape()));
  }

  private interface VectorWork {
    void on(long vector, RowMajorCuda blas);
  }

  private void withVector(double[] v, CudaMatrix m, VectorWork work) {
    m.address();
    if (m.shape().elements() == 0) {
      return;
    }
    card.work(
        "scaling",
        blas -> {
          try (var scope = new Scope()) {
            var vector = scope.own(card.context().upload(v, "a vector of " + v.length));
            work.on(vector.address(), blas);
            card.context().finish();
          }
        });
  }

  private static void requireFactors(int found, long expected, String what, CudaMatrix m) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%d factors for the %s of a matrix of %s".formatted(found, what, m.shape()));
    }
  }
}
