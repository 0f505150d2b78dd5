package wassily.linalg.cuda;

import jcuda.Pointer;

/**
 * An address as JCuda wants it, of the host or of the device, of any size.
 *
 * <p>JCuda's own ways to a pointer end at 2 GB ({@code ByteBuffer}) or copy arrays.
 */
final class NativeAddress extends Pointer {
  /** To be set by a call. */
  NativeAddress() {}

  NativeAddress(long address) {
    super(address);
  }

  long address() {
    return getNativePointer() + getByteOffset();
  }
}
