package org.nessiebackup.cli.backup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.report.text.Printable;
import picocli.CommandLine.Option;

/** What a backup is marked with, and what is done once it is there. */
final class AfterBackupOptions {
  private static final int LONGEST_TAG = 100;

  @Option(
      names = "--tag",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "WORD",
      order = 46,
      description = "Mark the backup with a word, by which a policy may keep it; may be repeated.")
  List<String> tags;

  @Option(
      names = "--copy-to",
      paramLabel = "PLACE",
      order = 47,
      description = "Copy it, and all that is missing there, into a second vault.")
  String copyTo;

  @Option(
      names = "--prune",
      order = 48,
      fallbackValue = "true",
      description = "Then remove what the vault's policy does not keep, without asking.")
  boolean prune;

  /**
   * The tags, without repetitions.
   *
   * @param manual whether a person asked for the backup, which is a tag as well
   */
  List<String> tags(boolean manual) {
    List<String> given = tags == null ? List.of() : tags;
    for (String tag : given) {
      if (tag.isBlank()
          || tag.length() > LONGEST_TAG
          || tag.codePoints().anyMatch(Printable::isUnsafe)) {
        throw Failure.USAGE.exception(
            "\"" + tag + "\" is not a tag",
            "A tag is a word of at most " + LONGEST_TAG + " characters.");
      }
    }
    return Stream.concat(
            manual ? Stream.of(RetentionPolicy.MANUAL) : Stream.empty(), given.stream())
        .distinct()
        .toList();
  }

  /** The second vault, if one is given. */
  Optional<String> copyTo() {
    return Optional.ofNullable(copyTo).filter(place -> !place.isEmpty());
  }

  /** Whether to prune. */
  boolean prune() {
    return prune;
  }
}
