package wassily.linalg;

import java.util.Arrays;

/**
 * Which group each index of an axis belongs to: region-sectors to regions, columns to consumers.
 *
 * <p>An index may belong to no group, and a group may be empty. The identity, each index a group of
 * its own, is known as such: no sum is made for it.
 */
public final class AxisGroups {
  /** Index → group, −1 for none; null for the identity. */
  private final int[] groups;

  private final int size;
  private final int count;

  /** Where the members of each group begin in {@link #members}; null for the identity. */
  private final int[] starts;

  /** Indices by group, ascending in each. */
  private final int[] members;

  private AxisGroups(int[] groups, int size, int count, int[] starts, int[] members) {
    this.groups = groups;
    this.size = size;
    this.count = count;
    this.starts = starts;
    this.members = members;
  }

  /**
   * Groups by index.
   *
   * @param groups the group of each index, −1 for none; copied
   * @param count how many groups there are; numbers from 0 to count − 1 are allowed
   * @return the groups
   */
  public static AxisGroups of(int[] groups, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(count + " groups");
    }
    var starts = new int[count + 1];
    for (int i = 0; i < groups.length; i++) {
      int g = groups[i];
      if (g < -1 || g >= count) {
        throw new IllegalArgumentException(
            "index %d is in group %d, expected −1 to %d".formatted(i, g, count - 1));
      }
      if (g >= 0) {
        starts[g + 1]++;
      }
    }
    for (int g = 0; g < count; g++) {
      starts[g + 1] += starts[g];
    }
    var next = Arrays.copyOf(starts, count);
    var members = new int[starts[count]];
    for (int i = 0; i < groups.length; i++) {
      if (groups[i] >= 0) {
        members[next[groups[i]]++] = i;
      }
    }
    return new AxisGroups(groups.clone(), groups.length, count, starts, members);
  }

  /**
   * Each index a group of its own.
   *
   * @param size length of the axis
   * @return as many groups
   */
  public static AxisGroups identity(int size) {
    return new AxisGroups(null, size, size, null, null);
  }

  /**
   * All indices in one group.
   *
   * @param size length of the axis
   * @return one group
   */
  public static AxisGroups total(int size) {
    return of(new int[size], 1);
  }

  /**
   * Consecutive indices in groups of one length, as region-sectors are in regions.
   *
   * @param count how many groups
   * @param each how many indices in each
   * @return groups of an axis of count · each indices
   */
  public static AxisGroups consecutive(int count, int each) {
    var groups = new int[Math.multiplyExact(count, each)];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = i / each;
    }
    return of(groups, count);
  }

  /**
   * The length of the axis.
   *
   * @return how many indices there are
   */
  public int size() {
    return size;
  }

  /**
   * The number of groups.
   *
   * @return how many, empty ones too
   */
  public int count() {
    return count;
  }

  /**
   * Whether each index is a group of its own.
   *
   * @return true when made by {@link #identity}
   */
  public boolean isIdentity() {
    return groups == null;
  }

  /**
   * The group of an index.
   *
   * @param index 0-based
   * @return its group, −1 for none
   */
  public int groupOf(int index) {
    return isIdentity() ? index : groups[index];
  }

  /**
   * Where each group begins among the members. Not for the identity.
   *
   * @return count + 1 numbers, a copy
   */
  public int[] starts() {
    return starts.clone();
  }

  /**
   * The indices that are in a group, group by group, ascending in each. Not for the identity.
   *
   * @return a copy
   */
  public int[] members() {
    return members.clone();
  }

  /**
   * Refuses a sum that cannot be.
   *
   * @param m the shape of what is summed
   * @param rows groups of its rows
   * @param columns groups of its columns
   * @param out the shape of the sums
   * @throws IllegalArgumentException naming the shapes
   */
  public static void requireFit(Shape m, AxisGroups rows, AxisGroups columns, Shape out) {
    if (!m.equals(new Shape(rows.size, columns.size))
        || !out.equals(new Shape(rows.count, columns.count))) {
      throw new IllegalArgumentException(
          "sums of a matrix of %s by groups of %s into %s of %s"
              .formatted(
                  m,
                  new Shape(rows.size, columns.size),
                  new Shape(rows.count, columns.count),
                  out));
    }
  }

  @Override
  public String toString() {
    return isIdentity() ? "each of %d".formatted(size) : "%d groups of %d".formatted(count, size);
  }
}
