package dev.rondel.node.web;

import org.springframework.http.HttpStatus;

/**
 * What went wrong, for programs: the {@code code} of every problem+json answer. A code never
 * changes its meaning.
 */
public enum ErrorCode {
  KEY_MISSING(404, "key-missing", "There is no such key"),
  KEY_EMPTY(400, "key-empty", "A key has at least one byte"),
  KEY_TOO_LONG(400, "key-too-long", "The key is longer than this node allows"),
  KEY_RESERVED(400, "key-reserved", "The key belongs to Rondel itself"),
  BAD_KEY(400, "bad-key", "The key cannot be read"),
  BAD_CONDITION(400, "bad-condition", "The condition cannot be read"),
  BAD_TTL(400, "bad-ttl", "The time to live cannot be read"),
  BAD_ROUTING(400, "bad-routing", "There is no such way to the key"),
  BAD_PARAMETER(400, "bad-parameter", "A parameter cannot be read"),
  BAD_CONTENT_TYPE(400, "bad-content-type", "The content type is too long"),
  BAD_NAME(400, "bad-name", "This cannot be the name of a file"),
  BAD_RANGE(400, "bad-range", "The range of the content cannot be understood"),
  BAD_DIGEST(400, "bad-digest", "The checksum cannot be read"),
  DIGEST_MISMATCH(400, "digest-mismatch", "The content has another checksum; nothing was stored"),
  BODY_TRUNCATED(400, "body-truncated", "The body ended early; nothing was stored"),
  BAD_REQUEST(400, "bad-request", "The request cannot be understood"),
  FILE_MISSING(404, "file-missing", "There is no such file"),
  NO_SUCH_PATH(404, "no-such-path", "There is nothing at this path"),
  NO_SUCH_NODE(404, "no-such-node", "There is no such node"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method does nothing here"),
  NOT_STANDALONE(409, "not-standalone", "The node has a coordinator that decides this"),
  NAME_TAKEN(409, "name-taken", "The other table has a node of this name; nothing was changed"),
  OTHER_PEER(409, "other-peer", "Another node answers there; nothing was changed"),
  MERGE_UNFINISHED(409, "merge-unfinished", "An earlier merge has to be finished first"),
  UPLOAD_OUT_OF_PLACE(409, "upload-out-of-place", "The upload goes on elsewhere"),
  CONDITION_FAILED(412, "condition-failed", "The condition does not hold; nothing was changed"),
  VALUE_TOO_LARGE(413, "value-too-large", "The value is larger than this node allows"),
  BODY_TOO_LARGE(413, "body-too-large", "The body is larger than this node allows"),
  ANSWER_TOO_LARGE(
      413, "answer-too-large", "The values asked for are larger than one answer may be"),
  NO_SUCH_RANGE(416, "no-such-range", "The file has no such bytes"),
  BAD_BODY(422, "bad-body", "The body does not have the shape that is wanted here"),
  INTERNAL(500, "internal", "The node made a mistake; its log says which"),
  FILE_DAMAGED(500, "file-damaged", "A chunk of the file is missing or damaged"),
  PEER_FAILED(502, "peer-failed", "A peer cannot be reached, or could not do it"),
  PEER_SILENT(502, "peer-silent", "A peer does not answer; what it has done is not known"),
  COORDINATOR_FAILED(502, "coordinator-failed", "The coordinator did not do it"),
  RANGE_UNAVAILABLE(
      503, "range-unavailable", "No replica can serve the key now; nothing was changed"),
  TABLE_BUSY(503, "table-busy", "The node is joining or leaving already"),
  OVERLOADED(503, "overloaded", "The node has too much to do now; nothing was changed"),
  OUTCOME_UNKNOWN(504, "outcome-unknown", "The write may or may not have been done, now or later"),
  TOO_MANY_NAMES(507, "too-many-names", "This server has as many names as it may have"),
  DISK_FULL(507, "disk-full", "A disk is full; nothing was acknowledged");

  private final int status;
  private final String code;
  private final String title;

  ErrorCode(int status, String code, String title) {
    this.status = status;
    this.code = code;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String title() {
    return title;
  }

  /** Whether nothing was done that stands in the way of another try in a moment. */
  boolean mayBeTriedAgain() {
    return this == RANGE_UNAVAILABLE || this == OVERLOADED || this == TABLE_BUSY;
  }

  /** The code for an error that Spring found by itself. */
  static ErrorCode ofStatus(int status) {
    return switch (status) {
      case 404 -> NO_SUCH_PATH;
      case 405 -> METHOD_NOT_ALLOWED;
      case 413 -> BODY_TOO_LARGE;
      default -> HttpStatus.valueOf(status).is5xxServerError() ? INTERNAL : BAD_REQUEST;
    };
  }
}
