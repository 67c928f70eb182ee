package org.nessiebackup.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came of one run of the program.
 *
 * @param status the exit status
 * @param out standard output
 * @param err standard error
 */
record ProgramRun(int status, String out, String err) {
  /** Names of classes, what Java makes of an absent value, and objects without a text. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\b(?:java|javax|org\\.nessiebackup|org\\.postgresql|tools\\.jackson|software\\.amazon"
              + "|com\\.azure|com\\.google|io\\.fabric8|picocli)\\.[a-z0-9.]*[A-Z]\\w+"
              + "|Optional[\\[.]|\\b[A-Z][a-zA-Z]+Exception\\b|\\w@[0-9a-f]{6,8}\\b");

  static ProgramRun of(Map<String, String> environment, String... args) {
    return typing("", environment, args);
  }

  static ProgramRun typing(String input, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    int status = Main.run(stream(out), stream(err), environment, in, args);
    ProgramRun run =
        new ProgramRun(
            status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    if (!List.of(args).contains("--debug") && !environment.containsKey("NESSIE_BACKUP_DEBUG")) {
      run.requireWordsForPeople();
    }
    return run;
  }

  /** Whatever a test is about: no message shows what the program looks like inside. */
  private void requireWordsForPeople() {
    INSIDE
        .matcher(err + out.lines().filter(line -> !line.contains("\"stack_trace\"")).toList())
        .results()
        .findFirst()
        .ifPresent(
            found -> {
              throw new AssertionError("\"" + found.group() + "\" is said to people: " + err + out);
            });
  }

  /** All documents on standard output; every line has to be one. */
  List<JsonNode> documents() {
    return out.lines().map(JsonMapper.shared()::readTree).toList();
  }

  /** The last document, which has to be a summary. */
  JsonNode summary() {
    JsonNode last = documents().getLast();
    if (!last.path("message_type").asString().equals("summary")) {
      throw new AssertionError("no summary: " + out + err);
    }
    return last;
  }

  /** The one document on standard error. */
  JsonNode error() {
    return JsonMapper.shared().readTree(err);
  }

  private static PrintStream stream(ByteArrayOutputStream target) {
    return new PrintStream(target, true, StandardCharsets.UTF_8);
  }
}
