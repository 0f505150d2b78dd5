package wassily.linalg.cuda;

import jcuda.driver.CUdeviceptr;

/** An address of the device, for the calls that JCuda declares with a type of its own. */
final class DeviceAddress extends CUdeviceptr {
  /** To be set by a call. */
  DeviceAddress() {}

  /** JCuda has no constructor from a number, but adds an offset to every address. */
  DeviceAddress(long address) {
    super(new CUdeviceptr(), address);
  }

  long address() {
    return getNativePointer() + getByteOffset();
  }
}
