package dev.rondel.node.web;

import dev.rondel.node.files.BrokenFileException;
import dev.rondel.node.files.Draft;
import dev.rondel.node.files.FileName;
import dev.rondel.node.files.FileReader;
import dev.rondel.node.files.FileStore;
import dev.rondel.node.files.FileTrouble;
import dev.rondel.node.files.StoredFile;
import dev.rondel.node.files.Uploads.OutOfPlaceException;
import dev.rondel.node.files.Uploads.WrongContentException;
import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.InFlight;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /files/NAME}: files of any size under PUT, GET, HEAD and DELETE, streamed; {@code GET
 * /files}, which lists them; and uploads in pieces, {@code /files/NAME?upload=SHA256}.
 */
final class FilesServlet extends HttpServlet {

  static final String PATH = "/files";

  private static final Logger log = LoggerFactory.getLogger(FilesServlet.class);
  private static final String ALLOWED = "GET, HEAD, PUT, DELETE, OPTIONS";
  private static final String ALLOWED_FOR_ALL = "GET, HEAD, OPTIONS";

  /** How often a reader begins again because the file is replaced again and again. */
  private static final int MOST_STARTS = 10;

  private final transient FileStore files;
  private final transient InFlight inFlight;
  private final transient FileListing listing;
  private final transient ProblemWriter problems;
  private final transient RequestMetrics metrics;
  private final transient JsonMapper json;
  private final transient Gateway gateway;

  FilesServlet(
      FileStore files,
      Gateway gateway,
      InFlight inFlight,
      Limits limits,
      RequestMetrics metrics,
      JsonMapper json) {
    this.files = files;
    this.gateway = gateway;
    this.inFlight = inFlight;
    this.listing = new FileListing(files, limits);
    this.problems = new ProblemWriter(gateway, json);
    this.metrics = metrics;
    this.json = json;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long started = System.nanoTime();
    String outcome;
    try {
      outcome = answer(request, response);
    } catch (RuntimeException thrown) {
      Problem problem = problemOf(thrown, request);
      outcome = problem.code().code();
      if (response.isCommitted() && request.getMethod().equals("GET")) {
        log.warn("a file could not be sent to its end: {}", problem.detail());
        throw new ClientAbortException(problem.detail()); // breaks the connection, and no more
      }
      problems.write(problem, null, request, response);
    }
    metrics.record(metricName(request.getMethod()), outcome, System.nanoTime() - started);
  }

  private String answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String method = request.getMethod();
    FileName name = nameOf(request);
    if (name == null) {
      return switch (method) {
        case "GET", "HEAD" -> {
          Routes.write(Routes.local(gateway, null), response::setHeader);
          yield tell(listing.list(request), request, response);
        }
        case "OPTIONS" -> KvServlet.options(ALLOWED_FOR_ALL, response);
        default -> throw KvServlet.notAllowed(method, ALLOWED_FOR_ALL, response);
      };
    }
    String upload = Parameters.text(request, "upload");
    return switch (method) {
      case "GET", "HEAD" ->
          upload == null
              ? get(name, request, response)
              : tellProgress(name, Digests.ofUpload(upload), request, response);
      case "PUT" ->
          upload == null
              ? put(name, request, response)
              : putPiece(name, Digests.ofUpload(upload), request, response);
      case "DELETE" -> {
        var route = files.delete(name, Conditions.ofWrite(request));
        Routes.write(route, response::setHeader);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        yield "deleted";
      }
      case "OPTIONS" -> KvServlet.options(ALLOWED, response);
      default -> throw KvServlet.notAllowed(method, ALLOWED, response);
    };
  }

  private static @Nullable FileName nameOf(HttpServletRequest request) {
    if (request.getAttribute(RawPathAdapter.RAW_KEY) instanceof byte[] raw) {
      byte[] name = Keys.decodePath(raw, ErrorCode.BAD_NAME);
      try {
        return FileName.of(name);
      } catch (IllegalArgumentException refused) {
        throw Problem.of(ErrorCode.BAD_NAME, String.valueOf(refused.getMessage()));
      }
    }
    if (request.getPathInfo() != null) {
      throw Problem.of(
          ErrorCode.NO_SUCH_PATH,
          "Only a path that is written /files/NAME from its first byte names a file.");
    }
    return null;
  }

  // ---- reads ------------------------------------------------------------------------------------

  private String get(FileName name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Parameters.has(request, "where")) {
      StoredFile file = files.get(name);
      Routes.write(file.route(), response::setHeader);
      return tell(listing.where(file, request), request, response);
    }
    StoredFile file = find(name, request);
    for (int starts = 1; ; starts++) {
      try {
        return send(file, request, response);
      } catch (BrokenFileException broken) {
        StoredFile now = response.isCommitted() ? file : find(name, request);
        if (now.version().equals(file.version()) || starts == MOST_STARTS) {
          throw broken;
        }
        file = now; // replaced meanwhile, and nothing was sent yet
      }
    }
  }

  private StoredFile find(FileName name, HttpServletRequest request) {
    try {
      return files.get(name);
    } catch (FileTrouble trouble) {
      if (trouble.outcome() instanceof Outcome.Missing(var route)
          && Conditions.unwanted(request, null)) {
        throw Problem.of(new Outcome.ConditionFailed(null, route));
      }
      throw trouble;
    }
  }

  private String send(StoredFile file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Conditions.unwanted(request, file.version())) {
      throw Problem.of(new Outcome.ConditionFailed(file.version(), file.route()));
    }
    long size = file.manifest().size();
    String etag = Conditions.etag(file.version());
    Routes.write(file.route(), response::setHeader);
    response.setHeader("ETag", etag);
    response.setDateHeader("Last-Modified", file.manifest().modified());
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader(Digests.REPRESENTATION, Digests.header(file.manifest().sha256()));
    if (Conditions.notModified(request, file.version())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return "not-modified";
    }
    ByteRange range = rangeOf(request, etag, size);
    if (range != null && range.isEmpty()) {
      response.setHeader("Content-Range", "bytes */" + size);
      throw Problem.of(ErrorCode.NO_SUCH_RANGE, "The file has " + size + " bytes.");
    }
    ByteRange sent = range == null ? new ByteRange(0, size) : range;
    long room = Math.min(sent.size(), FileStore.WINDOW);
    boolean isHead = request.getMethod().equals("HEAD");
    if (!isHead && !inFlight.tryHold(room)) {
      throw Problem.of(ErrorCode.OVERLOADED, "Too many bytes of files are under way here.");
    }
    try (FileReader reader = files.read(file, sent.from(), sent.to())) {
      byte[] bytes = isHead ? null : reader.next();
      response.setContentType(file.manifest().contentType());
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setContentLengthLong(sent.size());
      if (range != null) {
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setHeader("Content-Range", range.contentRange(size));
      }
      for (; bytes != null; bytes = reader.next()) {
        response.getOutputStream().write(bytes);
      }
      return range == null ? "found" : "found-range";
    } finally {
      if (!isHead) {
        inFlight.release(room);
      }
    }
  }

  /** A range is of a GET, and with If-Range only of the version that it names. */
  private static @Nullable ByteRange rangeOf(HttpServletRequest request, String etag, long size) {
    String ifRange = request.getHeader("If-Range");
    return request.getMethod().equals("GET") && (ifRange == null || ifRange.strip().equals(etag))
        ? ByteRange.of(request.getHeader("Range"), size)
        : null;
  }

  // ---- writes -----------------------------------------------------------------------------------

  private String put(FileName name, HttpServletRequest request, HttpServletResponse response) {
    if (request.getHeader("Content-Range") != null) {
      throw Problem.of(
          ErrorCode.BAD_RANGE, "A part of a file is stored by ?upload=SHA256 of the whole.");
    }
    Condition condition = Conditions.ofWrite(request);
    String contentType = KvServlet.contentType(request);
    String content = Digests.of(request, Digests.CONTENT);
    String whole = Digests.of(request, Digests.REPRESENTATION);
    files.require(name, condition);
    try (Draft draft = files.begin(name)) {
      receive(draft, request);
      Digests.verify(content, draft.sha256());
      Digests.verify(whole, draft.sha256());
      return stored(files.commit(draft, contentType, condition), response);
    }
  }

  private static void receive(Draft draft, HttpServletRequest request) {
    long announced = request.getContentLengthLong();
    try {
      draft.write(request.getInputStream());
    } catch (IOException broken) {
      throw Problem.of(
          ErrorCode.BODY_TRUNCATED,
          "The body could not be read to its end: " + broken.getMessage());
    }
    if (draft.size() < announced) {
      throw Problem.of(
          ErrorCode.BODY_TRUNCATED,
          "Content-Length said " + announced + ", " + draft.size() + " came.");
    }
  }

  private static String stored(StoredFile file, HttpServletResponse response) {
    Routes.write(file.route(), response::setHeader);
    response.setHeader("ETag", Conditions.etag(file.version()));
    response.setHeader(Digests.REPRESENTATION, Digests.header(file.manifest().sha256()));
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return "stored";
  }

  private String putPiece(
      FileName name, String sha256, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var place = ByteRange.Piece.of(request.getHeader("Content-Range"));
    Condition condition = Conditions.ofWrite(request);
    String contentType = KvServlet.contentType(request);
    String content = Digests.of(request, Digests.CONTENT);
    ByteRange bytes = place.piece();
    if (bytes != null) {
      if (!place.isLast() && bytes.size() % FileStore.CHUNK != 0) {
        throw Problem.of(
            ErrorCode.BAD_RANGE,
            "A piece that is not the last has a multiple of " + FileStore.CHUNK + " bytes.");
      }
      try (Draft piece = beginPiece(name, sha256, bytes.from())) {
        receive(piece, request);
        if (piece.size() != bytes.size()) {
          throw Problem.of(
              ErrorCode.BODY_TRUNCATED,
              "Content-Range said " + bytes.size() + " bytes, " + piece.size() + " came.");
        }
        Digests.verify(content, piece.sha256());
        files.uploads().add(piece, sha256);
      }
    }
    if (place.isLast()) {
      return stored(
          files.uploads().finish(name, sha256, place.whole(), contentType, condition), response);
    }
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    return tellProgress(name, sha256, request, response);
  }

  private Draft beginPiece(FileName name, String sha256, long from) {
    try {
      return files.uploads().begin(name, sha256, from);
    } catch (IllegalArgumentException tooMany) {
      throw Problem.of(ErrorCode.BAD_RANGE, String.valueOf(tooMany.getMessage()));
    }
  }

  private String tellProgress(
      FileName name, String sha256, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var progress = files.uploads().progress(name, sha256);
    Routes.write(Routes.local(gateway, null), response::setHeader);
    response.setHeader("X-Rondel-Arrived", Long.toString(progress.arrived()));
    Map<String, Object> body = Map.of("arrived", progress.arrived(), "stored", progress.isStored());
    tell(body, request, response);
    return "told";
  }

  private String tell(
      Map<String, Object> body, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
    }
    return "listed";
  }

  // ---- what goes wrong --------------------------------------------------------------------------

  private static Problem problemOf(RuntimeException thrown, HttpServletRequest request) {
    return switch (thrown) {
      case Problem problem -> problem;
      case FileTrouble trouble when trouble.outcome() instanceof Outcome.Missing ->
          Problem.of(ErrorCode.FILE_MISSING, "It was never stored, or was deleted.");
      case FileTrouble trouble -> Problem.of(trouble.outcome());
      case ListingUnavailableException unavailable -> Problem.of(unavailable.outcome());
      case BrokenFileException broken ->
          Problem.of(ErrorCode.FILE_DAMAGED, String.valueOf(broken.getMessage()));
      case OutOfPlaceException place -> Problem.outOfPlace(place.arrived());
      case WrongContentException wrong ->
          Problem.of(ErrorCode.DIGEST_MISMATCH, String.valueOf(wrong.getMessage()));
      default -> {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), thrown);
        yield Problem.of(ErrorCode.INTERNAL, thrown.getClass().getSimpleName());
      }
    };
  }

  private static String metricName(String method) {
    return switch (method) {
      case "GET", "HEAD", "PUT", "DELETE" -> "FILES " + method;
      default -> "OTHER";
    };
  }
}
