package dev.rondel.node.store;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one call of the operating system that Java lacks here: giving up the private pages of a
 * mapping.
 */
final class NativeMemory {

  private static final int MADV_DONTNEED = 4;
  private static final @Nullable MethodHandle MADVISE = madvise();

  private NativeMemory() {}

  /**
   * Makes the pages of a private mapping show the file again; readers see either. Both numbers are
   * multiples of {@link PagedSlice#PAGE}. False, and nothing done, where the system is not known to
   * do this: the memory then stays in use.
   */
  static boolean release(ByteBuffer mapping, int from, int length) {
    if (MADVISE == null) {
      return false;
    }
    MemorySegment pages = MemorySegment.ofBuffer(mapping.slice(from, length));
    try {
      return (int) MADVISE.invokeExact(pages, (long) length, MADV_DONTNEED) == 0;
    } catch (Throwable e) {
      throw new AssertionError("madvise does not throw", e);
    }
  }

  /**
   * Null where this is not Linux with pages of 4 KiB: on larger ones the neighbours would go too.
   */
  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle madvise() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    MemorySegment getpagesize = linker.defaultLookup().find("getpagesize").orElse(null);
    MemorySegment madvise = linker.defaultLookup().find("madvise").orElse(null);
    if (getpagesize == null || madvise == null) {
      return null;
    }
    try {
      MethodHandle pageSize = linker.downcallHandle(getpagesize, FunctionDescriptor.of(JAVA_INT));
      return (int) pageSize.invokeExact() == PagedSlice.PAGE
          ? linker.downcallHandle(
              madvise, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))
          : null;
    } catch (Throwable e) {
      throw new AssertionError("getpagesize does not throw", e);
    }
  }
}
