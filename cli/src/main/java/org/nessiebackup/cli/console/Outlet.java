package org.nessiebackup.cli.console;

import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nessiebackup.cli.text.Redaction;
import org.nessiebackup.report.text.Printable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last step before a stream of the process: nothing that is said gets past it, so no view and
 * no message has to care for secrets and for characters that upset a terminal. Data of their own,
 * such as a dump, are not said; they are written as they are.
 */
public final class Outlet {
  private static final String ERASE_LINE = "\r\u001b[K";

  /** Were the window made narrower meanwhile, a line that goes on below could not be taken away. */
  private static final String DO_NOT_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  /** Members of documents that are said to people in the end. */
  private static final List<String> MESSAGES = List.of("message", "hint", "step", "stack_trace");

  private final Invocation invocation;
  private final Invocation.Stream which;
  private final PrintStream stream;
  private final Redaction redaction;

  private Outlet(Invocation invocation, Invocation.Stream which, PrintStream stream) {
    this.invocation = invocation;
    this.which = which;
    this.stream = stream;
    this.redaction = invocation.redaction();
  }

  static Outlet out(Invocation invocation) {
    return new Outlet(invocation, Invocation.Stream.OUT, invocation.out());
  }

  static Outlet err(Invocation invocation) {
    return new Outlet(invocation, Invocation.Stream.ERR, invocation.err());
  }

  /** A page that fits. */
  TextPage page() {
    return new TextPage(invocation.columns(which), text -> Printable.line(redaction.result(text)));
  }

  /** The lines of such a page. */
  void page(TextPage page) {
    write(() -> page.toned().forEach(line -> stream.println(shown(line))));
  }

  private String shown(Line line) {
    // What was harmless part by part may be none as a whole.
    boolean known = Printable.line(redaction.result(line.text())).equals(line.text());
    if (!known) {
      return Printable.line(redaction.result(line.text()));
    }
    return invocation.coloured(which) ? line.coloured() : line.text();
  }

  /** A message, which is one line whatever it quotes. */
  void message(String text) {
    message(Tone.PLAIN, "", text);
  }

  /** The same with a first word that says how it is meant. */
  void message(Tone tone, String word, String text) {
    write(() -> wrapped(tone, word, text).forEach(line -> stream.println(shown(line))));
  }

  private List<Line> wrapped(Tone tone, String word, String text) {
    String gap = word.isEmpty() ? "" : " ";
    return Line.of("", tone, word, gap + redaction.message(text))
        .wrapped(invocation.columns(which), word.length() + gap.length());
  }

  /** A line that is no narrower than somebody else has made it. */
  void line(String text) {
    write(() -> stream.println(redaction.message(text)));
    flush();
  }

  /** A line of a stack trace. */
  void traceLine(String text) {
    String indented = text.startsWith("\t") ? "\t" : "";
    write(() -> stream.println(indented + redaction.message(text)));
  }

  /** Begins a line that somebody else ends. */
  void question(String text) {
    List<Line> lines = wrapped(Tone.PLAIN, "", text);
    write(
        () -> {
          lines.subList(0, lines.size() - 1).forEach(line -> stream.println(line.text()));
          stream.print(lines.getLast().text() + " ");
        });
    flush();
  }

  /** Writes a line over the one before, and does not end it. */
  void overwrite(String text) {
    invocation
        .terminal()
        .writeOver(() -> stream.print(ERASE_LINE + DO_NOT_WRAP + redaction.message(text) + WRAP));
    flush();
  }

  /** Takes such a line away. */
  void erase() {
    write(() -> {});
  }

  /** Nothing is said beside such a line, whoever has written it. */
  private void write(Runnable writing) {
    invocation.terminal().write(this::eraseLine, writing);
  }

  private void eraseLine() {
    invocation.err().print(ERASE_LINE);
    invocation.err().flush();
  }

  /** A message for machines. */
  void message(ObjectNode document) {
    write(() -> stream.println(message(document, redaction)));
  }

  /**
   * A result for machines.
   *
   * @param document has some member
   * @param lists more members, whose elements are written one after another
   */
  void result(ObjectNode document, Map<String, Stream<ObjectNode>> lists) {
    String head = result(document, redaction);
    erase();
    stream.print(head.substring(0, head.length() - 1));
    lists.forEach(
        (name, elements) -> {
          stream.print(",\"" + name + "\":[");
          Iterator<ObjectNode> each = elements.iterator();
          while (each.hasNext()) {
            stream.print(result(each.next(), redaction));
            stream.print(each.hasNext() ? "," : "");
          }
          stream.print("]");
        });
    stream.println("}");
  }

  void flush() {
    stream.flush();
  }

  /** A document whose texts are messages, as it may be written. */
  public static String message(ObjectNode document, Redaction redaction) {
    ObjectNode shown = document.deepCopy();
    for (String name : MESSAGES) {
      if (shown.path(name).isString()) {
        shown.put(name, redaction.hidden(shown.path(name).asString()));
      }
    }
    return result(shown, redaction);
  }

  /** A document that holds data, as it may be written. */
  public static String result(ObjectNode document, Redaction redaction) {
    String written = document.toString();
    // The long way only where there is something to hide: a list of backups may be long.
    return Printable.json(
        redaction.result(written).equals(written)
            ? written
            : mapped(document, redaction::result).toString());
  }

  private static JsonNode mapped(JsonNode node, UnaryOperator<String> text) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        object.forEachEntry((name, value) -> shown.set(text.apply(name), mapped(value, text)));
        yield shown;
      }
      case ArrayNode array -> {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode(array.size());
        array.forEach(value -> shown.add(mapped(value, text)));
        yield shown;
      }
      default ->
          node.isString() ? JsonNodeFactory.instance.stringNode(text.apply(node.asString())) : node;
    };
  }
}
