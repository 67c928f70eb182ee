package org.nessiebackup;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.postgres.Session;

/**
 * The architecture is the packages, and this is their law. There are no exceptions to any rule;
 * whoever needs one changes the table here, in docs/architecture.md and says why in a decision.
 */
class ArchitectureTest {
  private static final String ROOT = "org.nessiebackup";

  /** The package table: what each package may import besides the root package. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("retry", Set.of()),
          Map.entry("store", Set.of("retry")),
          Map.entry("store.bucket", Set.of("store", "retry")),
          Map.entry("crypto", Set.of()),
          Map.entry("segment", Set.of("crypto")),
          Map.entry("manifest", Set.of()),
          Map.entry("vault.lease", Set.of("store", "manifest", "vault.object")),
          Map.entry(
              "vault.access", Set.of("store", "crypto", "manifest", "segment", "vault.object")),
          Map.entry(
              "vault.backups",
              Set.of("store", "crypto", "manifest", "vault.object", "vault.access")),
          Map.entry("vault.record", Set.of("store", "manifest", "vault.object", "vault.backups")),
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
                  "vault.record")),
          Map.entry(
              "vault.rows",
              Set.of("crypto", "manifest", "segment", "vault", "vault.access", "vault.backups")),
          Map.entry("postgres", Set.of()),
          Map.entry("tables", Set.of("postgres")),
          Map.entry("properties", Set.of("postgres", "tables")),
          Map.entry("swap", Set.of("postgres", "tables", "properties")),
          Map.entry("nessie", Set.of()),
          Map.entry("nessieapi", Set.of("nessie", "retry")),
          Map.entry("server", Set.of("nessie", "nessieapi", "retry")),
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
          Set.of("segment", "imports.value"));

  /** Who may send SQL through a session; everybody else may open, hand on and close one. */
  private static final List<String> SPEAK_SQL = List.of("postgres", "tables", "properties", "swap");

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
          "selective");

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/sandbox/"))
          .importPackages(ROOT);

  @Test
  void everyPackageStandsInTheTable() {
    Set<String> known = new TreeSet<>(MAY_IMPORT.keySet());
    known.addAll(ROOMS.keySet());
    known.addAll(OPERATIONS);
    known.add("");

    assertThat(known).containsAll(packages());
  }

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    for (String name : packages()) {
      Set<String> allowed = new HashSet<>(allowedFor(name));
      allowed.add(name);
      allowed.add("");
      String[] forbidden =
          packages().stream()
              .filter(other -> !allowed.contains(other))
              .map(ArchitectureTest::qualified)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(qualified(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .because("the package table says so")
          .allowEmptyShould(true)
          .check(PRODUCTION);
    }
  }

  private static Set<String> allowedFor(String name) {
    if (name.isEmpty()) {
      return Set.of();
    }
    if (ROOMS.containsKey(name)) {
      return ROOMS.get(name);
    }
    if (!OPERATIONS.contains(name)) {
      return MAY_IMPORT.get(name);
    }
    Set<String> allowed = new HashSet<>(MAY_IMPORT.keySet());
    ROOMS.keySet().stream().filter(room -> room.startsWith(name + ".")).forEach(allowed::add);
    return allowed;
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(PRODUCTION);
  }

  @Test
  void everyOutsideTechnologyHasOneOwner() {
    owners(SPEAK_SQL, "java.sql..", "javax.sql..", "org.postgresql..");
    soleOwner("segment", "com.github.luben..");
    soleOwner("crypto", "com.exceptionfactory.jagged..");
    // Documents of a vault, and answers of Nessie's API: two formats, neither of them ours to
    // share.
    owners(List.of("manifest", "nessieapi"), "tools.jackson..");
    // What the client talks in is Nessie's model, which both need.
    owners(
        List.of("nessie", "server"),
        "org.projectnessie..",
        "com.fasterxml.jackson.core..",
        "com.fasterxml.jackson.databind..");
    soleOwner("server", "org.projectnessie.client..");
    soleOwner("store", "java.nio.file..");
    noClasses()
        .that()
        .resideOutsideOfPackage(qualified("store"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)|java\\.nio\\.channels\\.File.*")
        .check(PRODUCTION);
  }

  @Test
  void sqlIsSentByThosePackagesOnlyThatKnowTables() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            SPEAK_SQL.stream().map(ArchitectureTest::qualified).toArray(String[]::new))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a session is given SQL",
                call ->
                    call.getTargetOwner().isEquivalentTo(Session.class)
                        && !Set.of("close", "closeAfter").contains(call.getName())))
        .check(PRODUCTION);
  }

  private static void soleOwner(String owner, String... technology) {
    owners(List.of(owner), technology);
  }

  private static void owners(List<String> owners, String... technology) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            owners.stream().map(ArchitectureTest::qualified).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(technology)
        .because(owners + " alone know " + Arrays.toString(technology))
        .check(PRODUCTION);
  }

  @Test
  void theLibraryPrintsNothingReadsNoSettingAndLooksAtNoClock() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .check(PRODUCTION);
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.logging..")
                .or(resideInAPackage("org.slf4j.."))
                .or(JavaClass.Predicates.assignableTo(System.Logger.class))
                .or(JavaClass.Predicates.equivalentTo(Random.class)))
        .check(PRODUCTION);
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "it reads the environment, a clock or ends the process",
                call ->
                    FORBIDDEN_CALLS.contains(
                        call.getTargetOwner().getName() + "." + call.getName())))
        .check(PRODUCTION);
  }

  private static final Set<String> FORBIDDEN_CALLS =
      Set.of(
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.getProperties",
          "java.lang.System.exit",
          "java.lang.System.currentTimeMillis",
          "java.lang.Runtime.exit",
          "java.lang.Runtime.halt",
          "java.lang.Runtime.addShutdownHook",
          "java.lang.Thread.sleep",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.time.Clock.tickMillis",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.lang.Throwable.printStackTrace");

  @Test
  void nothingIsMadeToBeInheritedFrom() {
    noClasses()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(PRODUCTION);
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .haveNameNotMatching(".*\\$[0-9]+")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(PRODUCTION);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .check(PRODUCTION);
  }

  @Test
  void operationShowsOneEntryAndItsOptionsPlanAndReport() {
    Map<String, List<String>> entries = new TreeMap<>();
    for (JavaClass type : PRODUCTION) {
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

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    Path sources = Path.of("src/main/java", ROOT.split("\\."));
    for (String name : packages()) {
      Path file = sources.resolve(name.replace('.', '/')).resolve("package-info.java");

      assertThat(file).exists();
      assertThat(Files.readString(file)).startsWith("/**").contains("package " + qualified(name));
    }
  }

  @Test
  void noPackageIsNamedAfterAHeap() {
    assertThat(packages())
        .noneMatch(
            name ->
                Set.of("util", "utils", "common", "misc", "helper")
                    .contains(name.toLowerCase(Locale.ROOT)));
  }

  /** Names of the packages that exist, without the root's; the root itself is "". */
  private static Set<String> packages() {
    return PRODUCTION.stream()
        .map(ArchitectureTest::packageOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }

  private static String qualified(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }
}
