package dev.rondel.coordinator.compat.chord;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.util.List;

/** The bodies of the toy, named as it names them. */
final class ChordBodies {

  private ChordBodies() {}

  record NodeIdBody(@JsonProperty("node_id") @Schema(example = "node_3000") String nodeId) {}

  record ItemKeyBody(@JsonProperty("item_key") @Schema(example = "hello") String itemKey) {}

  record Created(@JsonProperty("created_node") String createdNode) {}

  record Removed(@JsonProperty("removed_node") String removedNode) {}

  record Item(String node, String succ, String pred) {}

  record Slots(
      List<String> nodes, List<BigInteger> slots, @JsonProperty("max_slot") BigInteger maxSlot) {}

  record Invalid(List<Detail> detail) {}

  record Detail(List<String> loc, String msg, String type) {}
}
