package dev.rondel.node.resp;

import dev.rondel.node.door.Table;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.Page;
import dev.rondel.ring.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]}: the keys in the order of their
 * tokens.
 *
 * <p>The cursor is a number and nothing is kept between calls: it is the upper half of the last
 * key's token, plus one, so it says up to where everything was given; 0 is the beginning and the
 * end. A page ends where the upper half changes, so a key that is there all the time is given
 * exactly once, also when ranges move meanwhile, and no key is given twice.
 */
final class Scan {

  private static final int USUAL_COUNT = 10;
  private static final long ALL_BITS = -1;

  private final Table table;

  Scan(Table table) {
    this.table = table;
  }

  private record Options(Glob pattern, int count, boolean isForStrings) {

    static Options parse(Call call) {
      var pattern = new Glob(new byte[] {'*'});
      long count = USUAL_COUNT;
      boolean isForStrings = true;
      for (int i = 2; i < call.size(); i += 2) {
        if (i + 1 == call.size()) {
          throw new RespError(RespError.SYNTAX);
        }
        switch (call.option(i)) {
          case "MATCH" -> pattern = new Glob(call.bytes(i + 1));
          case "COUNT" -> count = call.number(i + 1);
          case "TYPE" -> isForStrings = call.option(i + 1).equals("STRING");
          default -> throw new RespError(RespError.SYNTAX);
        }
      }
      if (count < 1) {
        throw new RespError(RespError.SYNTAX);
      }
      return new Options(pattern, (int) Math.min(count, call.limits().listSize()), isForStrings);
    }
  }

  Reply run(Call call) {
    long cursor = cursor(call.text(1));
    Options options = Options.parse(call);
    var keys = new ArrayList<byte[]>();
    long next = 0;
    List<Listed> part = List.of();
    for (int count = options.count(); part.isEmpty(); count *= 2) {
      Page page = table.listAfter(start(cursor), count + 1);
      part = page.next() == null ? page.entries() : wholeHalves(page.entries());
      if (page.next() == null) {
        break;
      }
      next = part.isEmpty() ? cursor : upperHalf(part.getLast()) + 1;
    }
    for (Listed listed : part) {
      byte[] key = listed.key().bytes();
      if (options.isForStrings() && options.pattern().matches(key)) {
        keys.add(key);
      }
    }
    return new Reply.Items(List.of(Reply.bulk(Long.toUnsignedString(next)), Reply.bulks(keys)));
  }

  private static long cursor(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new RespError("ERR invalid cursor");
    }
  }

  /** The last token before those that are still to come; the highest is before the lowest. */
  private static Token start(long cursor) {
    return cursor == 0 ? Token.MAX : new Token(cursor - 1, ALL_BITS);
  }

  /** Without those at the end of which there may be more with the same upper half. */
  private List<Listed> wholeHalves(List<Listed> entries) {
    long last = upperHalf(entries.getLast());
    int end = entries.size();
    while (end > 0 && upperHalf(entries.get(end - 1)) == last) {
      end--;
    }
    return entries.subList(0, end);
  }

  private long upperHalf(Listed listed) {
    return table.tokenOf(listed.key()).high();
  }
}
