package wassily.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import wassily.table.BadDataException;

/** The first bytes of a file: whether it is HDF5, and what else it looks like. */
final class FileSignature {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private FileSignature() {}

  /**
   * Refuses what is not HDF5.
   *
   * @param path the file, for the message
   * @param channel its bytes
   * @throws BadDataException that says what the file looks like
   */
  static void require(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    // The signature stands at 0, 512, 1024, 2048, …: behind a user block.
    for (long at = 0; at + HDF5.length <= size; at = at == 0 ? 512 : 2 * at) {
      if (Arrays.equals(first(channel, at, HDF5.length), HDF5)) {
        return;
      }
    }
    byte[] head = first(channel, 0, 16);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String found;
    if (size == 0) {
      found = "is empty";
    } else if (text.startsWith("MATLAB 5.0")) {
      found =
          "is a MATLAB file of version 7 or older, not HDF5; save it in MATLAB with save(..., '-v7.3')";
    } else if (text.startsWith("CDF")) {
      found = "is a netCDF file of the classic format, not HDF5; convert it with: nccopy -k nc4";
    } else if (text.startsWith("\u001f\u008b") || text.startsWith("PK")) {
      found = "is a compressed file, not HDF5; unpack it, or import it as text";
    } else {
      found = "is not an HDF5 file";
    }
    throw new BadDataException(path + ": " + found);
  }

  private static byte[] first(FileChannel channel, long at, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at + buffer.position());
      if (count < 0) {
        break;
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
