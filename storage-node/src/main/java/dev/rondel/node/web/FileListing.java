package dev.rondel.node.web;

import dev.rondel.node.files.FileStore;
import dev.rondel.node.files.FileStore.ChunkPlace;
import dev.rondel.node.files.FileStore.LocalChunk;
import dev.rondel.node.files.StoredFile;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.ring.NodeId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is of files, and where, as JSON: {@code GET /files} and {@code GET /files/X?where}.
 */
final class FileListing {

  private final FileStore files;
  private final Limits limits;

  FileListing(FileStore files, Limits limits) {
    this.files = files;
    this.limits = limits;
  }

  Map<String, Object> list(HttpServletRequest request) {
    byte[] position = Parameters.base64(request, "cursor");
    Cursor cursor = position == null ? null : new Cursor(position);
    String prefix = Parameters.text(request, "prefix");
    boolean isLocal = Parameters.flag(request, "local");
    int limit = Parameters.limit(request, limits);
    if (isLocal && prefix != null) {
      throw Problem.of(ErrorCode.BAD_PARAMETER, "'local' and 'prefix' exclude each other.");
    }
    var listing =
        isLocal
            ? files.listLocal(cursor, limit)
            : files.list(cursor, prefix == null ? "" : prefix, limit);
    var body = new LinkedHashMap<String, Object>();
    body.put("files", listing.files().stream().map(FileListing::file).toList());
    if (isLocal) {
      body.put("chunks", listing.chunks().stream().map(FileListing::chunk).toList());
    }
    Cursor next = listing.next();
    if (next != null) {
      body.put("next", Keys.encode64(next.position()));
    }
    return body;
  }

  static Map<String, Object> file(StoredFile file) {
    var body = new LinkedHashMap<String, Object>();
    body.put("name", file.name().value());
    body.put("size", file.manifest().size());
    body.put("modified", Instant.ofEpochMilli(file.manifest().modified()).toString());
    body.put("sha256", file.manifest().sha256());
    body.put("contentType", file.manifest().contentType());
    body.put("version", Long.toString(file.version().value()));
    return body;
  }

  private static Map<String, Object> chunk(LocalChunk chunk) {
    var body = new LinkedHashMap<String, Object>();
    putIfKnown("file", chunk.file(), body);
    body.put("chunk", chunk.number());
    body.put("size", chunk.size());
    return body;
  }

  Map<String, Object> where(StoredFile file, HttpServletRequest request) {
    long chunks = file.manifest().chunks();
    long from = Parameters.number(request, "from", 0, 0, chunks);
    List<ChunkPlace> places = files.places(file, from, Parameters.limit(request, limits));
    var body = file(file);
    body.put("chunkSize", file.manifest().chunkSize());
    body.put("manifest", names(file.route().replicas()));
    body.put("chunks", chunks);
    body.put("places", places.stream().map(FileListing::place).toList());
    if (from + places.size() < chunks) {
      body.put("next", from + places.size());
    }
    return body;
  }

  private static Map<String, Object> place(ChunkPlace place) {
    List<String> replicas = names(place.replicas());
    var body = new LinkedHashMap<String, Object>();
    body.put("chunk", place.number());
    body.put("offset", place.offset());
    body.put("size", place.size());
    putIfKnown("primary", replicas.isEmpty() ? null : replicas.getFirst(), body);
    body.put("replicas", replicas);
    return body;
  }

  private static List<String> names(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).toList();
  }

  private static void putIfKnown(String name, @Nullable String value, Map<String, Object> body) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
