package org.nessiebackup.vault.object;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.store.Lifetime;

class LayoutTest {
  private static final BackupId ID = new BackupId("20261101T020000Z-0001");

  /** Whoever adds a folder to the layout says here whether a store may lock what is in it. */
  private static final Map<String, Lifetime> FOLDERS =
      Map.ofEntries(
          entry("backups/", Lifetime.KEPT),
          entry("settings/", Lifetime.KEPT),
          entry("journal/epochs/", Lifetime.KEPT),
          entry("journal/files/", Lifetime.KEPT),
          entry("locks/", Lifetime.TRANSIENT),
          entry("probe/", Lifetime.TRANSIENT),
          entry("pins/", Lifetime.TRANSIENT),
          entry("checks/", Lifetime.TRANSIENT),
          entry("drills/", Lifetime.TRANSIENT),
          entry("proofs/", Lifetime.TRANSIENT),
          entry("runs/", Lifetime.TRANSIENT),
          entry("shards/", Lifetime.TRANSIENT),
          entry("replicas/", Lifetime.KEPT),
          entry("tips/", Lifetime.KEPT));

  @Test
  void everyFolderIsListedAsAWholeButThoseOfVeryManyObjects() {
    Set<String> listed = new HashSet<>(Layout.LISTED);
    listed.remove("vault.json");
    listed.add("tips/");
    listed.add("journal/files/");

    assertThat(listed).isEqualTo(FOLDERS.keySet());
  }

  @Test
  void everyFolderHasALifetime() throws IllegalAccessException {
    Set<String> folders = new HashSet<>();
    for (Field field : Layout.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        field.setAccessible(true);
        String name = (String) field.get(null);
        if (name.endsWith("/")) {
          folders.add(name);
        }
      }
    }

    assertThat(folders).isEqualTo(FOLDERS.keySet());
    FOLDERS.forEach(
        (folder, lifetime) -> assertThat(Layout.lifetime(folder + "x")).isEqualTo(lifetime));
  }

  @Test
  void formatSaysWhichFoldersAreNeverLocked() throws IOException {
    String format = Files.readString(Path.of("../docs/format.md")).replaceAll("\\s+", " ");
    String sentence = format.replaceFirst(".*(Where objects are to be locked.*?)\\. All.*", "$1");

    FOLDERS.forEach(
        (folder, lifetime) -> {
          String named = "`" + folder + "`";
          if (lifetime == Lifetime.TRANSIENT) {
            assertThat(sentence).contains(named);
          } else {
            assertThat(sentence).doesNotContain(named);
          }
        });
  }

  @Test
  void onlyNotesAreTransient() {
    Instant now = Instant.parse("2026-11-25T03:00:00Z");

    assertThat(Layout.lifetime(Layout.VAULT)).isEqualTo(Lifetime.KEPT);
    assertThat(Layout.lifetime(Layout.manifest(ID))).isEqualTo(Lifetime.KEPT);
    assertThat(Layout.lifetime(Layout.settings(1))).isEqualTo(Lifetime.KEPT);
    assertThat(Layout.lifetime(Layout.record(Layout.DRILLS, ID, now)))
        .isEqualTo(Lifetime.TRANSIENT);
    assertThat(Layout.lifetime(Layout.record(Layout.CHECKS, ID, now)))
        .isEqualTo(Lifetime.TRANSIENT);
    assertThat(Layout.lifetime(Layout.pin(ID))).isEqualTo(Lifetime.TRANSIENT);
    assertThat(Layout.lifetime(Layout.lease("backup", 1))).isEqualTo(Lifetime.TRANSIENT);
  }
}
