package wassily.linalg.cuda;

import wassily.linalg.AxisGroups;

/**
 * Sums over groups of rows, then over groups of columns, as {@link
 * wassily.linalg.Backend#aggregate} says. Each sum is made by one thread of the device, in
 * ascending order: no two threads ever add to the same number.
 */
final class GroupSums {
  /** Row sums that wait for their columns to be summed. */
  private static final long WORKSPACE_BYTES = 64L << 20;

  private static final String FILE = "group_sums.cu";

  private final CudaContext context;
  private final Kernels kernels;
  private final AxisGroups rows;
  private final AxisGroups columns;

  GroupSums(CudaContext context, Kernels kernels, AxisGroups rows, AxisGroups columns) {
    this.context = context;
    this.kernels = kernels;
    this.rows = rows;
    this.columns = columns;
  }

  /** The groups of one axis on the device. */
  private record Lists(long starts, long members) {}

  private Lists upload(AxisGroups groups, Scope scope) {
    int[] members = groups.members();
    var starts = scope.own(context.upload(groups.starts(), "groups"));
    // There is no block of 0 bytes; nothing is read from it when all groups are empty.
    var list = scope.own(context.upload(members.length == 0 ? new int[1] : members, "members"));
    return new Lists(starts.address(), list.address());
  }

  void sum(long m, long out) {
    long height = rows.size();
    long width = columns.size();
    if (rows.count() == 0 || columns.count() == 0) {
      return;
    }
    try (var scope = new Scope()) {
      if (rows.isIdentity() && columns.isIdentity()) {
        context.copy(m, out, height * width * Double.BYTES);
      } else if (columns.isIdentity()) {
        sumRows(upload(rows, scope), m, 0, rows.count(), out);
      } else if (rows.isIdentity()) {
        sumColumns(upload(columns, scope), m, height, out);
      } else {
        Lists byRow = upload(rows, scope);
        Lists byColumn = upload(columns, scope);
        long rowBytes = Math.max(1, width) * Double.BYTES;
        long most = Math.clamp(WORKSPACE_BYTES / rowBytes, 1, rows.count());
        var sums = scope.own(context.allocate(most * rowBytes, "sums of rows"));
        for (long first = 0; first < rows.count(); first += most) {
          long now = Math.min(most, rows.count() - first);
          sumRows(byRow, m, first, now, sums.address());
          sumColumns(byColumn, sums.address(), now, out + first * columns.count() * Double.BYTES);
        }
      }
      context.finish();
    }
  }

  private void sumRows(Lists groups, long m, long first, long count, long to) {
    long width = columns.size();
    kernels.launch(
        FILE,
        "sum_rows",
        count * width,
        m,
        to,
        groups.starts(),
        groups.members(),
        first,
        count,
        width);
  }

  private void sumColumns(Lists groups, long m, long height, long to) {
    kernels.launch(
        FILE,
        "sum_columns",
        height * columns.count(),
        m,
        to,
        groups.starts(),
        groups.members(),
        height,
        columns.size(),
        columns.count());
  }
}
