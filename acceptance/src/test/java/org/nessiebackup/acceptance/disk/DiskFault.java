package org.nessiebackup.acceptance.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/** What is wrong with a disk. */
sealed interface DiskFault {
  /** The error that a call gets, if it gets one. */
  Optional<IOException> at(long number, DiskCall call, Path file, int bytes);

  /** For people. */
  String describe();

  /** Whether every operation has to work all the same. */
  default boolean harmless() {
    return false;
  }

  /** As Java has it: what is asked of an open file does not say which one it is. */
  private static IOException error(DiskCall call, Path file, String error) {
    return switch (call) {
      case READ, WRITE, FORCE, FORCE_FOLDER -> new IOException(error);
      case LOOK, LIST, OPEN, CREATE, MAKE_FOLDER, LINK, MOVE, DELETE ->
          new FileSystemException(file.toString(), null, error);
    };
  }

  /** One call fails, or that one and all after it. */
  record Failing(long first, long last, String error) implements DiskFault {
    static final String EIO = "Input/output error";

    static Failing once(long number) {
      return new Failing(number, number, EIO);
    }

    static Failing from(long number) {
      return new Failing(number, Long.MAX_VALUE, EIO);
    }

    @Override
    public Optional<IOException> at(long number, DiskCall call, Path file, int bytes) {
      return number >= first && number <= last
          ? Optional.of(DiskFault.error(call, file, error))
          : Optional.empty();
    }

    @Override
    public String describe() {
      return error + (first == last ? " at call " : " from call ") + first;
    }
  }

  /** No room for more than so many bytes, nor for new files then. */
  final class Full implements DiskFault {
    private final long room;
    private long written;

    Full(long room) {
      this.room = room;
    }

    @Override
    public synchronized Optional<IOException> at(long number, DiskCall call, Path file, int bytes) {
      boolean needsRoom =
          call == DiskCall.WRITE || call == DiskCall.CREATE || call == DiskCall.MAKE_FOLDER;
      written += bytes;
      return needsRoom && written > room
          ? Optional.of(new IOException("No space left on device"))
          : Optional.empty();
    }

    @Override
    public String describe() {
      return "No space left on device after " + room + " bytes";
    }
  }

  /** Whatever changes something is refused. */
  record ReadOnly() implements DiskFault {
    @Override
    public Optional<IOException> at(long number, DiskCall call, Path file, int bytes) {
      return call.changing()
          ? Optional.of(new FileSystemException(file.toString(), null, "Read-only file system"))
          : Optional.empty();
    }

    @Override
    public String describe() {
      return "Read-only file system";
    }
  }

  /** File systems that lack something, which a store has to do without. */
  record Lacking(DiskCall what, String error) implements DiskFault {
    @Override
    public Optional<IOException> at(long number, DiskCall call, Path file, int bytes) {
      return call == what ? Optional.of(DiskFault.error(call, file, error)) : Optional.empty();
    }

    @Override
    public String describe() {
      return "no " + what;
    }

    @Override
    public boolean harmless() {
      return true;
    }
  }
}
