package org.nessiebackup.cli.text;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.report.text.Printable;

/**
 * The last line of defence for secrets: whatever is said passes here. Messages are written so that
 * they hold none; but a key may stand where nobody expects one, and others speak too, such as
 * drivers and servers.
 *
 * <p>What looks like a secret is hidden everywhere. In messages the values of password variables
 * are hidden as well, and so is what was given for the name of a secret's file and is none. Results
 * keep those words: a database may be called like its password.
 */
public final class Redaction {
  /** What replaces a secret. */
  public static final String HIDDEN = "***";

  private static final List<Pattern> SHAPES =
      List.of(
          Pattern.compile("(?i)AGE-(?:SECRET-KEY|PLUGIN)-[0-9A-Z-]+"),
          Pattern.compile(
              "-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----.*?"
                  + "(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|\\z)",
              Pattern.DOTALL),
          // The beginning of every unencrypted Ed25519 key in PKCS#8, should its frame be missing.
          Pattern.compile("MC4CAQAwBQYDK2Vw[0-9A-Za-z+/=]+"),
          Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"),
          Pattern.compile("(?<=:/{1,2})[^\\s/?#\"@:]*:[^\\s\"]*(?=@)"),
          Pattern.compile("(?i)(?<=hooks\\.slack\\.com/)\\S+[^\\s\".,;)]"));

  private static final List<Pattern> CREDENTIALS =
      List.of(Pattern.compile("(?i)(?<=\\b(?:bearer|basic) )[\\w+/=.~-]{8,}"));

  private static final List<Pattern> ASSIGNMENTS =
      List.of(
          Pattern.compile(
              "(?i)(?<=\\b(?:password|passwd|passphrase|sslpassword|pwd|token|access_token|secret"
                  + "|client_secret|secret_key|api_key|apikey|accountkey|sharedaccesskey|sig"
                  + "|signature|x-amz-signature|x-amz-security-token)=)[^\\s&;\"'`,)]+"));

  private final List<Pattern> values;

  private Redaction(List<Pattern> values) {
    this.values = values;
  }

  /** Knows what the environment and the command line of one run hold. */
  public static Redaction of(Map<String, String> environment, List<String> arguments) {
    // The longest first: one may be a part of another.
    return new Redaction(
        new GivenSecrets(environment, arguments)
            .all().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Redaction::word)
                .toList());
  }

  private static Pattern word(String value) {
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])");
  }

  /** A result without what looks like a secret. */
  public String result(String text) {
    return hidden(text, SHAPES);
  }

  /** A message without secrets, in one line. */
  public String message(String text) {
    return Printable.message(hidden(text));
  }

  /** A text without secrets; its lines stay. */
  public String hidden(String text) {
    // As given, and before parts of it are hidden.
    String shown = hidden(hidden(hidden(text, values), SHAPES), CREDENTIALS);
    // A line of a stack trace assigns nothing, and to look back from each letter takes long.
    return shown.indexOf('=') < 0 ? shown : hidden(shown, ASSIGNMENTS);
  }

  private static String hidden(String text, List<Pattern> patterns) {
    String shown = text;
    for (Pattern pattern : patterns) {
      shown = pattern.matcher(shown).replaceAll(Matcher.quoteReplacement(HIDDEN));
    }
    return shown;
  }
}
