package org.nessiebackup.operator.template;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.operator.values.CopiedNessie;
import org.nessiebackup.operator.values.JobValues;
import org.nessiebackup.operator.values.Values;
import org.nessiebackup.operator.values.VerifyFilesValues;

/** What the program is told, without further arguments of a section. */
final class Commands {
  private final Values values;

  Commands(Values values) {
    this.values = values;
  }

  List<String> backup(JobValues.Backup section) {
    return List.of("backup", "--type", section.type());
  }

  List<String> prune() {
    List<String> command = trusting(List.of("prune", "--yes"));
    command.addAll(values.retention().arguments());
    return command;
  }

  List<String> verify() {
    return trusting(
        values.verify().full()
            ? List.of("verify", "--all")
            : List.of("verify", "--all", "--quick"));
  }

  List<String> verifyFiles() {
    VerifyFilesValues section = values.verifyFiles();
    List<String> command =
        new ArrayList<>(
            List.of("verify", "--files", "latest", "--shard", "auto/" + section.shards()));
    command.add("--merge");
    if (section.deep()) {
      command.add("--deep");
    }
    if (section.nessieProperties().given()) {
      command.addAll(
          List.of("--nessie-properties", Folders.NESSIE_PROPERTIES + "/application.properties"));
    }
    return trusting(command);
  }

  List<String> status() {
    JobValues.Status section = values.status();
    return trusting(
        List.of(
            "status", "--max-age", section.maxAge(), "--max-verify-age", section.maxVerifyAge()));
  }

  List<String> check(Installation installation) {
    List<String> command = new ArrayList<>(List.of("check"));
    if (values.check().kubernetes()) {
      command.addAll(cluster());
      if (!installation.name().equals("nessie-backup")) {
        command.addAll(List.of("--cronjob", installation.name()));
      }
      if (values.check().runBackup()) {
        command.add("--run-backup");
      }
    }
    return command;
  }

  List<String> drill() {
    CopiedNessie nessie = values.drill().nessie();
    List<String> command = new ArrayList<>(List.of("drill"));
    if (nessie.given()) {
      command.addAll(
          List.of(
              "--nessie-jar",
              PodVolumes.NESSIE_FOLDER + "/" + nessie.jar(),
              "--nessie-memory",
              nessie.memory()));
    }
    return trusting(command);
  }

  List<String> init() {
    List<String> command = new ArrayList<>(List.of("init"));
    if (!values.keys().encryption()) {
      command.add("--no-encryption");
    }
    if (values.vault().onClaim()) {
      command.add("--group-access");
    }
    return command;
  }

  List<String> restore(String backup) {
    return exchanging(List.of("restore", backup), "--yes");
  }

  List<String> undo() {
    List<String> command = new ArrayList<>(List.of("undo"));
    if (values.restore().kubernetes()) {
      command.addAll(cluster());
    }
    command.add("--yes");
    return command;
  }

  List<String> release() {
    return List.of("undo", "--release", "--older-than", values.release().olderThan(), "--yes");
  }

  List<String> exchanging(List<String> words, String last) {
    List<String> command = new ArrayList<>(words);
    if (values.restore().kubernetes()) {
      command.addAll(cluster());
    }
    command.add(last);
    return trusting(command);
  }

  List<String> serving(List<String> words, String last) {
    List<String> command = new ArrayList<>(words);
    command.addAll(List.of("--nessie-url", values.nessie().address(), last));
    return trusting(command);
  }

  private List<String> cluster() {
    return List.of("--kubernetes", "--workload", values.nessie().workload());
  }

  /** Host keys that are trusted, as arguments. */
  private List<String> trusting(List<String> command) {
    List<String> all = new ArrayList<>(command);
    for (String key : values.keys().trusted()) {
      all.add("--trusted-key");
      all.add(key);
    }
    return all;
  }
}
