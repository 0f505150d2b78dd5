package wassily.linalg.cuda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import wassily.linalg.BackendException;
import wassily.linalg.PrivateFolder;

/**
 * Compiled kernels in the user's private cache folder, so that only the first process compiles.
 *
 * <p>A file is the SHA-256 of an image and then the image; its name holds the SHA-256 of all that
 * the image was made from. One that is not whole, or that others may write to, counts as missing.
 */
final class KernelFiles {
  private static final int HASH_BYTES = 32;
  private static final String FOLDER = "kernels";

  private final Map<String, String> environment;

  /**
   * Kernels of a user.
   *
   * @param environment XDG_CACHE_HOME and HOME are read from it
   */
  KernelFiles(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The name of an image.
   *
   * @param file the kernel file
   * @param source what stands in it
   * @param compiler the compiler with its version
   * @param options what it is told, the architecture among it
   * @return the same name for the same input only
   */
  static String name(String file, String source, String compiler, String... options) {
    MessageDigest hash = sha256();
    add(hash, source);
    add(hash, compiler);
    for (String option : options) {
      add(hash, option);
    }
    return "%s-%s".formatted(file, HexFormat.of().formatHex(hash.digest()));
  }

  /** With its length, so that nothing can move from one part to the next. */
  private static void add(MessageDigest hash, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    hash.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * An image from disk.
   *
   * @param name from {@link #name}
   * @return the image; empty when there is none that is whole
   * @throws BackendException.Absent when others may write to the folder
   */
  Optional<byte[]> read(String name) {
    try (var folder = PrivateFolder.open(environment, FOLDER)) {
      Path file = folder.path().resolve(name);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || isShared(file)) {
        return Optional.empty();
      }
      byte[] all = Files.readAllBytes(file);
      if (all.length <= HASH_BYTES) {
        return Optional.empty();
      }
      byte[] image = Arrays.copyOfRange(all, HASH_BYTES, all.length);
      byte[] hash = Arrays.copyOf(all, HASH_BYTES);
      return MessageDigest.isEqual(hash, sha256().digest(image))
          ? Optional.of(image)
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty(); // what cannot be read is compiled again
    }
  }

  private static boolean isShared(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /**
   * Keeps an image; it appears under its name only when complete.
   *
   * @param name from {@link #name}
   * @param image the image
   * @throws BackendException.Absent when others may write to the folder
   */
  void write(String name, byte[] image) {
    byte[] all =
        ByteBuffer.allocate(HASH_BYTES + image.length)
            .put(sha256().digest(image))
            .put(image)
            .array();
    try (var folder = PrivateFolder.open(environment, FOLDER)) {
      Path file = folder.path().resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isShared(file)) {
        Files.delete(file); // the right content in a file that others may still change
      }
      folder.write(name, all);
    } catch (IOException full) {
      // The image is in memory. A full disk costs the next process a second of compiling, and is no
      // reason to end this one.
    }
  }
}
