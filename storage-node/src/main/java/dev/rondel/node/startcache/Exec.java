package dev.rondel.node.startcache;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/** {@code execv(3)}: this process becomes another program, and stays the same process. */
final class Exec {

  private static final Linker LINKER = Linker.nativeLinker();

  private static final int AFTER_STANDARD_STREAMS = 3;
  private static final int CLOSE_RANGE_CLOEXEC = 4;

  private Exec() {}

  /**
   * Does not return, but where the system refuses.
   *
   * @param words the program's own name first
   */
  static void become(Path program, List<byte[]> words) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, words.size() + 1L);
      for (int i = 0; i < words.size(); i++) {
        argv.setAtIndex(ValueLayout.ADDRESS, i, terminated(arena, words.get(i)));
      }
      argv.setAtIndex(ValueLayout.ADDRESS, words.size(), MemorySegment.NULL);
      leaveNothingOpen();
      execute(arena.allocateFrom(program.toString()), argv);
    } catch (RuntimeException | LinkageError noSuchFunction) {
      throw new IOException(noSuchFunction);
    }
    throw new IOException(program + " cannot be executed");
  }

  private static MemorySegment terminated(Arena arena, byte[] word) {
    MemorySegment string = arena.allocate(word.length + 1L); // all zero
    MemorySegment.copy(word, 0, string, ValueLayout.JAVA_BYTE, 0, word.length);
    return string;
  }

  @SuppressWarnings("restricted")
  private static void execute(MemorySegment program, MemorySegment argv) throws IOException {
    MethodHandle execv =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("execv"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    try {
      var _ = (int) execv.invokeExact(program, argv);
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  /** What this JVM has opened closes in the moment of {@code execv}, and not before. */
  @SuppressWarnings("restricted")
  private static void leaveNothingOpen() throws IOException {
    MemorySegment function = LINKER.defaultLookup().find("close_range").orElse(null);
    if (function == null) { // glibc before 2.34
      return;
    }
    MethodHandle closeRange =
        LINKER.downcallHandle(
            function,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    try {
      var _ =
          (int)
              closeRange.invokeExact(
                  AFTER_STANDARD_STREAMS, Integer.MAX_VALUE, CLOSE_RANGE_CLOEXEC);
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }
}
