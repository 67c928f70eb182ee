package org.nessiebackup.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
  static ProgramRun of(Map<String, String> environment, String... args) {
    return typing("", environment, args);
  }

  static ProgramRun typing(String input, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    int status = Main.run(stream(out), stream(err), environment, in, args);
    return new ProgramRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
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
