package dev.rondel.node.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.util.unit.DataSize;

/** The body of a request, read whole or not at all. */
public final class Bodies {

  private Bodies() {}

  /**
   * All bytes of the body.
   *
   * @throws Problem with {@code tooLarge} where it is over the limit (by its Content-Length, before
   *     anything is read; else as soon as the limit is passed), or {@link ErrorCode#BODY_TRUNCATED}
   *     where less came than was announced
   */
  public static byte[] read(HttpServletRequest request, DataSize limit, ErrorCode tooLarge) {
    long announced = request.getContentLengthLong();
    if (announced > limit.toBytes()) {
      throw tooLarge(tooLarge, limit);
    }
    try {
      InputStream in = request.getInputStream();
      int most = Math.toIntExact(announced >= 0 ? announced : limit.toBytes() + 1);
      byte[] body = in.readNBytes(most);
      if (body.length < announced) {
        throw Problem.of(
            ErrorCode.BODY_TRUNCATED,
            "Content-Length said " + announced + ", " + body.length + " came.");
      }
      if (body.length > limit.toBytes()) {
        throw tooLarge(tooLarge, limit);
      }
      return body;
    } catch (IOException broken) {
      throw Problem.of(
          ErrorCode.BODY_TRUNCATED,
          "The body could not be read to its end: " + broken.getMessage());
    }
  }

  private static Problem tooLarge(ErrorCode code, DataSize limit) {
    return Problem.of(code, "At most " + limit.toBytes() + " bytes are allowed.");
  }
}
