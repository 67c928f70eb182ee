package org.nessiebackup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.LibraryRules;

/**
 * The architecture is the packages, and this is their law. There are no exceptions to any rule;
 * whoever needs one changes the table here, in docs/architecture.md and says why in a decision.
 */
class ArchitectureTest extends LibraryRules {
  private static final String ROOT = "org.nessiebackup";

  /** The package table: what each package may import besides the root package. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("retry", Set.of()),
          Map.entry("store", Set.of("retry")),
          Map.entry("store.bucket", Set.of("store", "retry")),
          Map.entry("crypto", Set.of()),
          Map.entry("segment", Set.of("crypto")),
          Map.entry("manifest.json", Set.of()),
          Map.entry("manifest", Set.of("manifest.json")),
          Map.entry("vault.lease", Set.of("store", "manifest", "vault.object")),
          Map.entry(
              "vault.access", Set.of("store", "crypto", "manifest", "segment", "vault.object")),
          Map.entry(
              "vault.backups",
              Set.of("store", "crypto", "manifest", "vault.object", "vault.access")),
          Map.entry(
              "vault.record",
              Set.of(
                  "store", "crypto", "manifest", "vault.object", "vault.access", "vault.backups")),
          Map.entry(
              "vault.point", Set.of("manifest", "vault.backups", "vault.tip", "vault.journal")),
          Map.entry(
              "vault.journal",
              Set.of("store", "crypto", "manifest", "segment", "vault.object", "vault.access")),
          Map.entry(
              "vault.tip",
              Set.of(
                  "store",
                  "crypto",
                  "manifest",
                  "segment",
                  "vault.object",
                  "vault.access",
                  "vault.backups")),
          Map.entry(
              "vault.replica",
              Set.of(
                  "store", "crypto", "manifest", "vault.object", "vault.access", "vault.backups")),
          Map.entry(
              "vault",
              Set.of(
                  "store",
                  "crypto",
                  "manifest",
                  "vault.object",
                  "vault.lease",
                  "vault.access",
                  "vault.backups",
                  "vault.point",
                  "vault.record",
                  "vault.replica",
                  "vault.tip",
                  "vault.journal")),
          Map.entry(
              "vault.rows",
              Set.of(
                  "crypto",
                  "manifest",
                  "segment",
                  "vault",
                  "vault.access",
                  "vault.backups",
                  "vault.point",
                  "vault.tip",
                  "vault.journal")),
          Map.entry("pgoutput", Set.of()),
          Map.entry("postgres", Set.of()),
          Map.entry("tables", Set.of("postgres")),
          Map.entry("replication", Set.of("retry", "postgres", "tables")),
          Map.entry("comparison", Set.of("segment", "pgoutput", "postgres", "tables")),
          Map.entry("properties", Set.of("postgres", "tables")),
          Map.entry("swap", Set.of("postgres", "tables", "properties")),
          Map.entry("nessie", Set.of()),
          Map.entry("nessieapi", Set.of("nessie", "retry")),
          Map.entry("server", Set.of("nessie")),
          Map.entry(
              "catalog",
              Set.of(
                  "store",
                  "crypto",
                  "manifest",
                  "segment",
                  "vault",
                  "vault.access",
                  "vault.backups",
                  "vault.journal",
                  "vault.point",
                  "vault.rows",
                  "postgres",
                  "tables",
                  "nessie")));

  /** Inner rooms, which no other operation knows; what they may import besides the root package. */
  private static final Map<String, Set<String>> ROOMS =
      Map.of(
          "vault.object",
          Set.of("store", "crypto", "manifest"),
          "imports.value",
          Set.of("segment"),
          "imports.sql",
          Set.of("segment", "imports.value"),
          "replica.server",
          Set.of("manifest", "postgres", "tables", "replication", "nessie"));

  /** Who may send SQL through a session; everybody else may open, hand on and close one. */
  private static final List<String> SPEAK_SQL =
      List.of("postgres", "tables", "replication", "properties", "swap");

  /** One operation each, strangers to one another; they may import all of the above. */
  private static final Set<String> OPERATIONS =
      Set.of(
          "backup",
          "restore",
          "undo",
          "verify",
          "integrity",
          "export",
          "files",
          "imports",
          "check",
          "keys",
          "retention",
          "copy",
          "status",
          "references",
          "reset",
          "browse",
          "selective",
          "tip",
          "journal",
          "replica");

  ArchitectureTest() {
    super(ROOT);
  }

  @Override
  protected Set<String> formats() {
    return Set.of(qualified("manifest"), qualified("nessie"));
  }

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    Map<String, Set<String>> table = new HashMap<>(MAY_IMPORT);
    table.putAll(ROOMS);
    OPERATIONS.forEach(operation -> table.put(operation, allowedFor(operation)));
    table.replaceAll((name, others) -> union(others, Set.of("")));
    table.put("", Set.of());

    checkImports(table);
  }

  private static Set<String> allowedFor(String operation) {
    Set<String> rooms =
        ROOMS.keySet().stream()
            .filter(room -> room.startsWith(operation + "."))
            .collect(Collectors.toSet());
    return union(MAY_IMPORT.keySet(), rooms);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
  }

  @Test
  void everyOutsideTechnologyHasOneOwner() {
    owners(SPEAK_SQL, "java.sql..", "javax.sql..", "org.postgresql..");
    owner("segment", "com.github.luben..");
    owner("crypto", "com.exceptionfactory.jagged..");
    // Documents of a vault, and answers of Nessie's API: two formats, neither of them ours to
    // share.
    owners(List.of("manifest", "manifest.json", "nessieapi"), "tools.jackson..");
    // What the client talks in is Nessie's model, which both need.
    owners(
        List.of("nessie", "server"),
        "org.projectnessie..",
        "com.fasterxml.jackson.core..",
        "com.fasterxml.jackson.databind..");
    owner("server", "org.projectnessie.client..");
    owner("store", "java.nio.file..");
    noClasses()
        .that()
        .resideOutsideOfPackage(qualified("store"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)|java\\.nio\\.channels\\.File.*")
        .check(production);
  }

  private void owner(String owner, String... technology) {
    owners(List.of(owner), technology);
  }

  private void owners(List<String> owners, String... technology) {
    noClasses()
        .that()
        .resideOutsideOfPackages(owners.stream().map(this::qualified).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(technology)
        .because(owners + " alone know " + Arrays.toString(technology))
        .check(production);
  }

  @Test
  void operationShowsOneEntryAndItsOptionsPlanAndReport() {
    Map<String, List<String>> entries = new TreeMap<>();
    for (JavaClass type : production) {
      String name = packageOf(type);
      boolean shown = type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass();
      if (OPERATIONS.contains(name)
          && shown
          && Stream.of("Options", "Plan", "Report").noneMatch(type.getSimpleName()::endsWith)) {
        entries.computeIfAbsent(name, key -> new ArrayList<>()).add(type.getSimpleName());
      }
    }

    assertThat(entries).allSatisfy((operation, names) -> assertThat(names).hasSize(1));
  }
}
