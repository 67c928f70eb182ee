package org.nessiebackup.acceptance.forged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.acceptance.CommandResult;
import org.nessiebackup.acceptance.figures.Effort;
import org.nessiebackup.acceptance.figures.Figures;

/** Documents of a vault with every member changed in every way, read by the commands. */
@Tag("thorough")
@Timeout(value = 120, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForgedDocumentsTest {
  private static final int MUTATIONS = Effort.asked().of("mutations", 7, Integer.MAX_VALUE / 2);

  private static final Effort EFFORT = Effort.asked();
  private static @TempDir Path folder;
  private static ForgedScene scene;
  private static Figures figures;

  @BeforeAll
  static void setScene() {
    scene = ForgedScene.set(folder);
    figures = new Figures("forged-documents", EFFORT);
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
  void everyMutationOfADocumentIsRefusedOrDoesNoHarm() {
    ForgedVault vault = scene.plain();
    for (String name : documents(vault)) {
      List<ForgedDocument> forgeries = new ArrayList<>(Mutations.of(vault.read(name)));
      forgeries.addAll(Mutations.beyondMembers(vault.read(name)));
      int number = 0;
      for (ForgedDocument forged : EFFORT.sample(forgeries, MUTATIONS)) {
        vault.put(name, forged.bytes());
        read(vault, name, forged, number++);
        vault.assertOnlyForged(name);
        vault.heal();
      }
      scene.assertUntouched();
    }
  }

  private static List<String> documents(ForgedVault vault) {
    return Stream.of(
            "vault.json",
            "settings/",
            "backups/",
            "pins/",
            "checks/",
            "drills/",
            "proofs/",
            "locks/")
        .flatMap(beginning -> vault.names(beginning, ".json").stream())
        .toList();
  }

  /** A few of the commands, in turn. */
  private static void read(ForgedVault vault, String name, ForgedDocument forged, int number) {
    String id =
        name.startsWith("backups/")
            ? Path.of(name).getName(1).toString()
            : vault.backups().getLast();
    List<List<String>> commands = commands(id);
    int few = 2;
    for (int i = 0; i < few; i++) {
      List<String> words = new ArrayList<>(commands.get((number * few + i) % commands.size()));
      if ((number + i) % 2 == 1) {
        words.add("--json");
      }
      figures.trial(
          "mutated " + kind(name) + " of an unsigned vault",
          "%s: %s: %s".formatted(name, forged, words),
          () -> PlainAnswer.assertPlain(vault.commands().run(words.toArray(String[]::new))));
    }
  }

  private static String kind(String name) {
    return name.startsWith("backups/") ? "manifest" : name.replaceFirst("[/.].*", "");
  }

  private static List<List<String>> commands(String id) {
    return List.of(
        List.of("list"),
        List.of("verify", id),
        List.of("restore", id, "--target-schema", "forged", "--dry-run"),
        List.of("show", id),
        List.of("status"),
        List.of("prune", "--keep-last", "1", "--dry-run"),
        List.of("check"));
  }

  @Test
  void everyMutationOfASignedDocumentIsNoticed() {
    ForgedVault vault = scene.signed();
    Stream.of("vault.json", "settings/", "backups/")
        .flatMap(beginning -> vault.names(beginning, ".json").stream())
        .forEach(name -> assertNoticed(vault, name));
    scene.assertUntouched();
  }

  private static void assertNoticed(ForgedVault vault, String name) {
    List<ForgedDocument> forgeries = new ArrayList<>();
    for (ForgedDocument forged : Mutations.of(vault.read(name))) {
      forgeries.add(forged);
      forgeries.add(Signatures.removed(forged));
      forgeries.add(Signatures.ofAStranger(forged));
    }
    for (ForgedDocument forged : EFFORT.sample(forgeries, 2 * MUTATIONS)) {
      vault.put(name, forged.bytes());
      figures.trial(
          "mutated " + kind(name) + " of a signed vault",
          name + ": " + forged,
          () -> {
            CommandResult result = vault.commands().run("verify", "--all", "--quick");
            PlainAnswer.assertPlain(result);
            assertThat(result.exitCode()).as(result.toString()).isIn(expected(name, forged));
          });
      vault.heal();
    }
  }

  /**
   * A format or a word that is not known is told before anything is believed. Two members of the
   * vault's description are for people only and in no signed document.
   */
  private static List<Integer> expected(String name, ForgedDocument forged) {
    String what = forged.what();
    if (what.startsWith("/format ")) {
      return List.of(1, 3);
    }
    if (name.equals("vault.json") && what.startsWith("/encryption ")) {
      return List.of(1, 3);
    }
    boolean forPeople = what.startsWith("/tool ") || what.startsWith("/created ");
    return name.equals("vault.json") && forPeople ? List.of(0, 3) : List.of(3);
  }
}
