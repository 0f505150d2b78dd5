package wassily.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import wassily.label.Axis;
import wassily.label.Sector;

/**
 * The sectors of a generated table and what each is like.
 *
 * @param templates S templates, in the order of the rows; a split one stands once for each branch
 * @param branches how many branches the template of each sector was split into
 * @param axis the labels
 */
record GeneratedSectors(List<SectorTemplate> templates, int[] branches, Axis<Sector> axis) {

  /**
   * The S most important sectors; above 42, every sector is split into branches, the most important
   * ones first.
   */
  static GeneratedSectors of(int count) {
    var templates = new ArrayList<SectorTemplate>();
    var labels = new ArrayList<Sector>();
    var branches = new int[count];
    int all = SectorTemplate.values().length;
    for (SectorTemplate t : SectorTemplate.values()) {
      int copies = count / all + (t.rank <= count % all ? 1 : 0);
      for (int b = 1; b <= copies; b++) {
        String name = copies == 1 ? t.label : t.label + ", branch " + b;
        branches[labels.size()] = copies;
        labels.add(
            new Sector(
                name,
                String.format(Locale.ROOT, "%02d", labels.size() + 1),
                Map.of("group", t.kind.group)));
        templates.add(t);
      }
    }
    return new GeneratedSectors(
        List.copyOf(templates), branches, Axis.of("sector", List.copyOf(labels)));
  }

  int size() {
    return templates.size();
  }

  SectorTemplate get(int sector) {
    return templates.get(sector);
  }
}
