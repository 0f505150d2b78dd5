package wassily.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import wassily.linalg.BackendInfo;

/** What something ran on, as JSON. */
final class BackendJson {
  private BackendJson() {}

  static void put(ObjectNode node, BackendInfo info) {
    node.put("name", info.name())
        .put("device", info.device())
        .put("library", info.library())
        .put("threads", info.threads());
  }
}
