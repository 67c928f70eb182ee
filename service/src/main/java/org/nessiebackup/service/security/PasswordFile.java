package org.nessiebackup.service.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * Who may come with a password: lines of {@code NAME:ROLE:HASH}; empty ones and those that begin
 * with {@code #} are for people. It is read anew when it has changed, looked at each few seconds.
 * If it cannot be understood then, what it was before goes on to hold, and somebody is told.
 */
public final class PasswordFile {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Supplier<String> text;
  private final Clock clock;
  private final Consumer<RuntimeException> troubles;

  /** Whoever has it looks; nobody waits for it, as a file may be on a disk that does not answer. */
  private final ReentrantLock look = new ReentrantLock();

  private String trouble = "";
  private String read;
  private Instant looked;
  private volatile Map<String, Entry> entries;

  /**
   * One line.
   *
   * @param subject who it is
   * @param hash what is kept of his password
   */
  record Entry(Subject subject, PasswordHash hash) {}

  /**
   * Reads it.
   *
   * @param text what is in it, whenever asked
   * @param troubles hears what is wrong with it later, once
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if it makes no sense
   */
  public PasswordFile(Supplier<String> text, Clock clock, Consumer<RuntimeException> troubles) {
    this.text = text;
    this.clock = clock;
    this.troubles = troubles;
    this.read = text.get();
    this.entries = parse(read);
    this.looked = clock.instant();
  }

  /** The line of a name, as it was a few seconds ago at most, or when the file last answered. */
  Optional<Entry> entry(String name) {
    if (look.tryLock()) {
      try {
        if (looked.plus(LOOK).isBefore(clock.instant())) {
          looked = clock.instant();
          refresh();
        }
      } finally {
        look.unlock();
      }
    }
    return Optional.ofNullable(entries.get(name));
  }

  private void refresh() {
    try {
      String now = text.get();
      if (!now.equals(read)) {
        entries = parse(now);
        read = now;
      }
      trouble = "";
    } catch (BackupException e) {
      // Half written, or not there for a moment while it is exchanged: what was known holds.
      if (!trouble.equals(e.getMessage())) {
        trouble = e.getMessage();
        troubles.accept(e);
      }
    }
  }

  private static Map<String, Entry> parse(String text) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        Entry entry = entry(line, number);
        if (entries.put(entry.subject().name(), entry) != null) {
          throw wrong(number, "\"%s\" is there twice".formatted(entry.subject().name()));
        }
      }
    }
    if (entries.isEmpty()) {
      throw wrong(number, "nobody is in it");
    }
    return Map.copyOf(entries);
  }

  private static Entry entry(String line, int number) {
    String[] parts = line.split(":", 3);
    if (parts.length != 3 || !parts[0].matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,100}")) {
      throw wrong(number, "it is not NAME:ROLE:HASH");
    }
    try {
      Role role = Role.valueOf(parts[1].toUpperCase(Locale.ROOT));
      return new Entry(new Subject(parts[0], role), PasswordHash.parse(parts[2]));
    } catch (IllegalArgumentException e) {
      throw wrong(number, "role or hash make no sense");
    }
  }

  /** Says no more of the line: a password may stand where the hash should be. */
  private static BackupException wrong(int number, String what) {
    return Failure.USAGE.exception(
        "line %d of the file of passwords: %s".formatted(number, what),
        "Each line is NAME:ROLE:HASH; roles are viewer, operator and admin.");
  }
}
