package org.nessiebackup.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code config} and its commands. */
public final class ConfigJson {
  private static final Shape<Value> VALUE =
      Shape.of(Value.class)
          .text("name", Value::name)
          .textIf("command", Value::command)
          .text("value", Value::value)
          .text("source", Value::source)
          .text("place", Value::place);

  /** What options are set to. */
  public static final Shape<Shown> SHOWN =
      Shape.of(Shown.class)
          .texts("files", Shown::files)
          .textIf("profile", Shown::profile)
          .textIf("catalog", Shown::catalog)
          .list("settings", VALUE, Shown::settings)
          .texts("other_variables", Shown::others);

  /** A file of settings to begin with. */
  public static final Shape<String> EXAMPLE =
      Shape.of(String.class).text("example", Function.identity());

  private ConfigJson() {}

  /**
   * What an option is set to.
   *
   * @param name the option's, without hyphens before it
   * @param command the one command that it is said for
   * @param value without secrets
   * @param source what kind of place says it
   * @param place where it is said
   */
  public record Value(
      String name, Optional<String> command, String value, String source, String place) {}

  /**
   * What all are set to.
   *
   * @param files the files that were read, the one that wins first
   * @param profile the profile that was asked for
   * @param catalog the catalog that was asked for
   * @param settings what is set
   * @param others variables of other programs that are heeded
   */
  public record Shown(
      List<String> files,
      Optional<String> profile,
      Optional<String> catalog,
      List<Value> settings,
      List<String> others) {
    /** Copies the lists. */
    public Shown {
      files = List.copyOf(files);
      settings = List.copyOf(settings);
      others = List.copyOf(others);
    }
  }
}
