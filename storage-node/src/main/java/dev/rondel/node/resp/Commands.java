package dev.rondel.node.resp;

import dev.rondel.node.door.Answerer;
import dev.rondel.node.door.Answers;
import dev.rondel.node.door.Trouble;
import dev.rondel.node.web.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Answers the commands of one connection. */
final class Commands implements Answerer<RespCommand> {

  private static final int MOST_TOLD = 128;

  private final CommandTable table;
  private final Limits limits;
  private final Session session;

  Commands(CommandTable table, Limits limits, Session session) {
    this.table = table;
    this.limits = limits;
    this.session = session;
  }

  @Override
  public void answer(RespCommand command, Answers answers) throws InterruptedException {
    Reply reply = command.error() == null ? reply(command) : new Reply.Failure(command.error());
    ReplyWriter.write(reply, session.protocol, answers);
    if (command.isLast() || session.isOver) {
      answers.close();
    }
  }

  @Override
  public void refuse(RespCommand command, String why, Answers answers) throws InterruptedException {
    ReplyWriter.write(new Reply.Failure("OVERLOADED " + why), session.protocol, answers);
  }

  @Override
  public void fail(RespCommand command, String what, Answers answers) throws InterruptedException {
    ReplyWriter.write(new Reply.Failure("ERR " + what), session.protocol, answers);
  }

  private Reply reply(RespCommand command) throws InterruptedException {
    List<byte[]> words = command.words();
    String name = text(words.getFirst()).toLowerCase(Locale.ROOT);
    CommandTable.Entry entry = table.find(name);
    if (entry == null) {
      return new Reply.Failure(unknown(words));
    }
    if (!entry.takes(words.size())) {
      return new Reply.Failure(RespError.wrongNumber(name).text());
    }
    try {
      return entry.action().run(new Call(name, words, session, limits));
    } catch (RespError error) {
      return new Reply.Failure(error.text());
    } catch (Trouble trouble) {
      return new Reply.Failure(
          switch (trouble.code()) {
                case UNAVAILABLE -> "UNAVAILABLE ";
                case UNKNOWN -> "UNKNOWN ";
                case FULL -> "OOM ";
              }
              + trouble.getMessage());
    }
  }

  private static String unknown(List<byte[]> words) {
    String told =
        words.stream()
            .skip(1)
            .map(word -> "'" + shortened(text(word)) + "' ")
            .limit(MOST_TOLD)
            .collect(Collectors.joining());
    return "ERR unknown command '"
        + shortened(text(words.getFirst()))
        + "', with args beginning with: "
        + shortened(told);
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(MOST_TOLD, text.length()));
  }

  private static String text(byte[] word) {
    return new String(word, StandardCharsets.ISO_8859_1);
  }
}
