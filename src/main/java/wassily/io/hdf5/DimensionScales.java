package wassily.io.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the datasets that a dataset names as the scales of its dimensions.
 *
 * @param tree where to look
 */
record DimensionScales(Hdf5Tree tree) {
  /**
   * A path for each dimension.
   *
   * @param dataset whose scales
   * @param rank how many dimensions it has
   * @param list its attribute DIMENSION_LIST: addresses of the scales of each dimension, or null
   * @return "" where a dimension has no scale in the dataset's group or in one above it
   */
  List<String> of(String dataset, int rank, Object list) {
    var names = new ArrayList<String>();
    for (int i = 0; i < rank; i++) {
      boolean named =
          list != null
              && Array.getLength(list) > i
              && Array.get(list, i) instanceof long[] references
              && references.length > 0
              && references[0] >= 0;
      names.add(named ? at(dataset, ((long[]) Array.get(list, i))[0]) : "");
    }
    return names;
  }

  private String at(String dataset, long address) {
    for (String group = dataset; !group.isEmpty(); ) {
      group = group.substring(0, Math.max(0, group.lastIndexOf('/')));
      if (tree.find(group + "/").orElse(null) instanceof Group g) {
        for (var child : g.getChildren().entrySet()) {
          if (child.getValue() instanceof Dataset d && d.getAddress() == address) {
            return group + "/" + child.getKey();
          }
        }
      }
    }
    return "";
  }
}
