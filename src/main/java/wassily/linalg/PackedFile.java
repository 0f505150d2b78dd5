package wassily.linalg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A file inside a jar, with what is needed to recognize its copy.
 *
 * <p>Size and CRC-32 stand in the jar's directory, so a copy is checked without unpacking 40 MB
 * again. They find a damaged copy; against a forged one the folder's permissions protect.
 *
 * @param name the file's name, without folders
 * @param url where it is packed
 * @param size in bytes
 * @param crc CRC-32 of the content
 */
public record PackedFile(String name, URL url, long size, long crc) {
  /**
   * Reads what the jar says about a file; a file that is not in a jar is read itself.
   *
   * @param name the file's name, without folders
   * @param url where it is packed
   * @return its description
   * @throws IOException when it cannot be read
   */
  public static PackedFile at(String name, URL url) throws IOException {
    if (url.openConnection() instanceof JarURLConnection jar) {
      var entry = jar.getJarEntry();
      if (entry.getSize() >= 0 && entry.getCrc() >= 0) {
        return new PackedFile(name, url, entry.getSize(), entry.getCrc());
      }
    }
    try (var in = new CheckedInputStream(url.openStream(), new CRC32())) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return new PackedFile(name, url, size, in.getChecksum().getValue());
    }
  }

  /**
   * Reads the content.
   *
   * @return a stream, owned by the caller
   * @throws IOException when it cannot be read
   */
  public InputStream open() throws IOException {
    return url.openStream();
  }

  /**
   * Tells whether a file has this content.
   *
   * @param file any path
   * @return true when it is a file of this size and checksum
   * @throws IOException when it cannot be read
   */
  public boolean matches(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != size) {
      return false;
    }
    try (var in = new CheckedInputStream(Files.newInputStream(file), new CRC32())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue() == crc;
    }
  }
}
