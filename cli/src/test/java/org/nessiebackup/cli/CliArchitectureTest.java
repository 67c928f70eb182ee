package org.nessiebackup.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packages of the command line, and which may know which. */
class CliArchitectureTest {
  private static final String ROOT = "org.nessiebackup.cli";

  /** What each package may import of the others; the root starts them all. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "text", Set.of(),
          "delivery", Set.of(),
          "metrics", Set.of("delivery", "text"),
          "output", Set.of("metrics", "text"),
          "monitoring", Set.of("output", "metrics", "delivery", "text"),
          "option", Set.of("output", "monitoring", "delivery", "text"),
          "demo", Set.of("output"),
          "command", Set.of("option", "output", "demo"),
          "", Set.of("command", "option", "output", "monitoring"));

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    Set<String> packages =
        PRODUCTION.stream()
            .map(CliArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(MAY_IMPORT.keySet()).containsAll(packages);
    for (String name : packages) {
      String[] forbidden =
          packages.stream()
              .filter(other -> !other.equals(name) && !MAY_IMPORT.get(name).contains(other))
              .map(CliArchitectureTest::qualified)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(qualified(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .because("the package table says so")
          .check(PRODUCTION);
    }
  }

  @Test
  void onlyDeliveriesSpeakHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(qualified("delivery"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .check(PRODUCTION);
  }

  /** So that no view and no message has to care for secrets, and for what upsets a terminal. */
  @Test
  void onlyTheOutletPrints() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Outlet")
        // Their text is ours alone: the narration of the demonstration, and completion's scripts.
        .and()
        .resideOutsideOfPackage(qualified("demo"))
        .and()
        .doNotHaveSimpleName("DemoCommand")
        .and()
        .doNotHaveSimpleName("CompletionCommand")
        .and()
        .doNotHaveSimpleName("StopSignal")
        .should()
        .callMethodWhere(
            target(nameMatching("print|println|printf|append|printStackTrace"))
                .and(
                    target(
                        owner(
                            assignableTo(PrintStream.class)
                                .or(assignableTo(PrintWriter.class))
                                .or(assignableTo(Throwable.class))))))
        .check(PRODUCTION);
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
