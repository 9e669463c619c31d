package dev.rondel.node.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code Content-Digest} and {@code Repr-Digest} (RFC 9530) by SHA-256; other algorithms are passed
 * over. Inside the node a digest is in hexadecimal digits.
 */
final class Digests {

  static final String CONTENT = "Content-Digest";
  static final String REPRESENTATION = "Repr-Digest";

  private static final Pattern MEMBER = Pattern.compile("sha-256\\s*=\\s*:([A-Za-z0-9+/=]*):");
  private static final Pattern HEX_SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final int BYTES = 32;

  private Digests() {}

  static String header(String sha256) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)) + ":";
  }

  /** What a request says that its content is; null where it does not say. */
  static @Nullable String of(HttpServletRequest request, String header) {
    String value = request.getHeader(header);
    if (value == null || !value.contains("sha-256")) {
      return null;
    }
    var member = MEMBER.matcher(value);
    try {
      byte[] digest = member.find() ? Base64.getDecoder().decode(member.group(1)) : new byte[0];
      if (digest.length == BYTES) {
        return HexFormat.of().formatHex(digest);
      }
    } catch (IllegalArgumentException notBase64) {
      // said below
    }
    throw Problem.of(ErrorCode.BAD_DIGEST, header + " is like sha-256=:BASE64 OF 32 BYTES:");
  }

  static void verify(@Nullable String said, String actual) {
    if (said != null && !said.equals(actual)) {
      throw Problem.of(
          ErrorCode.DIGEST_MISMATCH,
          "The SHA-256 of what came is " + actual + ", and " + said + " was said.");
    }
  }

  /** The SHA-256 by which an upload is known. */
  static String ofUpload(String hex) {
    if (!HEX_SHA_256.matcher(hex).matches()) {
      throw Problem.of(
          ErrorCode.BAD_PARAMETER,
          "'upload' is the SHA-256 of the file in 64 hexadecimal digits, in lower case.");
    }
    return hex;
  }
}
