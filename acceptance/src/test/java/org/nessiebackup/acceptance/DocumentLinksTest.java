package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether readers of the documents get where they are sent, and can see them in a terminal. */
class DocumentLinksTest {
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern SECTION = Pattern.compile("(?m)^## (.*)$");
  private static final Pattern CONTENTS =
      Pattern.compile("(?ms)^On this page:\\s(.*?)\n\n## ", Pattern.UNICODE_CHARACTER_CLASS);

  @Test
  void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : DocumentedCommandsTest.documents()) {
      for (String link : links(withoutCode(document))) {
        if (!link.contains(":") && !leads(document, link)) {
          broken.add(name(document) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageOfSeveralSectionsBeginsWithAllOfThem() throws IOException {
    for (Path page : pages()) {
      String text = withoutBlocks(page);
      List<String> sections =
          SECTION.matcher(text).results().map(each -> anchor(each.group(1))).toList();
      if (sections.size() >= 3) {
        String contents =
            CONTENTS.matcher(text).results().map(each -> each.group(1)).findFirst().orElse("");
        assertThat(links(contents))
            .as(name(page))
            .containsExactlyElementsOf(sections.stream().map(each -> "#" + each).toList());
      }
    }
  }

  @Test
  void everyPageIsInTheIndexByTask() throws IOException {
    Path index = Installation.home().resolve("docs/README.md");
    Set<String> named = new HashSet<>(links(Files.readString(index)));
    named.removeIf(link -> link.contains("/"));
    Set<String> there = new HashSet<>();
    pages().forEach(page -> there.add(page.getFileName().toString()));
    there.remove("README.md");
    assertThat(named.stream().map(link -> link.replaceFirst("#.*", "")).toList())
        .containsAll(there);
  }

  @Test
  void everyFileThatAContributorIsSentToExists() throws IOException {
    String page = Files.readString(Installation.home().resolve("docs/contributing.md"));
    List<String> files =
        Pattern.compile("`([\\w.-]+/[\\w./-]+|\\w+\\.(?:md|xml))`")
            .matcher(page)
            .results()
            .map(each -> each.group(1))
            .filter(each -> !each.startsWith("META-INF"))
            .toList();
    assertThat(files)
        .hasSizeGreaterThan(20)
        .allMatch(file -> Files.exists(Installation.home().resolve(file)));
  }

  @Test
  void proseFitsIntoAWindow() throws IOException {
    for (Path document : DocumentedCommandsTest.documents()) {
      List<String> long120 =
          withoutBlocks(document)
              .lines()
              .filter(line -> line.codePointCount(0, line.length()) > 120)
              .filter(line -> !line.startsWith("|"))
              .toList();
      assertThat(long120).as(name(document)).isEmpty();
    }
  }

  @Test
  void aDrawingSaysWhatItsTextSays() throws IOException {
    Path folder = Installation.home().resolve("docs/drawings");
    Pattern label = Pattern.compile("label=\"([^\"]*)\"");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> texts = files.filter(file -> file.toString().endsWith(".dot")).toList();
      assertThat(texts).hasSize(3);
      for (Path text : texts) {
        String drawing = Files.readString(Path.of(text.toString().replace(".dot", ".svg")));
        List<String> words =
            label
                .matcher(Files.readString(text))
                .results()
                .map(each -> each.group(1))
                .flatMap(each -> Stream.of(each.split("\\\\n|\\|")))
                .sorted()
                .toList();
        List<String> drawn =
            Pattern.compile("<text[^>]*>([^<]*)</text>")
                .matcher(drawing)
                .results()
                .map(each -> each.group(1).replace("&#45;", "-").strip())
                .sorted()
                .toList();
        assertThat(drawn).as("%s: run docs/drawings/draw", name(text)).isEqualTo(words);
      }
    }
  }

  private static boolean leads(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? document : document.getParent().resolve(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1
        || HEADING
            .matcher(withoutBlocks(target))
            .results()
            .map(each -> anchor(each.group(1)))
            .anyMatch(parts[1]::equals);
  }

  private static List<String> links(String text) {
    return LINK.matcher(text).results().map((MatchResult each) -> each.group(1)).toList();
  }

  /** As forges make it of a heading. */
  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .strip()
        .replace(' ', '-');
  }

  private static String withoutCode(Path document) throws IOException {
    return CODE.matcher(Files.readString(document)).replaceAll("");
  }

  private static String withoutBlocks(Path document) throws IOException {
    return Files.readString(document).replaceAll("(?ms)^ *```.*?^ *```", "");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(Installation.home().resolve("docs"))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static String name(Path file) {
    return Installation.home().relativize(file).toString();
  }
}
