package org.nessiebackup.acceptance.forged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.acceptance.CommandResult;
import org.nessiebackup.acceptance.figures.Effort;
import org.nessiebackup.acceptance.figures.Figures;
import tools.jackson.databind.node.ObjectNode;

/** Tables and segments that nobody should take, really restored. */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForgedBackupsTest {
  private static final Effort EFFORT = Effort.asked();
  private static final String TARGET = "forged";
  private static final String FINE = ", which is fine";

  private static @TempDir Path folder;
  private static ForgedScene scene;
  private static ForgedVault vault;
  private static Figures figures;

  @BeforeAll
  static void setScene() {
    scene = ForgedScene.set(folder);
    vault = scene.plain();
    figures = new Figures("forged-backups", EFFORT);
  }

  @AfterAll
  static void close() {
    figures.close();
    scene.close();
  }

  @AfterEach
  void everythingHeld() {
    figures.assertHeld();
  }

  @Test
  void nothingOfAForgedTableIsExecuted() {
    String name = manifestOf(vault.backups().getFirst());
    EFFORT
        .sample(List.copyOf(ForgedShapes.all().entrySet()), EFFORT.of("shapes", 10, 1000))
        .forEach(
            entry -> {
              String what = entry.getKey();
              ForgedDocument forged =
                  ForgedDocument.of(
                      what,
                      vault.read(name),
                      manifest -> {
                        entry.getValue().accept(manifest);
                        return manifest;
                      });
              vault.put(name, forged.bytes());
              figures.trial("forged tables", what, () -> read(what));
              vault.heal();
            });
  }

  @Test
  void forgedSegmentIsFoundByVerifyAndNotRestored() {
    String id = vault.backups().getFirst();
    ObjectNode good = ForgedDocument.parsed(vault.read(manifestOf(id)));
    int columns = good.get("tables").get(0).get("shape").get("columns").size();
    EFFORT
        .sample(List.copyOf(ForgedSegments.all(columns).entrySet()), EFFORT.of("segments", 8, 1000))
        .forEach(
            entry -> {
              String what = entry.getKey();
              put(id, what, entry.getValue());
              figures.trial(
                  "forged segments",
                  what,
                  () -> {
                    List<Integer> codes = read(what);
                    if (!what.endsWith(FINE)) {
                      assertThat(codes).as("verify and restore").doesNotContain(0);
                    }
                  });
              vault.heal();
            });
  }

  private static String manifestOf(String id) {
    return "backups/" + id + "/manifest.json";
  }

  /** In the place of the first segment, with a manifest that says so. */
  private static void put(String id, String what, byte[] bytes) {
    ForgedDocument manifest =
        ForgedDocument.of(
            what,
            vault.read(manifestOf(id)),
            document -> {
              ObjectNode table = (ObjectNode) document.get("tables").get(0);
              ObjectNode segment = (ObjectNode) table.get("segments").get(0);
              int rows = what.endsWith(FINE) ? 0 : 1;
              table.put("rows", rows).put("digest", "0".repeat(64));
              segment.put("rows", rows).put("rawBytes", what.endsWith(FINE) ? 21 : 1000);
              segment.put("storedBytes", bytes.length).put("sha256", ForgedDocument.sha256(bytes));
              String object = segment.get("object").asString();
              vault.put("backups/" + id + "/" + object, bytes);
              return document;
            });
    vault.put(manifestOf(id), manifest.bytes());
  }

  /** Verifies and restores it for real; answers how these two ended. */
  private static List<Integer> read(String what) {
    String id = vault.backups().getFirst();
    List<Integer> codes = new ArrayList<>();
    Map<String, String[]> commands =
        Map.of(
            "1", new String[] {"show", id},
            "2", new String[] {"verify", id},
            "3", new String[] {"restore", id, "--target-schema", TARGET, "--yes"});
    for (String key : List.of("1", "2", "3")) {
      CommandResult result = vault.commands().run(commands.get(key));
      figures.log("%s: %s".formatted(what, result));
      PlainAnswer.assertPlain(result);
      assertThat(result.out() + result.err()).doesNotContain(ForgedScene.CANARY);
      codes.add(result.exitCode());
    }
    scene.database().execute("DROP SCHEMA IF EXISTS " + TARGET + " CASCADE");
    scene.assertUntouched();
    return codes.subList(1, 3);
  }
}
