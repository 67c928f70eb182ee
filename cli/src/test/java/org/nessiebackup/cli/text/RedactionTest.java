package org.nessiebackup.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hidden, and what is not. */
class RedactionTest {
  private static final Redaction PLAIN = Redaction.of(Map.of(), List.of());

  @ParameterizedTest
  @CsvSource({
    "the key AGE-SECRET-KEY-1QQQ in a file, the key *** in a file",
    "age-secret-key-pq-1qqq., ***.",
    "AGE-PLUGIN-YUBIKEY-1QQQ, ***",
    "https://joe:s3cr:t@host/x, https://***@host/x",
    "jdbc:postgresql:/joe:p/w@host/x, jdbc:postgresql:/***@host/x",
    "-----BEGIN PRIVATE KEY-----MC4-----END PRIVATE KEY-----!, ***!",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----MC4, ***",
    "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3.abc is old, token *** is old",
    "https://hooks.slack.com/services/T0/B0/xyz, https://hooks.slack.com/***",
  })
  void whatLooksLikeASecretIsHiddenInAllThatIsSaid(String text, String shown) {
    assertThat(PLAIN.result(text)).isEqualTo(shown);
    assertThat(PLAIN.message(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "'db?user=a&password=s3cret&ssl=1', 'db?user=a&password=***&ssl=1'",
    "'AccountName=a;AccountKey=abc+/==;x', 'AccountName=a;AccountKey=***;x'",
    "'?sv=1&sig=abc%2F', '?sv=1&sig=***'",
    "'Authorization: Bearer abcdefghij', 'Authorization: Bearer ***'",
    "'host=a password=s3cret dbname=b', 'host=a password=*** dbname=b'",
  })
  void parametersAreHiddenInMessages(String text, String shown) {
    assertThat(PLAIN.message(text)).isEqualTo(shown);
    assertThat(PLAIN.result(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abfss://warehouse@account.dfs.core.windows.net/x",
        "jdbc:postgresql://localhost:5432/nessie",
        "cannot read the password file \"/run/secrets/password\": access is denied",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kd5u5xqq",
        "the database \"a:b@c\" at 12:30",
      })
  void whatIsNoSecretIsShown(String text) {
    assertThat(PLAIN.message(text)).isEqualTo(text);
  }

  @Test
  void valuesOfPasswordVariablesAreHiddenInMessagesOnly() {
    Redaction redaction = Redaction.of(Map.of("PGPASSWORD", "hunter-2"), List.of());
    assertThat(redaction.message("the server says: hunter-2!")).isEqualTo("the server says: ***!");
    assertThat(redaction.message("hunter-23")).isEqualTo("hunter-23");
    assertThat(redaction.result("database hunter-2")).isEqualTo("database hunter-2");
  }

  @Test
  void aPasswordThatIsTheNameOfTheDatabaseIsNotHidden() {
    Map<String, String> environment =
        Map.of("POSTGRES_PASSWORD", "postgres", "POSTGRES_DB", "postgres");
    assertThat(Redaction.of(environment, List.of()).message("database postgres"))
        .isEqualTo("database postgres");
  }

  @Test
  void whatIsGivenForASecretsFileIsHidden() {
    List<String> arguments = List.of("verify", "--identity=horse-staple", "--host-key", "battery9");
    assertThat(Redaction.of(Map.of(), arguments).message("no horse-staple, no battery9"))
        .isEqualTo("no ***, no ***");
    Map<String, String> environment = Map.of("NESSIE_BACKUP_PASSWORD_FILE", "horse-staple");
    assertThat(Redaction.of(environment, List.of()).message("no horse-staple")).isEqualTo("no ***");
  }

  @Test
  void theNameOfASecretsFileIsShownWhereItsFolderIsThere() {
    List<String> arguments = List.of("verify", "--identity", "/usr/none.txt");
    assertThat(Redaction.of(Map.of(), arguments).message("no \"/usr/none.txt\""))
        .isEqualTo("no \"/usr/none.txt\"");
  }
}
