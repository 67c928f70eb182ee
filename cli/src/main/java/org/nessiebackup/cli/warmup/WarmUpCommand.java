package org.nessiebackup.cli.warmup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.SettingsCheck;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.cli.demo.TemporaryFolder;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.cli.settings.SettingsChoice;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.segment.DumpCompression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Has everything loaded that the usual commands need, so that the launcher can record it. Whatever
 * fails in here costs a little time in later starts and nothing else.
 *
 * <p>Only code that has run is recorded whole. The launcher does without {@code --backups} when a
 * user's first command waits for it; who installs, or builds an image, has the seconds that a
 * throw-away server takes.
 */
@Unmonitored
@Command(
    name = "warm-up",
    hidden = true,
    description = "Load what commands need; the launcher records it to start faster.")
public final class WarmUpCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;

  @Option(
      names = "--backups",
      fallbackValue = "true",
      description = "Take backups of a catalog on a throw-away server, and load little else.")
  boolean backups;

  @Option(
      names = "--server",
      fallbackValue = "true",
      description = "Be that server, as long as standard input is open.")
  boolean server;

  private static final int TLS_REQUEST_BYTES = 8;
  private static final String DUMP = "warm-up.sql";
  private static final String BRANCH = "etl/job-0";

  @Override
  public Integer call() throws IOException, SQLException {
    if (server) {
      WarmupServer.serve(root.invocation().in(), root.invocation().out());
      return 0;
    }
    if (backups && rehearsed()) {
      return 0;
    }
    documents();
    compression();
    encryption();
    commands();
    bucket();
    LibraryClasses.load();
    return 0;
  }

  /** Not everywhere can the server start that this program brings; then the rest has to do. */
  private boolean rehearsed() {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      new WarmupScenario(folder.path(), this::run).run();
      bucket();
      return true;
    } catch (IOException | IllegalStateException e) {
      root.console().warn("no backup was rehearsed: " + e.getMessage());
      return false;
    }
  }

  private static void documents() {
    byte[] bytes =
        Documents.write(
            new VaultDescription(
                "warm-up", Clock.systemUTC().instant(), "warm-up", "none", Optional.empty()));
    Documents.read(bytes, "warm-up", VaultDescription.class);
  }

  private static void compression() throws IOException {
    try (OutputStream zstd = DumpCompression.zstd(OutputStream.nullOutputStream())) {
      zstd.write(1);
    }
  }

  /** Java's own classes for keys are found only by using them. */
  private static void encryption() throws IOException {
    Identity identity = Identity.generate(new SecureRandom());
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream encrypted =
        new Encryption.Age(List.of(identity.recipient())).encrypt(stored)) {
      encrypted.write(1);
    }
    new Decryption.Age(List.of(identity))
        .decrypt(new ByteArrayInputStream(stored.toByteArray()))
        .close();
  }

  /** The last one gets as far as a server that hangs up while TLS begins. */
  private void commands() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create();
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> hangUp(listener));
      Map<String, String> environment =
          Map.of(
              "NESSIE_BACKUP_VAULT", folder.path().resolve("vault").toString(),
              "XDG_CONFIG_HOME", folder.path().toString());
      String url =
          "jdbc:postgresql://127.0.0.1:%d/none?sslmode=require".formatted(listener.getLocalPort());
      run(environment, "--help");
      run(environment, "backup", "--help");
      run(environment, "version", "--json");
      run(environment, "init");
      run(environment, "list", "--json");
      settings(folder.path(), environment);
      run(environment, "key", "list");
      run(environment, "import", catalog(folder.path()).toString());
      run(environment, "verify", "latest", "--graph");
      run(environment, "refs", "latest");
      run(environment, "log", "latest", BRANCH);
      run(environment, "backup", "--jdbc-url", url, "--user", "nobody");
    }
  }

  /** A file of its own: what the machine's says is not for this. */
  private void settings(Path folder, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("config.toml");
    Files.writeString(
        file,
        "jobs = 2\n[backup]\ntag = [\"warm-up\"]\n[profiles.warm-up]\nschema = \"${HOME}\"\n");
    SettingsChoice choice =
        new SettingsChoice(Optional.of(file.toString()), Optional.empty(), Optional.empty());
    Settings settings = Settings.read(choice, invocation(environment));
    new SettingsCheck(root.tree(), settings).refuse();
    root.tree().line(invocation(environment), settings, "list").execute("list");
  }

  /** A dump of a catalog that Nessie's library has made, with a few commits. */
  private static Path catalog(Path folder) throws IOException {
    Path dump = folder.resolve(DUMP);
    try (InputStream resource = WarmUpCommand.class.getResourceAsStream(DUMP)) {
      Files.copy(Objects.requireNonNull(resource, DUMP), dump);
    }
    return dump;
  }

  /** Says yes to TLS as PostgreSQL does, hears the client's first message, and hangs up. */
  private static void hangUp(ServerSocket listener) {
    try (Socket client = listener.accept()) {
      client.getInputStream().readNBytes(TLS_REQUEST_BYTES);
      client.getOutputStream().write('S');
      client.getInputStream().read();
    } catch (IOException e) {
      // Nobody came.
    }
  }

  /** There is nothing in it, which is enough to have asked. */
  private void bucket() throws IOException {
    System.setProperty("aws.accessKeyId", "warm-up");
    System.setProperty("aws.secretAccessKey", "warm-up");
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> answerNotFound(listener));
      String vault = "s3://warm-up?endpoint=http://127.0.0.1:" + listener.getLocalPort();
      run(Map.of(), "list", "--vault", vault);
    }
  }

  private static void answerNotFound(ServerSocket listener) {
    byte[] answer =
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    try {
      while (true) {
        try (Socket client = listener.accept()) {
          // A request for an object has no body.
          Scanner head = new Scanner(client.getInputStream(), StandardCharsets.US_ASCII);
          while (!head.nextLine().isEmpty()) {}
          client.getOutputStream().write(answer);
        }
      }
    } catch (IOException | NoSuchElementException e) {
      // The command has ended.
    }
  }

  private int run(Map<String, String> environment, String... arguments) {
    return root.tree().line(invocation(environment), arguments).execute(arguments);
  }

  private static Invocation invocation(Map<String, String> environment) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Invocation(
        new Streams(nowhere, nowhere, InputStream.nullInputStream()),
        environment,
        Clock.systemUTC(),
        new Cancellation());
  }
}
