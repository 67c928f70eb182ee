package org.nessiebackup.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.LibraryRules;

/** The rooms of the operator, and which may know which; reconcilers are strangers to each other. */
class OperatorArchitectureTest extends LibraryRules {
  private static final String OWN = "org.nessiebackup.operator";
  private static final List<String> RECONCILERS =
      List.of("vault", "catalog", "backup", "restore", "drill");

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("resource", Set.of()),
          Map.entry("outcome", Set.of()),
          Map.entry("values", Set.of()),
          Map.entry("template", Set.of("values")),
          Map.entry("watch", Set.of()),
          Map.entry("status", Set.of("resource")),
          Map.entry("declaration", Set.of("resource", "template", "values")),
          Map.entry(
              "job",
              Set.of(
                  "resource", "outcome", "template", "values", "declaration", "status", "watch")));

  OperatorArchitectureTest() {
    super(OWN);
  }

  /** What Kubernetes and the chart have laid down. */
  @Override
  protected Set<String> formats() {
    return Set.of(OWN + ".resource", OWN + ".values");
  }

  @Test
  void roomsKnowThoseBelow() {
    MAY_IMPORT.forEach(this::knows);
  }

  @Test
  void reconcilersAreStrangers() {
    RECONCILERS.forEach(
        room ->
            knows(
                room,
                Set.of(
                    "resource",
                    "outcome",
                    "template",
                    "values",
                    "declaration",
                    "status",
                    "job",
                    "watch")));
  }

  /** It has work done, and does none: no database, no vault, no file. */
  @Test
  void operatorKnowsOfCoreTheSharedWordsOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.nessiebackup.vault..",
            "org.nessiebackup.store..",
            "org.nessiebackup.postgres..",
            "org.nessiebackup.crypto..",
            "java.sql..")
        .check(production);
  }

  private void knows(String room, Set<String> others) {
    String[] rooms =
        Stream.concat(
                Stream.of(
                    OWN + "." + room,
                    "org.nessiebackup",
                    "java..",
                    "io.fabric8..",
                    "io.javaoperatorsdk..",
                    "com.fasterxml.jackson.annotation..",
                    "tools.jackson.."),
                others.stream().map(other -> OWN + "." + other))
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(OWN + "." + room)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(rooms)
        .check(production);
  }
}
