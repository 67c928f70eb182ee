package org.nessiebackup.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.ArchitectureRules;

/** The packages of the command line, and which may know which. */
class CliArchitectureTest extends ArchitectureRules {
  private static final String ROOT = "org.nessiebackup.cli";

  /** Below the commands. */
  private static final Map<String, Set<String>> FOUNDATION =
      Map.ofEntries(
          entry("text", Set.of()),
          entry("delivery", Set.of()),
          entry("metrics", Set.of("delivery")),
          entry("console", Set.of("text")),
          entry("page", Set.of()),
          entry("monitoring", Set.of("console", "metrics", "delivery", "text")),
          entry("settings", Set.of("console", "text")),
          entry("option", Set.of("settings", "console", "monitoring", "delivery", "text")),
          entry("connection", Set.of("option", "settings", "console")),
          entry("warehouse", Set.of("option", "console")),
          entry("command", Set.of("option", "settings", "console", "text")));

  /** What all families of commands may import. */
  private static final Set<String> EVERYDAY =
      Set.of("command", "connection", "option", "settings", "console", "text");

  /** What single families may import besides. */
  private static final Map<String, Set<String>> FAMILIES =
      Map.ofEntries(
          entry("about", Set.of()),
          entry("backup", Set.of("copy", "retention")),
          entry("browse", Set.of()),
          entry("check", Set.of("verify")),
          entry("config", Set.of()),
          entry("copy", Set.of()),
          entry("demo", Set.of()),
          entry("drill", Set.of("page", "warehouse")),
          entry("export", Set.of()),
          entry("journal", Set.of()),
          entry("keys", Set.of()),
          entry("kubectl", Set.of()),
          entry("operator", Set.of()),
          entry("replica", Set.of()),
          entry("restore", Set.of("backup")),
          entry("retention", Set.of()),
          entry("selective", Set.of("restore")),
          entry("serve", Set.of("demo", "journal")),
          entry("vault", Set.of("backup", "page")),
          entry("verify", Set.of("warehouse")),
          entry("warmup", Set.of("demo")));

  /** What each package may import of the others; the root starts them all. */
  private static final Map<String, Set<String>> MAY_IMPORT = table();

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> table = new HashMap<>(FOUNDATION);
    FAMILIES.forEach((name, others) -> table.put(name, union(EVERYDAY, others)));
    table.put(
        "",
        union(FAMILIES.keySet(), Set.of("command", "option", "settings", "console", "monitoring")));
    return Map.copyOf(table);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
  }

  CliArchitectureTest() {
    super(ROOT);
  }

  @Test
  void packagesImportOnlyWhatTheTableAllows() {
    checkImports(MAY_IMPORT);
  }

  @Test
  void onlyDeliveriesSpeakHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(qualified("delivery"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .check(production);
  }

  /** So that no view and no message has to care for secrets, and for what upsets a terminal. */
  @Test
  void onlyTheOutletPrints() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Outlet")
        // Their text is ours alone: the narration of the demonstration, completion's scripts, and
        // what is kept of a password.
        .and()
        .resideOutsideOfPackage(qualified("demo"))
        .and()
        .doNotHaveSimpleName("CompletionCommand")
        .and()
        .doNotHaveSimpleName("PasswordPrompt")
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
        .check(production);
  }
}
