package dev.rondel.node.resp;

import dev.rondel.node.door.Request;
import dev.rondel.node.door.Room;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a client's command, its name first.
 *
 * @param error to be told instead of doing anything; null where the command is whole
 * @param isLast whether the connection ends after it
 */
record RespCommand(List<byte[]> words, @Nullable String error, boolean isLast, Room room)
    implements Request {}
