package org.nessiebackup.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key and a certificate for 127.0.0.1 that signs itself, made each time by the {@code keytool} of
 * the running Java: no private key has to lie in the project.
 */
public final class ThrowAwayCertificate {

  private static final String ALIAS = "server";
  private static final String PASSWORD = "throw-away";

  private ThrowAwayCertificate() {}

  /** Writes {@code server.crt} and {@code server.key} into the folder, in PEM. */
  public static void writeInto(Path folder) throws IOException {
    Path store = folder.resolve("server.p12");
    ServerProgram.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            store.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-validity",
            "30"),
        folder);
    try (InputStream input = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(input, PASSWORD.toCharArray());
      write(folder, "crt", "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
      write(folder, "key", "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    } catch (GeneralSecurityException failure) {
      throw new IOException("The key store of keytool can't be read", failure);
    }
    Files.delete(store);
  }

  private static void write(Path folder, String extension, String label, byte[] content)
      throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Path file = folder.resolve("server." + extension);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
