package org.nessiebackup.crypto;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** Reads identity files as {@code age-keygen} writes them. */
public final class Identities {
  private static final String OWN_IDENTITY =
      "Make an age identity with `age-keygen -o FILE` and encrypt to its recipient.";

  /** What people take for an identity, how it begins, and what to do about it. */
  private record Mistake(String beginning, String what, String hint) {}

  private static final List<Mistake> MISTAKES =
      List.of(
          encrypted("age-encryption.org/"),
          encrypted("-----BEGIN AGE ENCRYPTED FILE-----"),
          new Mistake("ssh-", "an SSH public key, which is not supported", OWN_IDENTITY),
          new Mistake(
              "-----BEGIN OPENSSH PRIVATE KEY-----",
              "an SSH key, which is not supported",
              OWN_IDENTITY),
          new Mistake(
              "-----BEGIN ",
              "a key in PEM form and not an age identity",
              "A host's signing key is not an identity. " + OWN_IDENTITY),
          new Mistake(
              "AGE-PLUGIN-", "an identity of a plugin, which is not supported", OWN_IDENTITY),
          new Mistake(
              "AGE-SECRET-KEY-PQ-",
              "a post-quantum identity, which is not supported",
              OWN_IDENTITY),
          new Mistake(
              "age1",
              "a recipient, which is the public half",
              "Give the file with the secret half: the line that begins with AGE-SECRET-KEY-1."));

  private Identities() {}

  private static Mistake encrypted(String beginning) {
    return new Mistake(
        beginning,
        "an identity file that is encrypted with a passphrase, which is not supported",
        "Decrypt it with `age -d` into a file that only you can read, give that one, and delete it"
            + " afterwards.");
  }

  /**
   * All identities of a file, in its order: one on each line, between empty lines and comments,
   * which begin with {@code #}.
   *
   * @param name what to call the file in messages
   * @return at least one
   * @throws BackupException {@link Failure#USAGE} with the number of the line that is something
   *     else, or if there is no identity at all; what is in the file is not quoted
   */
  public static List<Identity> parse(String name, String text) {
    List<Identity> identities = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        identities.add(identity(name, number, line));
      }
    }
    if (identities.isEmpty()) {
      throw Failure.USAGE.exception(
          "there is no identity in \"" + name + "\"",
          "An identity file has a line that begins with AGE-SECRET-KEY-1; `age-keygen -o FILE`"
              + " makes one.");
    }
    return List.copyOf(identities);
  }

  private static Identity identity(String name, int number, String line) {
    for (Mistake mistake : MISTAKES) {
      if (line.startsWith(mistake.beginning())) {
        throw Failure.USAGE.exception(
            "line " + number + " of \"" + name + "\" is " + mistake.what(), mistake.hint());
      }
    }
    try {
      return new Identity(line);
    } catch (BackupException e) {
      throw e.failure()
          .exception(
              "line " + number + " of \"" + name + "\" is " + e.getMessage(),
              e.hint().orElseThrow(),
              e);
    }
  }
}
