package org.nessiebackup.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessieapi.NessieApi;
import org.nessiebackup.nessieapi.NessieApi.Content;
import org.nessiebackup.nessieapi.NessieApi.Entry;
import org.nessiebackup.nessieapi.NessieApi.LogEntry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sample of what Nessie answers: logs that lead from the head of a reference back from parent to
 * parent, the keys of a reference, and contents; compared with what the restored rows say, where
 * these can be read.
 */
final class ContentCheckStep {
  /** Nessie's id of "no commit", which is where a reference points that has none. */
  private static final String NO_COMMIT =
      "2e1cfa82b035c26cbbbdae632cea070514eb8b773f616aaeaf668e2f0be8f10d";

  private static final int MOST_REFERENCES = 10;
  private static final int MOST_COMMITS = 50;

  /** Of the others, some come and go with Nessie's version. */
  private static final Set<String> MEMBERS = Set.of("type", "id", "metadataLocation");

  private static final JsonMapper JSON = new JsonMapper();

  private final NessieApi nessie;
  private final Optional<RestoredRows> rows;
  private final RandomGenerator chance;
  private final List<String> details = new ArrayList<>();
  private int commits;
  private int keys;
  private int contents;

  /**
   * Asks nothing yet.
   *
   * @param rows absent where we cannot read them
   * @param seed decides what is asked
   */
  ContentCheckStep(NessieApi nessie, Optional<RestoredRows> rows, long seed) {
    this.nessie = nessie;
    this.rows = rows;
    this.chance = new SplittableRandom(seed);
  }

  /**
   * Compares a sample.
   *
   * @param restored the references there are
   * @param most contents to ask for, at most
   * @throws BackupException {@link Failure#NESSIE} naming the answer that is wrong
   */
  StepLog.Seen check(NavigableSet<NessieReference> restored, int most) {
    List<NessieReference> chosen = new ArrayList<>(restored);
    Collections.shuffle(chosen, chance);
    chosen = chosen.subList(0, Math.min(MOST_REFERENCES, chosen.size()));
    for (int i = 0; i < chosen.size(); i++) {
      checkLog(chosen.get(i));
      checkContents(chosen.get(i), (most - contents) / (chosen.size() - i));
    }
    return new StepLog.Seen(
        "%s: %s, %s and %s are %s"
            .formatted(
                Quantity.count(chosen.size(), "reference"),
                Quantity.count(commits, "commit"),
                Quantity.count(keys, "key"),
                Quantity.count(contents, "content"),
                rows.isPresent() ? "those of the restored rows" : "consistent with one another"),
        details);
  }

  private void checkLog(NessieReference reference) {
    String expected = reference.hash();
    List<LogEntry> log = nessie.log(reference, MOST_COMMITS);
    for (LogEntry commit : log) {
      if (!commit.hash().equals(expected)) {
        throw wrong(
            reference,
            "its log shows commit \"%s\" where \"%s\" belongs".formatted(commit.hash(), expected));
      }
      expected = commit.parent();
      commits++;
    }
    if (log.size() < MOST_COMMITS && !expected.equals(NO_COMMIT)) {
      throw wrong(reference, "its log ends before commit \"%s\"".formatted(expected));
    }
    List<String> shown = log.stream().map(LogEntry::hash).toList();
    if (rows.isPresent() && !rows.get().log(reference, MOST_COMMITS).equals(shown)) {
      throw wrong(reference, "its log is not that of the restored rows");
    }
  }

  private void checkContents(NessieReference reference, int most) {
    Map<ContentKey, IndexEntry> restored =
        rows.map(each -> each.keys(reference)).orElseGet(Map::of);
    Map<ContentKey, Entry> sample = sample(reference, restored, most);
    if (sample.isEmpty()) {
      return;
    }
    Map<ContentKey, Content> answers = new HashMap<>();
    nessie.contents(reference, sample.keySet()).forEach(each -> answers.put(each.key(), each));
    Map<ContentKey, NessieContent> stored = stored(sample.keySet(), restored);
    for (Map.Entry<ContentKey, Entry> each : sample.entrySet()) {
      ContentKey key = each.getKey();
      Content content =
          Optional.ofNullable(answers.get(key))
              .orElseThrow(() -> wrong(reference, "it has no content of key \"" + key + "\""));
      compare(reference, key, each.getValue(), content);
      Optional.ofNullable(stored.get(key))
          .ifPresent(found -> compare(reference, key, found, content));
      contents++;
      details.add(
          "\"%s\": %s %s, id %s".formatted(reference.name(), content.type(), key, content.id()));
    }
  }

  private Map<ContentKey, NessieContent> stored(
      Set<ContentKey> wanted, Map<ContentKey, IndexEntry> restored) {
    Map<ContentKey, IndexEntry> entries = new HashMap<>(restored);
    entries.keySet().retainAll(wanted);
    return rows.map(each -> each.contents(entries)).orElseGet(Map::of);
  }

  private static void compare(
      NessieReference reference, ContentKey key, Entry entry, Content content) {
    boolean listed = !entry.contentId().isEmpty();
    if (content.type().isEmpty() || (listed && !entry.contentId().equals(content.id()))) {
      throw wrong(
          reference,
          "key \"%s\" has content \"%s\" in the list and \"%s\" by itself"
              .formatted(key, entry.contentId(), content.id()));
    }
  }

  private static void compare(
      NessieReference reference, ContentKey key, NessieContent stored, Content content) {
    JsonNode expected = JSON.readTree(stored.json());
    for (Map.Entry<String, JsonNode> member : expected.properties()) {
      JsonNode shown = content.json().path(member.getKey());
      boolean left = shown.isMissingNode() && !MEMBERS.contains(member.getKey());
      if (!left && !shown.equals(member.getValue())) {
        throw wrong(
            reference,
            "key \"%s\" has %s %s, and %s in the restored rows"
                .formatted(key, member.getKey(), shown, member.getValue()));
      }
    }
  }

  /** Each key that is listed has the same chance; no more are held than asked for. */
  private Map<ContentKey, Entry> sample(
      NessieReference reference, Map<ContentKey, IndexEntry> restored, int most) {
    List<Entry> kept = new ArrayList<>();
    Set<ContentKey> missing = new HashSet<>(restored.keySet());
    int[] seen = {0};
    nessie.entries(
        reference,
        entry -> {
          ContentKey key = entry.key();
          if (rows.isPresent() && !missing.remove(key)) {
            throw wrong(reference, "key \"%s\" is not in the restored rows".formatted(key));
          }
          keep(entry, kept, most, seen[0]);
          seen[0]++;
        });
    if (!missing.isEmpty()) {
      throw wrong(
          reference,
          "%d keys of the restored rows are missing, such as \"%s\""
              .formatted(missing.size(), missing.iterator().next()));
    }
    keys += seen[0];
    Map<ContentKey, Entry> sample = new HashMap<>();
    kept.forEach(each -> sample.put(each.key(), each));
    return sample;
  }

  private void keep(Entry entry, List<Entry> kept, int most, int before) {
    if (kept.size() < most) {
      kept.add(entry);
      return;
    }
    int place = chance.nextInt(before + 1);
    if (place < most) {
      kept.set(place, entry);
    }
  }

  private static BackupException wrong(NessieReference reference, String what) {
    return Failure.NESSIE.exception(
        "Nessie answers wrongly about \"%s\": %s".formatted(reference.name(), what),
        "`verify` shows whether the backup itself is sound.");
  }
}
