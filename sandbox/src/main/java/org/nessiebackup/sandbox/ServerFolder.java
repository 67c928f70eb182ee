package org.nessiebackup.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The temporary folder of one server: its data, its log, its certificate. All of it belongs to the
 * account of the server.
 *
 * @param root the folder
 * @param account whose it is
 */
record ServerFolder(Path root, ServerAccount account) {

  /** A folder where the build wants the servers of its tests: in memory, where that is possible. */
  private static final String WANTED_PLACE = "nessiebackup.servers";

  /**
   * A smaller place might be full before the tests are through, and the machine's memory with it.
   */
  private static final long ENOUGH = 4L << 30;

  static ServerFolder create() throws IOException {
    return create(place());
  }

  /** Where servers are of which nobody says it. */
  static Path place() {
    return place(System.getProperty(WANTED_PLACE, ""));
  }

  /** The wanted folder if it is there and large enough, else the one for temporary files. */
  static Path place(String wanted) {
    Path folder = Path.of(wanted);
    try {
      if (!wanted.isEmpty()
          && Files.isWritable(folder)
          && Files.getFileStore(folder).getUsableSpace() >= ENOUGH) {
        return folder;
      }
    } catch (IOException unknown) {
      // Then it is none to rely on.
    }
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** In a folder that the server's account can enter. */
  static ServerFolder create(Path parent) throws IOException {
    return new ServerFolder(
        Files.createTempDirectory(parent, "nessie-backup-server-"), ServerAccount.choose());
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("server.log");
  }

  private Path processFile() {
    return data().resolve("postmaster.pid");
  }

  /** A new, empty cluster: a copy of one that is prepared, or made by {@code initdb}. */
  void initialize(Path programs, PostgresOptions options) throws IOException {
    account.own(root);
    Optional<PreparedCluster> prepared = PreparedCluster.of(programs);
    if (prepared.isEmpty() || !prepared.get().copyTo(data())) {
      initialize(programs);
      if (prepared.isPresent()) {
        prepared.get().keep(data());
      }
    }
    if (options.tls()) {
      ThrowAwayCertificate.writeInto(root);
    }
    configure(options);
    account.own(root);
  }

  private void initialize(Path programs) {
    List<String> command =
        List.of(
            programs.resolve("bin/initdb").toString(),
            "--pgdata=" + data(),
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync");
    ServerProgram.run(account.command(command), root);
  }

  /** What the server has logged so far. */
  String logged() {
    try {
      return Files.exists(log()) ? Files.readString(log()) : "";
    } catch (IOException failure) {
      return "the log \"%s\" can't be read: %s".formatted(log(), failure.getMessage());
    }
  }

  /** The number of the running server's main process, once it has written it down. */
  Optional<Long> process() throws IOException {
    List<String> lines = processLines();
    return lines.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(lines.getFirst().strip()));
  }

  /** Whether the server has written down that it takes connections. */
  boolean isReady() throws IOException {
    List<String> lines = processLines();
    return lines.size() > 7 && lines.get(7).strip().equals("ready");
  }

  /** Forgets a process that has been killed, so that nobody takes its word for the next one's. */
  void forgetProcess() throws IOException {
    Files.deleteIfExists(processFile());
  }

  private List<String> processLines() throws IOException {
    return Files.exists(processFile()) ? Files.readAllLines(processFile()) : List.of();
  }

  private void configure(PostgresOptions options) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("unix_socket_directories", "");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("password_encryption", "scram-sha-256");
    // The machine may crash with the server: nobody wants this data afterwards. What a killed
    // server has committed is in the kernel's hands by then and is still found.
    settings.put("fsync", "off");
    settings.put("full_page_writes", "off");
    settings.put("max_wal_size", "4GB");
    // A standby starts from a copy and must find all that was written since.
    settings.put("wal_keep_size", "512MB");
    if (options.tls()) {
      settings.put("ssl", "on");
      settings.put("ssl_cert_file", root.resolve("server.crt").toString());
      settings.put("ssl_key_file", root.resolve("server.key").toString());
    }
    settings.putAll(options.settings());
    append(settings);
    List<String> rules = new ArrayList<>();
    for (String user : options.passwordUsers().keySet()) {
      rules.add("host all \"%s\" 127.0.0.1/32 scram-sha-256".formatted(user));
      rules.add("local all \"%s\" scram-sha-256".formatted(user));
    }
    // Sockets in the file system are only there if a setting asks for them.
    rules.add("local all all trust");
    rules.add("host all,replication all 127.0.0.1/32 trust");
    Files.write(data().resolve("pg_hba.conf"), rules);
  }

  void append(Map<String, String> settings) throws IOException {
    List<String> lines = new ArrayList<>();
    settings.forEach(
        (name, value) ->
            lines.add("%s = '%s'".formatted(name, value.replace("\\", "\\\\").replace("'", "''"))));
    Files.write(data().resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
  }
}
