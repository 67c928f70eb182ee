package org.nessiebackup.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.files.FileCheck.Result;
import org.nessiebackup.files.FilesReport.FileState;
import org.nessiebackup.manifest.ShardDocument;
import org.nessiebackup.manifest.ShardDocument.Message;

/**
 * How the files of a shard are, as its document says it: of each file a letter, and a message for
 * those that a report may name. Who reads it knows the files from the same recovery point.
 */
final class ShardPart {
  private static final int LONGEST_STATES = 3_000_000;
  private static final int MOST_MESSAGES = 8_000_000;
  private static final Pattern GROUP = Pattern.compile("([PMDUS])([1-9][0-9]{0,9})");

  private ShardPart() {}

  /** The document's content; whatever the report of the shard names keeps its message. */
  static ShardDocument.Part of(FileStates states, FilesReport report) {
    Map<String, Integer> places = new HashMap<>();
    StringBuilder text = new StringBuilder();
    char letter = 0;
    int alike = 0;
    for (String location : states.locations()) {
      places.put(location, places.size());
      char next = letter(states.state(location).orElseThrow().state());
      if (next != letter) {
        append(text, letter, alike);
        letter = next;
        alike = 0;
      }
      alike++;
    }
    append(text, letter, alike);
    if (text.length() > LONGEST_STATES) {
      throw Failure.USAGE.exception(
          "so much is wrong with the %d files of this shard that it cannot be written down"
              .formatted(places.size()),
          "Share the files out to more shards.");
    }
    return new ShardDocument.Part(
        places.size(),
        digest(states.locations()),
        text.toString(),
        states.parts(),
        messages(report, places));
  }

  private static void append(StringBuilder text, char letter, int alike) {
    if (alike > 0) {
      text.append(letter).append(alike);
    }
  }

  private static List<Message> messages(FilesReport report, Map<String, Integer> places) {
    Map<Integer, String> texts = new HashMap<>();
    report.references().stream()
        .flatMap(reference -> reference.named().stream())
        .forEach(
            table ->
                table
                    .location()
                    .ifPresent(location -> texts.put(places.get(location), table.message())));
    List<Message> messages = new ArrayList<>();
    long room = MOST_MESSAGES;
    for (Map.Entry<Integer, String> each : texts.entrySet()) {
      room -= room(each.getValue());
      messages.add(
          new Message(each.getKey(), room < 0 ? "the message was not kept" : each.getValue()));
    }
    return messages;
  }

  /** How much a text takes at most, as JSON has it. */
  private static long room(String text) {
    return text.chars().map(each -> each < ' ' ? 6 : each < 0x80 ? 2 : 3).sum();
  }

  /**
   * Adds what a document says.
   *
   * @param locations those of its shard, in order
   * @throws org.nessiebackup.BackupException {@link Failure#DAMAGED} if it speaks of other files
   */
  static void read(ShardDocument.Part part, Collection<String> locations, FileStates states) {
    if (part.files() != locations.size() || !part.locations().equals(digest(locations))) {
      throw Failure.DAMAGED.exception(
          "it is about other files than those of the backup",
          "Use the same version of nessie-backup for all shards.");
    }
    Map<Integer, String> texts = new HashMap<>();
    part.messages().forEach(message -> texts.put(message.file(), message.text()));
    List<FileState> all = states(part);
    int place = 0;
    for (String location : locations) {
      states.put(location, new Result(all.get(place), texts.getOrDefault(place, "")));
      place++;
    }
    states.addParts(part.parts());
  }

  private static List<FileState> states(ShardDocument.Part part) {
    List<FileState> states = new ArrayList<>();
    Matcher group = GROUP.matcher(part.states());
    int end = 0;
    while (end < part.states().length() && group.find(end) && group.start() == end) {
      long alike = Long.parseLong(group.group(2));
      if (alike > part.files() - states.size()) {
        break;
      }
      FileState state = state(group.group(1).charAt(0));
      for (long i = 0; i < alike; i++) {
        states.add(state);
      }
      end = group.end();
    }
    if (states.size() != part.files() || end < part.states().length()) {
      throw Failure.DAMAGED.exception("it does not say of each file how it is");
    }
    return states;
  }

  private static char letter(FileState state) {
    return switch (state) {
      case PRESENT -> 'P';
      case MISSING -> 'M';
      case DAMAGED -> 'D';
      case UNKNOWN -> 'U';
      case SKIPPED -> 'S';
    };
  }

  private static FileState state(char letter) {
    return switch (letter) {
      case 'P' -> FileState.PRESENT;
      case 'M' -> FileState.MISSING;
      case 'D' -> FileState.DAMAGED;
      case 'U' -> FileState.UNKNOWN;
      case 'S' -> FileState.SKIPPED;
      default -> throw new IllegalArgumentException("no state \"" + letter + "\"");
    };
  }

  private static String digest(Collection<String> locations) {
    MessageDigest digest = Digests.sha256();
    for (String location : locations) {
      digest.update(location.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return Digests.hex(digest);
  }
}
