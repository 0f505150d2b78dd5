package wassily.linalg.cuda;

import java.lang.foreign.Arena;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/** A matrix of a device, as a new one on the host. */
final class PlainDownload {
  private PlainDownload() {}

  static HostMatrix of(DeviceMatrix m) {
    var host = HostMatrix.allocate(Arena.ofAuto(), m.shape().rows(), m.shape().columns());
    m.download(host);
    return host;
  }
}
