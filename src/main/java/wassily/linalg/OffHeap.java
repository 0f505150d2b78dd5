package wassily.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory from the operating system.
 *
 * <p>Large blocks are mapped, not taken from {@code malloc}: fresh pages are zero already (Java's
 * own allocation writes 1.38 GB of zeros with one thread first), and huge pages are asked for.
 */
final class OffHeap {
  /** Below this size Java's own allocation is as good. */
  private static final long MAPPED_FROM = 1 << 20;

  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int MADV_HUGEPAGE = 14;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle MMAP =
      handle(
          "mmap",
          FunctionDescriptor.of(
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle MUNMAP =
      handle(
          "munmap",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
  private static final MethodHandle MADVISE =
      handle(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private OffHeap() {}

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), type);
  }

  /**
   * Allocates zeroed memory.
   *
   * @param arena decides how long it lives
   * @param bytes how much
   * @return the memory, 64-byte aligned at least
   */
  static MemorySegment allocate(Arena arena, long bytes) {
    if (bytes < MAPPED_FROM) {
      return arena.allocate(Math.max(bytes, 1), 64).asSlice(0, bytes);
    }
    try {
      var raw =
          (MemorySegment)
              MMAP.invokeExact(
                  MemorySegment.NULL, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
      if (raw.address() == -1L) {
        throw new BackendException.OutOfMemory(
            "the operating system refused %,d bytes of memory; available now: %,d bytes"
                .formatted(bytes, HostMemory.available()));
      }
      // Advice only: where huge pages are off the call fails and nothing is lost.
      int ignored = (int) MADVISE.invokeExact(raw, bytes, MADV_HUGEPAGE);
      return raw.reinterpret(bytes, arena, s -> release(s, bytes));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void release(MemorySegment s, long bytes) {
    try {
      int status = (int) MUNMAP.invokeExact(s, bytes);
      if (status != 0) {
        throw new AssertionError("munmap of " + bytes + " bytes failed");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
