package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.pair.Version;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code If-Match} and {@code If-None-Match} (RFC 9110 section 13) over versions. */
final class Conditions {

  private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"([^\"]*)\"");

  /**
   * Matches no version that is ever given, so a tag that is not one of ours fails where the key
   * exists, and where not.
   */
  private static final Version NEVER_GIVEN = new Version(0);

  private Conditions() {}

  static String etag(Version version) {
    return "\"" + version.value() + "\"";
  }

  /**
   * What a write asks for. One version is what a chain can compare with: lists of several are
   * refused.
   */
  static Condition ofWrite(HttpServletRequest request) {
    Tags match = tags(request, "If-Match");
    Tags noneMatch = tags(request, "If-None-Match");
    if (match == null && noneMatch == null) {
      return Condition.ALWAYS;
    }
    if (match != null && noneMatch != null) {
      throw bad("If-Match and If-None-Match exclude each other in a write.");
    }
    if (noneMatch != null) {
      if (!noneMatch.any()) {
        throw bad("In a write If-None-Match is '*': store only where there is nothing.");
      }
      return new Condition.IfAbsent();
    }
    return match == null ? Condition.ALWAYS : ofTags(match);
  }

  private static Condition ofTags(Tags match) {
    if (match.any()) {
      return new Condition.IfPresent();
    }
    if (match.strong().size() + match.weak().size() > 1) {
      throw bad("In a write If-Match is '*' or one version.");
    }
    return new Condition.IfVersion(
        match.strong().isEmpty() ? NEVER_GIVEN : match.strong().getFirst());
  }

  /** The condition of a batch's operation: {@code "*"}, or a version in digits. */
  static Condition ofText(@Nullable String ifMatch, boolean ifAbsent) {
    if (ifMatch != null && ifAbsent) {
      throw bad("'ifMatch' and 'ifAbsent' exclude each other.");
    }
    if (ifAbsent) {
      return new Condition.IfAbsent();
    }
    if (ifMatch == null) {
      return Condition.ALWAYS;
    }
    return ifMatch.equals("*")
        ? new Condition.IfPresent()
        : new Condition.IfVersion(version(ifMatch));
  }

  /** Whether a reader that has the versions of If-None-Match already has this one. */
  static boolean notModified(HttpServletRequest request, Version version) {
    Tags tags = tags(request, "If-None-Match");
    return tags != null
        && (tags.any() || tags.strong().contains(version) || tags.weak().contains(version));
  }

  /**
   * Whether a reader wants none but the versions of If-Match, and this is another; {@code null} for
   * a missing key.
   */
  static boolean unwanted(HttpServletRequest request, @Nullable Version version) {
    Tags tags = tags(request, "If-Match");
    if (tags == null) {
      return false;
    }
    return version == null || !(tags.any() || tags.strong().contains(version));
  }

  /** The tags of one header; those that are not versions of ours are {@link #NEVER_GIVEN}. */
  private record Tags(boolean any, List<Version> strong, List<Version> weak) {}

  private static @Nullable Tags tags(HttpServletRequest request, String name) {
    String first = request.getHeader(name);
    if (first == null) {
      return null;
    }
    String header = String.join(",", Collections.list(request.getHeaders(name))).strip();
    if (header.equals("*")) {
      return new Tags(true, List.of(), List.of());
    }
    var strong = new ArrayList<Version>();
    var weak = new ArrayList<Version>();
    for (String part : header.split(",", -1)) {
      var tag = ENTITY_TAG.matcher(part.strip());
      if (!tag.matches()) {
        throw bad(name + " is '*', or an ETag in double quotes as this node gave it.");
      }
      (tag.group(1) == null ? strong : weak).add(version(tag.group(2)));
    }
    return new Tags(false, strong, weak);
  }

  private static Version version(String digits) {
    try {
      long value = Long.parseLong(digits);
      return value < 0 ? NEVER_GIVEN : new Version(value);
    } catch (NumberFormatException notOurs) {
      return NEVER_GIVEN;
    }
  }

  private static Problem bad(String detail) {
    return Problem.of(ErrorCode.BAD_CONDITION, detail);
  }
}
