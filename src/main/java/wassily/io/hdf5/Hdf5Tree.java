package wassily.io.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.links.ExternalLink;
import java.util.Optional;
import wassily.table.BadDataException;

/**
 * Finds objects by path.
 *
 * <p>Links are followed here, not by jHDF: it resolves relative soft links from the root of the
 * file, follows cycles until the stack ends, and opens whatever file an external link names.
 */
final class Hdf5Tree {
  /** HDF5's own limit of links in a path is 16. */
  private static final int MOST_LINKS = 16;

  private final String file;
  private final HdfFile root;

  Hdf5Tree(String file, HdfFile root) {
    this.file = file;
    this.root = root;
  }

  /** The object at a path, or empty; to be called inside {@link JhdfGuard}. */
  Optional<Node> find(String path) {
    return find(root, "/", path, MOST_LINKS);
  }

  private Optional<Node> find(Group start, String startPath, String path, int linksLeft) {
    Node at = path.startsWith("/") ? root : start;
    Group above = start;
    String abovePath = path.startsWith("/") ? "/" : startPath;
    for (String name : path.split("/")) {
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (!(at instanceof Group group)) {
        return Optional.empty();
      }
      above = group;
      Node child = group.getChild(name);
      if (child instanceof Link link) {
        Optional<Node> target = follow(link, above, abovePath, linksLeft - 1);
        if (target.isEmpty()) {
          return target;
        }
        child = target.get();
      }
      if (child == null) {
        return Optional.empty();
      }
      at = child;
      abovePath = abovePath + name + "/";
    }
    return Optional.of(at);
  }

  private Optional<Node> follow(Link link, Group above, String abovePath, int linksLeft) {
    String where = file + ":" + abovePath + link.getName();
    if (link instanceof ExternalLink) {
      throw new BadDataException(
          "%s: is a link to another file (%s), which is not followed; open that file"
              .formatted(where, link.getTargetPath()));
    }
    if (linksLeft < 0) {
      throw new BadDataException(where + ": soft links lead in a circle");
    }
    return find(above, abovePath, link.getTargetPath(), linksLeft);
  }
}
