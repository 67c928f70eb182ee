package org.nessiebackup.drill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.drill.NessieApi.Content;
import org.nessiebackup.drill.NessieApi.Entry;
import org.nessiebackup.drill.NessieApi.Logged;
import org.nessiebackup.nessie.NessieReference;

/**
 * A sample of what Nessie answers: logs that lead from the head of a reference back from parent to
 * parent, and contents that are there under the keys that it lists.
 */
final class ServedContents {
  /** Nessie's id of "no commit", which is where a reference points that has none. */
  private static final String NO_COMMIT =
      "2e1cfa82b035c26cbbbdae632cea070514eb8b773f616aaeaf668e2f0be8f10d";

  private static final int MOST_REFERENCES = 10;
  private static final int MOST_COMMITS = 50;

  private final NessieApi nessie;
  private final Random chance;
  private int commits;
  private int contents;
  private final List<String> details = new ArrayList<>();

  /**
   * Asks nothing yet.
   *
   * @param seed decides what is asked
   */
  ServedContents(NessieApi nessie, long seed) {
    this.nessie = nessie;
    this.chance = new Random(seed);
  }

  /**
   * Asks.
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
        "%d contents and %d commits of %d references were asked for and are right"
            .formatted(contents, commits, chosen.size()),
        details);
  }

  private void checkLog(NessieReference reference) {
    String expected = reference.hash();
    List<Logged> log = nessie.log(reference, MOST_COMMITS);
    for (Logged commit : log) {
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
  }

  private void checkContents(NessieReference reference, int most) {
    Map<List<String>, Entry> sample = sample(reference, most);
    if (sample.isEmpty()) {
      return;
    }
    List<Content> answers = nessie.contents(reference, List.copyOf(sample.keySet()));
    Map<List<String>, Content> byKey = new HashMap<>();
    answers.forEach(each -> byKey.put(each.elements(), each));
    for (Entry entry : sample.values()) {
      Content content = byKey.get(entry.elements());
      if (content == null) {
        throw wrong(reference, "it has no content of key " + entry.elements());
      }
      if (content.type().isEmpty()
          || (!entry.contentId().isEmpty() && !entry.contentId().equals(content.id()))) {
        throw wrong(
            reference,
            "key %s has content \"%s\" in the list and \"%s\" by itself"
                .formatted(entry.elements(), entry.contentId(), content.id()));
      }
      contents++;
      details.add(
          "\"%s\": %s %s, id %s"
              .formatted(
                  reference.name(),
                  content.type(),
                  String.join(".", entry.elements()),
                  content.id()));
    }
  }

  /** Each key that is listed has the same chance; no more keys are held than asked for. */
  private Map<List<String>, Entry> sample(NessieReference reference, int most) {
    List<Entry> kept = new ArrayList<>();
    int[] seen = {0};
    nessie.entries(
        reference,
        entry -> {
          int place = kept.size() < most ? kept.size() : chance.nextInt(seen[0] + 1);
          if (kept.size() < most) {
            kept.add(entry);
          } else if (place < most) {
            kept.set(place, entry);
          }
          seen[0]++;
        });
    Map<List<String>, Entry> sample = new HashMap<>();
    kept.forEach(each -> sample.put(each.elements(), each));
    return sample;
  }

  private static BackupException wrong(NessieReference reference, String what) {
    return new BackupException(
        Failure.NESSIE,
        "Nessie answers wrongly about \"%s\": %s".formatted(reference.name(), what),
        "`verify` tells whether the backup itself is sound.");
  }
}
