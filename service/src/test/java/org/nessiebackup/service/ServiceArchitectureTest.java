package org.nessiebackup.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.ArchitectureRules;

/** The packages of the service, and which may know which. */
class ServiceArchitectureTest extends ArchitectureRules {
  private static final String ROOT = "org.nessiebackup.service";

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          entry("event", Set.of()),
          entry("timeline", Set.of()),
          entry("security", Set.of()),
          entry("run", Set.of("event")),
          entry("fleet", Set.of("event", "run")),
          entry("schedule", Set.of("event", "run", "fleet")),
          entry("endpoint", Set.of("event", "security")),
          entry("api", Set.of("endpoint", "event", "run", "fleet", "schedule", "security")),
          entry("recovery", Set.of("event", "run", "fleet")),
          entry(
              "page",
              Set.of("endpoint", "event", "run", "fleet", "schedule", "timeline", "security")),
          entry("page.recovery", Set.of("endpoint", "run", "recovery", "security", "page")),
          entry("http", Set.of("endpoint", "event", "security")),
          entry(
              "",
              Set.of(
                  "endpoint",
                  "event",
                  "run",
                  "fleet",
                  "schedule",
                  "recovery",
                  "security",
                  "api",
                  "page",
                  "page.recovery",
                  "http")));

  private static final Map<String, String> OWNERS =
      Map.of(
          "io.javalin..", "http",
          "org.eclipse.jetty..", "http",
          "com.nimbusds..", "security");

  ServiceArchitectureTest() {
    super(ROOT);
  }

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    Set<String> packages =
        production.stream()
            .map(ServiceArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(MAY_IMPORT.keySet()).containsAll(packages);
    for (String name : packages) {
      String[] forbidden =
          packages.stream()
              .filter(other -> !other.equals(name) && !MAY_IMPORT.get(name).contains(other))
              .map(ServiceArchitectureTest::qualified)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(qualified(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .because("the package table says so")
          .allowEmptyShould(true)
          .check(production);
    }
  }

  @Test
  void eachTechnologyHasOneOwner() {
    OWNERS.forEach(
        (technology, owner) ->
            noClasses()
                .that()
                .resideOutsideOfPackage(qualified(owner))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .check(production));
  }

  @Test
  void theServiceKnowsNoCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nessiebackup.cli..", "picocli..")
        .check(production);
  }

  private static String packageOf(JavaClass type) {
    return type.getPackageName().equals(ROOT)
        ? ""
        : type.getPackageName().substring(ROOT.length() + 1);
  }

  private static String qualified(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }
}
