package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service is told for which catalogs it is, and ends when it should. */
class ServeCommandTest {
  @TempDir Path folder;

  private ProgramRun serve(String settings, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("config.toml"), settings);
    String[] words = new String[more.length + 3];
    words[0] = "serve";
    words[1] = "--config";
    words[2] = file.toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return ProgramRun.of(Map.of(), words);
  }

  @Test
  void aWrongSettingOfACatalogIsNamedWithItsLine() throws Exception {
    ProgramRun run =
        serve(
            """
            [catalogs.sales]
            vault = "/tmp/sales"

            [catalogs.sales.serve]
            full-schedule = "0 25 * * *"
            """);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("\"25\" is not between 0 and 23", "in line 5 of", "config.toml");
  }

  @Test
  void twoCatalogsDoNotShareAVault() throws Exception {
    ProgramRun run =
        serve(
            """
            [catalogs.one]
            vault = "/tmp/same"
            [catalogs.two]
            vault = "/tmp/other/../same/"
            """);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("the catalogs \"one\" and \"two\" have one vault");
  }

  @Test
  void whatIsTypedDoesNotHoldForAllCatalogs() throws Exception {
    ProgramRun run =
        serve(
            """
            [catalogs.one]
            vault = "/tmp/one"
            [catalogs.two]
            vault = "/tmp/two"
            """,
            "--schema",
            "nessie");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--schema is typed, and the settings name catalogs: one, two");
  }

  @Test
  void aCatalogWithoutAVaultIsRefused() throws Exception {
    assertThat(serve("[catalogs.one]\nschema = \"nessie\"\n").err())
        .contains("catalog \"one\": no vault is given");
  }

  @Test
  void whatBelongsToALoginIsAskedFor() throws Exception {
    String settings = "vault = \"/tmp/one\"\n";
    assertThat(serve(settings, "--auth", "basic").err()).contains("--users-file");
    assertThat(serve(settings, "--auth", "oidc").err()).contains("--oidc-issuer");
    assertThat(serve(settings, "--tls-key", "x.pem").err()).contains("--tls-certificate");
  }

  @Test
  void aDemonstrationIsRefusedWithACatalogOfSomebodyBeforeItsServerStarts() throws Exception {
    assertThat(serve("", "--demo").err())
        .startsWith("error: --config is given, and --demo describes a catalog of its own");
    assertThat(ProgramRun.of(Map.of(), "--config", "off", "serve", "--demo=true").err())
        .startsWith("error: --config is given, and --demo describes a catalog of its own");
    assertThat(ProgramRun.of(Map.of(), "serve", "--demo", "--vault", "/backup").err())
        .startsWith("error: --vault is given, and --demo describes a catalog of its own");
  }

  @Test
  void aPasswordIsReadAndNotTyped() {
    ProgramRun run = ProgramRun.typing("secret\n", Map.of(), "serve", "--hash-password");
    assertThat(run.out()).matches("pbkdf2-sha256\\$600000\\$\\S+\\R").doesNotContain("secret");
  }

  /** Which is how a service ends what it has started, even when it is killed itself. */
  @Test
  void aProcessOfAServiceEndsWithItsInputAndNoVaultKeepsAServiceFromStarting() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--vault",
                folder.resolve("not-there").toString(),
                "--listen",
                "127.0.0.1:0"));
    builder.environment().put("NESSIE_BACKUP_CHILD", "true");
    Process process = builder.start();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      String line = err.readLine();
      while (line != null && !line.startsWith("Listening on ")) {
        line = err.readLine();
      }
      URI address = URI.create(line.substring("Listening on ".length()) + "/api/v1/catalogs");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).contains("\"name\":\"catalog\"");

      process.getOutputStream().close();
      assertThat(process.waitFor()).isIn(0, 130);
    } finally {
      process.destroyForcibly();
    }
  }
}
