package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;

/** Nothing that stands in the catalog can be found in the vault, however it is written. */
class NoPlaintextTest {
  /** Long enough not to be found by chance, and nothing that Nessie itself writes into each row. */
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9/_. :-]{10,}");

  private static PostgresServer server;

  private @TempDir Path folder;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void namesMessagesAndPathsOfTheCatalogAreNowhereInTheVault() throws Exception {
    EncryptedCatalog catalog = new EncryptedCatalog(server, folder);
    catalog.done("init");
    catalog.backup();
    catalog.backup();
    Set<String> words = words(catalog);
    assertThat(words).hasSizeGreaterThan(200);
    assertThat(words).anyMatch(word -> word.startsWith("refs/heads/"));
    Path dump = folder.resolve("dump.sql");
    catalog.done("export", "latest", "-f", dump.toString());
    StringBuilder vault = new StringBuilder();
    for (String name : catalog.names()) {
      vault.append(name).append('\n').append(bytes(catalog.vault().resolve(name)));
    }

    assertThat(found(words, bytes(dump)))
        .as("the search finds what is there")
        .hasSizeGreaterThan(200);
    assertThat(found(words, vault.toString())).isEmpty();
  }

  private static Set<String> words(EncryptedCatalog catalog) throws Exception {
    Set<String> words = new TreeSet<>();
    for (String query :
        List.of(
            "SELECT obj_value FROM nessie.objs2 WHERE obj_value IS NOT NULL",
            "SELECT convert_to(ref_name, 'UTF8') FROM nessie.refs2")) {
      for (byte[] value : catalog.query(query)) {
        Matcher matcher = WORDS.matcher(new String(value, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
          words.add(matcher.group());
        }
      }
    }
    return words;
  }

  private static Set<String> found(Set<String> words, String where) {
    BitSet triples = new BitSet();
    triples(where).forEach(triples::set);
    Set<String> found = new TreeSet<>();
    for (String word : words) {
      if (forms(word).stream()
          // Spares most searches of all the text: what stands in it has no bytes that do not.
          .filter(form -> triples(form).allMatch(triples::get))
          .anyMatch(where::contains)) {
        found.add(word);
      }
    }
    return found;
  }

  /** Each three bytes that follow one another, as a number. */
  private static IntStream triples(String bytes) {
    return IntStream.range(0, bytes.length() - 2)
        .map(i -> bytes.charAt(i) << 16 | bytes.charAt(i + 1) << 8 | bytes.charAt(i + 2));
  }

  /** As it is, in UTF-16, in hexadecimal digits, and in base 64 wherever it begins. */
  private static List<String> forms(String word) {
    List<String> forms = new ArrayList<>();
    forms.add(word);
    for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      forms.add(new String(word.getBytes(wide), StandardCharsets.ISO_8859_1));
    }
    byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
    String digits = HexFormat.of().formatHex(bytes);
    forms.add(digits);
    forms.add(digits.toUpperCase(Locale.ROOT));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // The first and the last digits depend on what stands around.
      String inner = text.substring(shift == 0 ? 0 : shift + 1, text.length() - 1);
      forms.add(inner);
      forms.add(inner.replace('+', '-').replace('/', '_'));
    }
    return forms;
  }

  private static String bytes(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
