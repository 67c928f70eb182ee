package org.nessiebackup.service.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.JsonNode;

/** What a request may say about a command, and which words of a command line come of it. */
sealed interface Argument {
  /** The member of the request. */
  String name();

  /** Whether there is no command without it. */
  boolean required();

  /** Who may say it, of those who may start the command. */
  default Role role() {
    return Role.VIEWER;
  }

  /**
   * The words for a value.
   *
   * @throws org.nessiebackup.BackupException if it cannot be
   */
  List<String> words(JsonNode value);

  /** How the option is called, if it is one. */
  private static String option(String name) {
    return "--" + name.replace('_', '-');
  }

  private static String text(String name, Form form, JsonNode value) {
    if (!value.isString()) {
      throw Form.refusal(name, "is not a string");
    }
    return form.check(name, value.asString());
  }

  private static List<String> texts(String name, Form form, int most, JsonNode value) {
    if (!value.isArray() || value.size() > most) {
      throw Form.refusal(name, "is not an array of at most %d strings".formatted(most));
    }
    List<String> texts = new ArrayList<>();
    value.forEach(each -> texts.add(text(name, form, each)));
    return texts;
  }

  /** An option without a value. */
  record Flag(String name, Role role) implements Argument {
    Flag(String name) {
      this(name, Role.VIEWER);
    }

    @Override
    public boolean required() {
      return false;
    }

    @Override
    public List<String> words(JsonNode value) {
      if (!value.isBoolean()) {
        throw Form.refusal(name, "is neither true nor false");
      }
      return value.asBoolean() ? List.of(option(name)) : List.of();
    }
  }

  /** An option with a value. */
  record Option(String name, Form form) implements Argument {
    @Override
    public boolean required() {
      return false;
    }

    @Override
    public List<String> words(JsonNode value) {
      return List.of(option(name) + "=" + text(name, form, value));
    }
  }

  /** An option with a number. */
  record Amount(String name, int least, int most) implements Argument {
    @Override
    public boolean required() {
      return false;
    }

    @Override
    public List<String> words(JsonNode value) {
      if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
        throw Form.refusal(name, "is not a number from %d to %d".formatted(least, most));
      }
      return List.of(option(name) + "=" + value.asInt());
    }
  }

  /** An option that may be given several times. */
  record Options(String name, String option, Form form, int most) implements Argument {
    @Override
    public boolean required() {
      return false;
    }

    @Override
    public List<String> words(JsonNode value) {
      return texts(name, form, most, value).stream().map(each -> option + "=" + each).toList();
    }
  }

  /** One of several words, each of which stands for words of the command line. */
  record Choice(String name, Map<String, List<String>> choices) implements Argument {
    @Override
    public boolean required() {
      return false;
    }

    @Override
    public List<String> words(JsonNode value) {
      if (!value.isString() || !choices.containsKey(value.asString())) {
        throw Form.refusal(name, "is none of " + Stream.of(choices.keySet()).sorted().toList());
      }
      return choices.get(value.asString());
    }
  }

  /** A word that stands by itself. */
  record Operand(String name, Form form, boolean required) implements Argument {
    @Override
    public List<String> words(JsonNode value) {
      return List.of(text(name, form, value));
    }
  }

  /** Several of these. */
  record Operands(String name, Form form, boolean required, int most) implements Argument {
    @Override
    public List<String> words(JsonNode value) {
      List<String> texts = texts(name, form, most, value);
      if (required && texts.isEmpty()) {
        throw Form.refusal(name, "is empty");
      }
      return texts;
    }
  }
}
