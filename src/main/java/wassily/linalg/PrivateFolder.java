package wassily.linalg;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder that nobody else can write to, into which native libraries are unpacked.
 *
 * <p>Code that is loaded from a folder shared with others can be replaced by them; so the shared
 * temporary folder itself is never used.
 */
public final class PrivateFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final boolean temporary;

  private PrivateFolder(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * The user's cache folder, or a private temporary folder where there is none that can be written.
   *
   * @param environment XDG_CACHE_HOME and HOME are read from it
   * @param name what is kept there, with its version
   * @return the folder, owned by the caller
   * @throws BackendException.Absent when the folder belongs to somebody else or others may write to
   *     it
   * @throws IOException when no folder can be made at all
   */
  public static PrivateFolder open(Map<String, String> environment, String name)
      throws IOException {
    Path cache = cacheHome(environment).resolve("wassily");
    try {
      makePrivate(cache);
      makePrivate(cache.resolve(name));
      return new PrivateFolder(cache.resolve(name), false);
    } catch (IOException unwritable) {
      try {
        return new PrivateFolder(Files.createTempDirectory("wassily-"), true);
      } catch (IOException e) {
        e.addSuppressed(unwritable);
        throw e;
      }
    }
  }

  /** The XDG rule: a path that is not absolute is ignored. */
  private static Path cacheHome(Map<String, String> environment) {
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    if (cache.isAbsolute()) {
      return cache;
    }
    Path home = Path.of(environment.getOrDefault("HOME", ""));
    return (home.isAbsolute() ? home : Path.of(System.getProperty("user.home"))).resolve(".cache");
  }

  private static void makePrivate(Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      refuseShared(folder);
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(folder + " cannot be written");
    }
  }

  private static void refuseShared(Path folder) throws IOException {
    Object owner = Files.getAttribute(folder, "unix:uid");
    Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    if (!owner.equals(me)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new BackendException.Absent(
          "%s belongs to user %s with permissions %s, expected yours (user %s) and writable for nobody else, since code is loaded from it; remove it or set XDG_CACHE_HOME"
              .formatted(folder, owner, PosixFilePermissions.toString(permissions), me));
    }
  }

  /**
   * Where it is.
   *
   * @return the folder
   */
  public Path path() {
    return path;
  }

  /**
   * Makes sure that a file is there, whole. Safe when several processes do it at once: the file
   * appears under its name only when complete, and one that is in use is replaced, not overwritten.
   *
   * @param content what it must be
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path unpack(PackedFile content) throws IOException {
    return place(content.name(), content::matches, content::open);
  }

  /**
   * The same for a file whose content is made here.
   *
   * @param name the file's name
   * @param content what it must be
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path write(String name, byte[] content) throws IOException {
    return place(
        name,
        file -> Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content),
        () -> new ByteArrayInputStream(content));
  }

  private interface Check {
    boolean matches(Path file) throws IOException;
  }

  private interface Content {
    InputStream open() throws IOException;
  }

  private Path place(String name, Check check, Content content) throws IOException {
    Path file = path.resolve(name);
    if (check.matches(file)) {
      return file;
    }
    Path part = Files.createTempFile(path, name, ".part");
    try {
      // Into the file that is there: it is the user's alone, whatever the umask.
      try (var in = content.open();
          var out = Files.newOutputStream(part)) {
        in.transferTo(out);
      }
      if (!check.matches(part)) {
        throw new IOException(name + " was not unpacked whole into " + path);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return file;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Deletes a temporary folder: libraries that are loaded need their files no more.
   *
   * @throws IOException when a file cannot be deleted
   */
  @Override
  public void close() throws IOException {
    if (temporary) {
      List<Path> files;
      try (var listed = Files.list(path)) {
        files = listed.toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(path);
    }
  }
}
