package org.nessiebackup.cli.about;

import java.util.concurrent.Callable;
import org.nessiebackup.Digests;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.manifest.Documents;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "version",
    description = "Show the version of this program, of the vault format and of Java.",
    footer = {"", "Examples:", "  nessie-backup version", "  nessie-backup version -o json"})
public final class VersionCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;

  @Override
  public Integer call() {
    String java = property("java.version") + " (" + property("java.vendor") + ")";
    String system = property("os.name") + " " + property("os.version") + " " + property("os.arch");
    return root.console().show(new VersionView(Documents.FORMAT, java, system, cryptography()));
  }

  /** Whose code encrypts and digests: what a slow backup may be asked for first. */
  private static String cryptography() {
    return Digests.sha256().getProvider().getName();
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
