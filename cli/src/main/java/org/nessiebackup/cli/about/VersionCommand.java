package org.nessiebackup.cli.about;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Callable;
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
    try {
      return MessageDigest.getInstance("SHA-256").getProvider().getName();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
