package wassily.linalg;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import wassily.linalg.draw.BlockDraw;
import wassily.progress.Progress;

/** A backend that has a name and does nothing. */
record NamedBackend(String name) implements Backend {
  @Override
  public BackendInfo info() {
    return new BackendInfo(name, "none", "none", 1);
  }

  @Override
  public void requireMemory(long bytes, String what) {}

  @Override
  public DeviceMatrix zeros(Shape shape) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DeviceMatrix upload(HostMatrix m) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DeviceMatrix upload(MatrixSource source, Progress progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void repeatRows(DeviceMatrix base, DeviceMatrix out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scaleCells(DeviceMatrix m, int repeat, int[] columns, double[] factors) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void lowerCells(DeviceMatrix m, int[] columns, HostMatrix benchmark, double[] strengths) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void groupedDots(
      DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups columns, DeviceMatrix out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OptionalLong firstNotFinite(DeviceMatrix m) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void multiply(double alpha, DeviceBlock a, DeviceBlock b, double beta, DeviceBlock out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void multiplyBatched(DeviceBatch a, DeviceBatch b, DeviceBatch out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void aggregate(DeviceMatrix m, AxisGroups rows, AxisGroups columns, DeviceMatrix out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LargeCells largeCells(
      double[] f, DeviceMatrix x, double[] y, double threshold, long from, int most) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void perturb(DeviceMatrix source, List<BlockDraw> draws, DeviceMatrix out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void multiplyRows(
      HostMatrix rows, DeviceMatrix m, HostMatrix out, Optional<HostMatrix> absolute) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SingleMatrix toSingle(DeviceMatrix m) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void multiplyRows(HostMatrix rows, SingleMatrix m, HostMatrix out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double[] cells(DeviceMatrix m, long[] at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void diagonalMinus(double[] d, DeviceMatrix z) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scaleRows(double[] by, DeviceMatrix m) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scaleColumns(double[] by, DeviceMatrix m) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Pivoting pivoting() {
    return Pivoting.AUTO;
  }

  @Override
  public Factorization factorize(DeviceMatrix m, Pivoting how) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
