package org.nessiebackup.imports;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.imports.sql.DumpInput;

/**
 * What a dump says in its comments: who wrote it, of which tables it has rows, and that it ends.
 */
final class DumpComments implements Consumer<String> {
  private static final Pattern PG_DUMP =
      Pattern.compile("-- Dumped by (pg_dump) version ([0-9A-Za-z.]{1,40}).*");
  private static final Pattern OURS =
      Pattern.compile("-- SQL dump of a Nessie catalog, written by (.{1,100})");
  private static final String BEGIN = "-- PostgreSQL database dump";
  private static final Pattern STATE = Pattern.compile("-- State of: (.{1,40})");
  private static final Pattern DATA =
      Pattern.compile(
          "-- Data for Name: (.+); Type: TABLE DATA; Schema: (.+); Owner: .*", Pattern.DOTALL);
  private static final Pattern HASH =
      Pattern.compile("-- SHA-256 of all lines above: ([0-9a-f]{64})");
  private static final Set<String> COMPLETE =
      Set.of(
          "-- PostgreSQL database dump complete",
          "-- PostgreSQL database cluster dump complete",
          "-- nessie-backup dump complete");

  /** More tables than any dump has rows of; the names are only needed for empty ones. */
  private static final int MOST_TABLES = 10_000;

  private final DumpInput input;
  private final Set<String> data = new HashSet<>();
  private Optional<String> producer = Optional.empty();
  private Optional<Instant> stateOf = Optional.empty();
  private final List<Long> begun = new ArrayList<>();
  private boolean ours;
  private boolean complete;

  DumpComments(DumpInput input) {
    this.input = input;
  }

  @Override
  public void accept(String comment) {
    if (COMPLETE.contains(comment)) {
      complete = true;
      return;
    }
    if (comment.equals(BEGIN) || comment.startsWith("-- SQL dump of a Nessie catalog")) {
      begun.add(input.line());
    }
    Matcher matcher = PG_DUMP.matcher(comment);
    if (producer.isEmpty() && matcher.matches()) {
      producer = Optional.of(matcher.group(1) + " " + matcher.group(2));
      return;
    }
    matcher = DATA.matcher(comment);
    if (matcher.matches() && data.size() < MOST_TABLES) {
      data.add(inComment(matcher.group(2)) + "\n" + inComment(matcher.group(1)));
      return;
    }
    readOurs(comment);
  }

  private void readOurs(String comment) {
    Matcher matcher = OURS.matcher(comment);
    if (producer.isEmpty() && matcher.matches()) {
      producer = Optional.of(matcher.group(1));
      ours = true;
    }
    matcher = STATE.matcher(comment);
    if (ours && stateOf.isEmpty() && matcher.matches()) {
      stateOf = instant(matcher.group(1));
    }
    matcher = HASH.matcher(comment);
    if (ours && matcher.matches() && !matcher.group(1).equals(input.hashBeforeLine())) {
      throw input.refused(
          "the lines above are not those that nessie-backup wrote: their checksum differs; a dump"
              + " that was changed on purpose is imported once this line is deleted");
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** How many dumps have begun so far. */
  int dumps() {
    return begun.size();
  }

  /** What to throw about something at a line that comes twice; a second dump may be the reason. */
  BackupException twice(long line, String what) {
    return begun.size() < 2
        ? input.refused(line, what)
        : input.refused(
            begun.getLast(),
            "a second dump of the same tables begins here: the file holds several, one behind the"
                + " other",
            "Nothing was imported. Import them one by one; the last one alone is read by: tail -n +%d"
                    .formatted(begun.getLast())
                + " FILE | nessie-backup import -");
  }

  /** Rows, or the definition, of a catalog's table came: the dump has not ended before them. */
  void sawCatalog() {
    complete = false;
  }

  /** Whether the dump said that it is complete, behind all it has of the catalog. */
  boolean complete() {
    return complete;
  }

  /** Whether the dump says that it holds the rows of a table, of which there may be none. */
  boolean holdsData(DumpTable.Key key) {
    return data.contains(inComment(key.schema()) + "\n" + inComment(key.name()));
  }

  /** Whoever writes a name into a comment takes line breaks out, and we other such signs too. */
  private static String inComment(String name) {
    return name.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
  }

  Optional<String> producer() {
    return producer;
  }

  /** The moment whose state the rows are, where the dump says so. */
  Optional<Instant> stateOf() {
    return stateOf;
  }
}
