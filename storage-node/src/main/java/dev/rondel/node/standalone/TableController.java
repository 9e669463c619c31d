package dev.rondel.node.standalone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rondel.node.web.Bodies;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.proto.TransferProto;
import dev.rondel.ring.NodeId;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What nodes of tables ask of each other; clients join and leave with {@code /dht}. */
@Hidden
@RestController
@RequestMapping(TableClient.PATH)
final class TableController {

  /** A batch has a mebibyte, and one value beyond that, of which the largest has 64. */
  private static final DataSize LARGEST_BATCH = DataSize.ofMegabytes(66);

  private static final DataSize LARGEST_RING = DataSize.ofMegabytes(64);

  private final StandaloneNode self;
  private final Merge merge;
  private final Leave leave;
  private final Handover handover;

  TableController(StandaloneNode self, Merge merge, Leave leave, Handover handover) {
    this.self = self;
    this.merge = merge;
    this.leave = leave;
    this.handover = handover;
  }

  @GetMapping
  TableInfo info() {
    return self.info();
  }

  @GetMapping("/lineage")
  Lineage lineage() {
    return self.lineage();
  }

  @PostMapping("/move")
  void move(@RequestBody Map<String, String> asked) {
    merge.move(field(asked, "contact"));
  }

  @PostMapping("/leave")
  void leave() {
    leave.now();
  }

  @PostMapping("/freeze")
  void freeze(@RequestBody Map<String, String> asked) {
    self.freeze(field(asked, "into"));
  }

  @PostMapping("/thaw")
  void thaw() {
    self.thaw();
  }

  @PostMapping("/adopt")
  void adopt(@RequestBody Map<String, String> asked) {
    self.adopt(field(asked, "table"), field(asked, "contact"));
  }

  @PostMapping("/pairs")
  void pairs(HttpServletRequest request) {
    if (self.state().isMerging()) {
      throw Problem.of(
          ErrorCode.MERGE_UNFINISHED, self.id() + " is being merged into another table itself.");
    }
    byte[] body = Bodies.read(request, LARGEST_BATCH, ErrorCode.BODY_TOO_LARGE);
    try {
      Transfer.take(TransferProto.parseFrom(body), self.access());
    } catch (InvalidProtocolBufferException nonsense) {
      throw Problem.of(ErrorCode.BAD_BODY, "These are no pairs.");
    }
  }

  @PostMapping("/admit")
  void admit(@RequestBody Map<String, String> asked) {
    self.coordinator().admit(node(asked));
  }

  @PostMapping("/drain")
  void drain(@RequestBody Map<String, String> asked) {
    self.coordinator().drain(node(asked));
  }

  @PostMapping("/rest")
  void rest() {
    self.coordinator().awaitRest();
  }

  @PostMapping("/coordinator/take")
  void take(@RequestParam String table, @RequestParam String handover, HttpServletRequest request) {
    byte[] ring = Bodies.read(request, LARGEST_RING, ErrorCode.BODY_TOO_LARGE);
    self.alone(() -> this.handover.take(table, handover, ring)); // not while it leaves itself
  }

  @PostMapping("/coordinator/taken")
  TableInfo taken(@RequestParam String handover) {
    return this.handover.hasTaken(handover);
  }

  @PostMapping("/coordinator")
  void hear(@RequestBody Map<String, String> asked) {
    handover.hear(field(asked, "table"), field(asked, "coordinator"), field(asked, "host"));
  }

  private static NodeId node(Map<String, String> asked) {
    try {
      return NodeId.of(field(asked, "node"));
    } catch (IllegalArgumentException nonsense) {
      throw Problem.of(ErrorCode.BAD_BODY, String.valueOf(nonsense.getMessage()));
    }
  }

  private static String field(Map<String, String> asked, String name) {
    String value = asked.get(name);
    if (value == null) {
      throw Problem.of(ErrorCode.BAD_BODY, "The field '" + name + "' is missing.");
    }
    return value;
  }
}
