package org.nessiebackup.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.vault.access.VaultAccess;
import picocli.CommandLine.Option;

/** Whose signatures count, whatever the vault itself says. */
public final class TrustedKeyOption implements KeySource {
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{64}");

  @Option(
      names = "--trusted-key",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "KEY",
      order = 15,
      description =
          "Trust backups that this key has signed, and no others: 64 hexadecimal digits, or a file"
              + " with a public key in PEM. May be given several times.")
  List<String> keys = new ArrayList<>();

  @Override
  public VaultAccess add(VaultAccess access, Request request) {
    return access.withTrusted(
        keys.stream().filter(each -> !each.isEmpty()).map(TrustedKeyOption::key).toList());
  }

  private static VerificationKey key(String text) {
    return HEXADECIMAL.matcher(text).matches()
        ? VerificationKey.typed(text.toLowerCase(Locale.ROOT))
        : VerificationKey.parse(
            text, KeyFiles.text(KeyFiles.path(text, "--trusted-key"), "trusted key"));
  }
}
