package org.nessiebackup.cli.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.cli.console.Invocation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All that options are set to without being typed: the environment, then what files say. */
public final class Settings {
  private final Invocation invocation;
  private final SettingsChoice choice;
  private final List<SettingsFile> files;
  private final List<SettingsLayer> layers;
  private final Optional<BackupException> fault;

  private Settings(
      Invocation invocation,
      SettingsChoice choice,
      List<SettingsFile> files,
      List<SettingsLayer> layers,
      Optional<BackupException> fault) {
    this.invocation = invocation;
    this.choice = choice;
    this.files = List.copyOf(files);
    this.layers = List.copyOf(layers);
    this.fault = fault;
  }

  /** Those of the environment alone. */
  public static Settings of(Invocation invocation) {
    SettingsChoice none = new SettingsChoice(Optional.empty(), Optional.empty(), Optional.empty());
    return new Settings(invocation, none, List.of(), List.of(), Optional.empty());
  }

  /** The same with what files say. What is wrong with one is kept, for who needs them. */
  public static Settings read(SettingsChoice choice, Invocation invocation) {
    try {
      List<SettingsFile> files = choice.read(invocation);
      return new Settings(invocation, choice, files, choice.layers(files), Optional.empty());
    } catch (BackupException e) {
      return new Settings(invocation, choice, List.of(), List.of(), Optional.of(e));
    }
  }

  /** Why files could not be read, if so. */
  public Optional<BackupException> fault() {
    return fault;
  }

  /** The fault that is behind an error of the command line, if there is one and it matters. */
  public Optional<BackupException> faultBehind(Exception error, boolean needed) {
    return error.getCause() instanceof BackupException known
        ? Optional.of(known)
        : fault.filter(unused -> needed);
  }

  /** Says which settings were passed over. */
  public void tell(Consumer<String> warn) {
    if (choice.passesOver(invocation)) {
      warn.accept(
          "the settings in \"%s\" are passed over, since this user may not read them"
              .formatted(SettingsChoice.OF_THE_MACHINE));
    }
  }

  /** What files say for this run, by the names that variables would have. */
  public Map<String, String> written() {
    Map<String, String> written = new HashMap<>();
    layers.forEach(each -> each.addTo(written));
    return written;
  }

  /** The files that were read, the one that wins first. */
  public List<SettingsFile> files() {
    return files;
  }

  /** The names of these files. */
  public List<String> names() {
    return files.stream().map(each -> each.path().toString()).toList();
  }

  /** Which of them were asked for. */
  public SettingsChoice choice() {
    return choice;
  }

  /** Where files are looked for. */
  public List<Path> places() {
    return choice.places(invocation);
  }

  /**
   * What an option is set to. Of options that say the same in several ways, such as {@code
   * --password-file} and {@code --password-command}, those of the place that wins count only.
   */
  public Optional<OptionValue> find(OptionSpec option) {
    if (layers.isEmpty()) {
      return inEnvironment(option);
    }
    List<OptionSpec> others = alternatives(option);
    for (int rank = 0; rank <= layers.size(); rank++) {
      Optional<OptionValue> found = at(rank, option);
      if (found.isPresent()) {
        return found;
      }
      for (OptionSpec other : others) {
        if (at(rank, other).isPresent()) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** An error in what a file says of an option; empty if it was said elsewhere. */
  public Optional<BackupException> error(OptionSpec option, String what, String hint) {
    return inEnvironment(option).isPresent()
        ? Optional.empty()
        : layers.stream().flatMap(layer -> layer.error(option, what, hint).stream()).findFirst();
  }

  /** Whether a secret stands in a text of a file itself, and not in the variables it names. */
  public static boolean holdsSecret(String text) {
    return SettingsLayer.holdsSecret(text);
  }

  /**
   * The same as if nobody had written secrets into files. Who does is refused, and that refusal
   * must not be told to the very address that should not have been there.
   */
  public Settings withoutSecrets() {
    return new Settings(
        invocation,
        choice,
        files,
        layers.stream().map(SettingsLayer::withoutSecrets).toList(),
        fault);
  }

  /**
   * What the table of a file that sets an option says of another one. The environment is one place
   * for whatever anybody has put there, so nothing in it belongs together.
   */
  public Optional<OptionValue> beside(CommandSpec command, String option, String other) {
    OptionSpec first = command.findOption(option);
    OptionSpec second = command.findOption(other);
    return layers.stream()
        .filter(
            layer -> inEnvironment(first).isEmpty() && layer.find(first, invocation).isPresent())
        .findFirst()
        .flatMap(layer -> layer.find(second, invocation));
  }

  private Optional<OptionValue> at(int rank, OptionSpec option) {
    return rank == 0 ? inEnvironment(option) : layers.get(rank - 1).find(option, invocation);
  }

  private Optional<OptionValue> inEnvironment(OptionSpec option) {
    return SettingNames.variables(option).stream()
        .flatMap(name -> invocation.variable(name).map(value -> variable(name, value)).stream())
        .findFirst()
        .map(
            found ->
                found.place().contains("__")
                    ? found.of(SettingNames.command(option.command()))
                    : found);
  }

  private static OptionValue variable(String name, String value) {
    return new OptionValue(value, name, "", OptionValue.Source.ENVIRONMENT);
  }

  private static List<OptionSpec> alternatives(OptionSpec option) {
    String stem = option.longestName().replaceFirst("-(file|command)$", "");
    List<OptionSpec> others = new ArrayList<>();
    Stream.of(stem, stem + "-file", stem + "-command")
        .filter(name -> !name.equals(option.longestName()))
        .map(option.command()::findOption)
        .forEach(
            other -> {
              if (other != null) {
                others.add(other);
              }
            });
    return others;
  }
}
