package org.nessiebackup.cli.option;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nessiebackup.crypto.Recipient;
import picocli.CommandLine.Option;

/** Who shall be able to read backups. */
public final class RecipientOptions {
  @Option(
      names = "--recipient",
      paramLabel = "age1…",
      order = 11,
      split = "[,\\n]",
      splitSynopsisLabel = ",",
      description = "Who can read the backups, as an age recipient; may be given several times.")
  List<String> recipients = new ArrayList<>();

  @Option(
      names = "--recipients-file",
      paramLabel = "FILE",
      order = 12,
      description = "A file with recipients, one on each line.")
  String file;

  /** Whether any are given. */
  public boolean given() {
    return (file != null && !file.isEmpty())
        || recipients.stream().anyMatch(each -> !each.isEmpty());
  }

  /** All of them, each once. */
  public List<Recipient> recipients() {
    Set<Recipient> all = new LinkedHashSet<>();
    recipients.stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(Recipient::new)
        .forEach(all::add);
    if (file != null && !file.isEmpty()) {
      KeyFiles.text(KeyFiles.path(file, "--recipients-file"), "list of recipients")
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(Recipient::new)
          .forEach(all::add);
    }
    return List.copyOf(all);
  }
}
