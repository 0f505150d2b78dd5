package wassily.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** JCuda's libraries as they are (CUDA 12), or with the needs of CUDA 13 written into them. */
final class RetargetedNatives {
  private static final List<String> NAMES =
      List.of("JCudaDriver", "JCublas2", "JCusolver", "JNvrtc");
  private static final Map<String, String> THIRTEEN =
      Map.of(
          "libcublas.so.12", "libcublas.so.13",
          "libcusolver.so.11", "libcusolver.so.12",
          "libcusolverMg.so.11", "libcusolverMg.so.12",
          "libnvrtc.so.12", "libnvrtc.so.13");
  private static final int VERSION_NEEDS = 0x6ffffffe; // SHT_GNU_verneed

  private RetargetedNatives() {}

  /** Puts the libraries under the names that JCuda looks for in {@code java.io.tmpdir}. */
  static void unpack(int cuda, Path folder) throws IOException {
    for (String name : NAMES) {
      String file = "lib" + name + "-12.6.0-linux-x86_64.so";
      try (var in = RetargetedNatives.class.getResourceAsStream("/lib/" + file)) {
        byte[] library = in.readAllBytes();
        if (cuda == 13) {
          THIRTEEN.forEach((from, to) -> rewrite(library, from, to));
        }
        Files.write(folder.resolve(file), library);
      }
    }
  }

  private static void rewrite(byte[] library, String from, String to) {
    byte[] old = (from + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] now = (to + "\0").getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at <= library.length - old.length; at++) {
      if (Arrays.equals(library, at, at + old.length, old, 0, old.length)) {
        System.arraycopy(now, 0, library, at, now.length);
      }
    }
    var elf = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    int sections = (int) elf.getLong(0x28);
    int size = elf.getShort(0x3A);
    for (int s = 0; s < elf.getShort(0x3C); s++) {
      int header = sections + s * size;
      if (elf.getInt(header + 4) == VERSION_NEEDS) {
        rewriteHashes(elf, (int) elf.getLong(header + 0x18), hash(from), hash(to));
      }
    }
  }

  private static void rewriteHashes(ByteBuffer elf, int firstFile, int from, int to) {
    for (int file = firstFile, step = -1; step != 0; file += step) {
      int version = file + elf.getInt(file + 8);
      for (int i = 0; i < elf.getShort(file + 2); i++) {
        if (elf.getInt(version) == from) {
          elf.putInt(version, to);
        }
        version += elf.getInt(version + 12);
      }
      step = elf.getInt(file + 12);
    }
  }

  /** The hash of symbol names in the ELF specification. */
  private static int hash(String name) {
    int h = 0;
    for (byte c : name.getBytes(StandardCharsets.US_ASCII)) {
      h = (h << 4) + c;
      int high = h & 0xf0000000;
      h = (h ^ (high >>> 24)) & ~high;
    }
    return h;
  }
}
