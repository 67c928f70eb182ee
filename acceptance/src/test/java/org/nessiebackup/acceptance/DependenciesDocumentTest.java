package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/dependencies.md, the poms of what is shipped, and the libraries as installed.
 */
class DependenciesDocumentTest {
  private static final Set<String> NOT_SHIPPED =
      Set.of("acceptance", "benchmarks", "deploy", "dist", "packaging");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^:`]+):([^`]+)` \\| [^|]+ \\| ([0-9,]+) \\| [^|]+ \\|$");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "(?s)<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>");

  @Test
  void everyDirectDependencyHasItsRow() throws IOException {
    Set<String> documented = new TreeSet<>();
    rows().forEach(row -> documented.add(row.group(1) + ":" + row.group(2)));
    assertThat(documented).isEqualTo(direct());
  }

  @Test
  void sizesAreThoseOfTheInstallation() throws IOException {
    TreeMap<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> jars =
        Files.list(Installation.launcher().getParent().resolveSibling("lib"))) {
      // What the launcher prepares there for a faster start comes and goes.
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        sizes.put(jar.getFileName().toString(), Files.size(jar) >> 10);
      }
    }
    rows()
        .forEach(
            row -> {
              double told = Double.parseDouble(row.group(3).replace(",", ""));
              Pattern jar = Pattern.compile(anyPlatform(row.group(2)) + "-v?[0-9].*\\.jar");
              assertThat(
                      sizes.entrySet().stream()
                          .filter(file -> jar.matcher(file.getKey()).matches()))
                  .as(row.group(2))
                  .anySatisfy(
                      file ->
                          assertThat((double) file.getValue())
                              .isCloseTo(told, within(Math.max(2, told / 4))));
            });
  }

  private static String anyPlatform(String name) {
    return name.replace("linux-amd64", "[a-z0-9-]+");
  }

  private static Stream<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(Installation.home().resolve("docs/dependencies.md")))
        .results();
  }

  private static Set<String> direct() throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> modules = Files.list(Installation.home())) {
      for (Path module : modules.toList()) {
        Path pom = module.resolve("pom.xml");
        if (Files.exists(pom) && !NOT_SHIPPED.contains(module.getFileName().toString())) {
          DEPENDENCY
              .matcher(dependencies(Files.readString(pom)))
              .results()
              .filter(one -> !one.group(1).equals("org.nessiebackup"))
              .filter(one -> !one.group(3).contains("<scope>test"))
              .filter(one -> !one.group(3).contains("<scope>provided"))
              .forEach(one -> found.add(one.group(1) + ":" + artifact(one.group(2))));
        }
      }
    }
    return found;
  }

  /** Those of the module itself, and not of a profile or a plugin. */
  private static String dependencies(String pom) {
    int begin = pom.indexOf("  <dependencies>");
    return pom.substring(begin, pom.indexOf("  </dependencies>", begin));
  }

  private static String artifact(String name) {
    return name.replace("${postgres.platform}", "linux-amd64");
  }
}
