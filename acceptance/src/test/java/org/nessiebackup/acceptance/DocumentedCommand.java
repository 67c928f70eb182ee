package org.nessiebackup.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that a document shows.
 *
 * @param line where it begins, counted from 1
 * @param text the whole command; where it was continued on a further line, it still is
 * @param exitCode the status it has to have: 0, or what a comment {@code # exit N} behind it says
 */
record DocumentedCommand(int line, String text, int exitCode) {
  private static final Pattern FENCE = Pattern.compile("\\s*```\\s*([A-Za-z]*).*");
  private static final Pattern OURS =
      Pattern.compile("(?s)([^#]*\\|\\s*)?(bin/)?nessie-backup(\\s.*)?");
  private static final Pattern COMMENT = Pattern.compile("\\s+#.*$", Pattern.DOTALL);
  private static final Pattern SHELL = Pattern.compile("[^-A-Za-z0-9_./:=@,%+?\\s]");
  private static final Pattern FOLDER_BESIDE =
      Pattern.compile("--(vault|to|copy-to)[ =]+[^/\\s]+(\\s|$)");
  private static final Pattern EXIT = Pattern.compile("(?s)(.*?)\\s+#\\s*exit\\s+(\\d+)\\s*");

  /**
   * The commands of this product in the fenced blocks of a Markdown text that are tagged {@code sh}
   * or {@code console}. In the latter those lines are commands that begin with a dollar sign.
   */
  static List<DocumentedCommand> in(String markdown) {
    List<DocumentedCommand> commands = new ArrayList<>();
    List<String> lines = markdown.lines().toList();
    String tag = null;
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        tag = tag == null ? fence.group(1) : null;
      } else if ("sh".equals(tag) || "console".equals(tag)) {
        String begin = command(lines.get(i), tag);
        int first = i;
        StringBuilder whole = new StringBuilder(begin);
        while (!begin.isEmpty() && lines.get(i).endsWith("\\") && i + 1 < lines.size()) {
          i++;
          whole.append('\n').append(lines.get(i));
        }
        if (OURS.matcher(begin).matches()) {
          commands.add(of(first + 1, whole.toString()));
        }
      }
    }
    return commands;
  }

  private static String command(String line, String tag) {
    String text = line.strip();
    if (text.startsWith("$ ")) {
      return text.substring(2).strip();
    }
    return tag.equals("sh") ? text : "";
  }

  private static DocumentedCommand of(int line, String text) {
    Matcher exit = EXIT.matcher(text);
    return exit.matches()
        ? new DocumentedCommand(line, exit.group(1), Integer.parseInt(exit.group(2)))
        : new DocumentedCommand(line, text, 0);
  }

  /** What it does: its first word behind the program's name. */
  String operation() {
    String[] words = text.split("\\s+", 3);
    return words.length < 2 ? "" : words[1];
  }

  /** Whether it runs on and on, or starts servers of its own; those have tests of their own. */
  boolean isDemo() {
    return exitCode == 0 && text.matches("(?s)(bin/)?nessie-backup\\s+(demo|serve)\\b.*");
  }

  /** Whether it makes the vault, which therefore must not be there before. */
  boolean isInit() {
    return text.matches("(?s)(bin/)?nessie-backup\\s+init\\b.*");
  }

  /**
   * The words of a command behind the program's name, if no shell is needed to find them: nothing
   * is quoted, expanded, piped or redirected, and no file or vault is named that lies beside the
   * reader.
   */
  static Optional<List<String>> plainWords(String text) {
    String bare = COMMENT.matcher(text.replace("\\\n", " ")).replaceFirst("").strip();
    List<String> words = List.of(bare.split("\\s+", -1));
    boolean needsShell =
        SHELL.matcher(bare).find()
            || FOLDER_BESIDE.matcher(bare).find()
            || words.stream().anyMatch(word -> word.contains(".") && !word.contains("/"));
    return needsShell ? Optional.empty() : Optional.of(words.subList(1, words.size()));
  }

  /** Whether it wants a Nessie that serves, which another test has. */
  boolean isForANessie() {
    return text.matches("(?s)(bin/)?nessie-backup\\s+restore-(ref|table)\\b.*");
  }

  /** Whether it wants a cluster in which Nessie runs. */
  boolean isForACluster() {
    return text.contains(" --kubernetes");
  }
}
