package wassily.io.hdf5;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import wassily.table.BadDataException;

/**
 * Names of groups, datasets and attributes.
 *
 * <p>HDF5 has paths, so a name cannot hold "/", and is not "." ; libhdf5 1.10 crashes on names of
 * 255 bytes, and jHDF damages the file. Names that come from users are therefore encoded like URLs,
 * as little as possible: "air/water" becomes "air%2Fwater".
 */
final class LinkNames {
  private static final int MOST_BYTES = 254;

  private LinkNames() {}

  /** Refuses a name that HDF5 cannot hold. */
  static void require(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MOST_BYTES) {
      throw new BadDataException(
          "the name \"%s\" has %d bytes, HDF5 takes 1 to %d; give it a shorter name"
              .formatted(name, bytes, MOST_BYTES));
    }
    if (name.contains("/") || name.equals(".") || name.indexOf('\0') >= 0) {
      throw new BadDataException("\"" + name + "\" cannot be a name in HDF5");
    }
  }

  /**
   * A user's name as the name of a link.
   *
   * @param name any text
   * @return the name with "%", "/", control characters and a leading "." encoded
   * @throws BadDataException when it is empty or too long
   */
  static String encode(String name) {
    var encoded = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c >= ' ' && c != '/' && c != '%' && c != 0x7f && !(c == '.' && i == 0);
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    require(encoded.toString());
    return encoded.toString();
  }

  /**
   * The inverse of {@link #encode}.
   *
   * @param link the name of a link
   * @return the user's name
   */
  static String decode(String link) {
    try {
      return URLDecoder.decode(link.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A percent sign that somebody else wrote.
      return link;
    }
  }
}
