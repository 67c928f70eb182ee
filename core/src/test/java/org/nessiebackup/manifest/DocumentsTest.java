package org.nessiebackup.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.testing.SampleManifests;

class DocumentsTest {
  private static final String ADDED = "lsnBefore";

  private static final Pattern HASH = Pattern.compile("\"sha256\" : \"[0-9a-f]{64}\"");

  private static String manifestText() {
    return text(Documents.write(SampleManifests.rich()));
  }

  @Test
  void manifestComesBack() {
    Manifest rich = SampleManifests.rich();

    assertThat(read(Documents.write(rich))).isEqualTo(rich);
  }

  @Test
  void manifestOfADumpComesBack() {
    Source dump = new Source.Dump("-", Optional.of("pg_dump 15.4"), "nessie", "JDBC");
    Manifest manifest = SampleManifests.of(SampleManifests.rich().id(), dump, List.of());

    assertThat(read(Documents.write(manifest))).isEqualTo(manifest);
  }

  @Test
  void vaultDescriptionComesBack() {
    VaultDescription vault = SampleManifests.vault();

    assertThat(
            Documents.read(Documents.write(vault), "vault.json", VaultDescription.class).content())
        .isEqualTo(vault);
  }

  @Test
  void manifestOfAnIncrementalBackupComesBack() {
    Manifest incremental = SampleManifests.incremental();

    assertThat(read(Documents.write(incremental))).isEqualTo(incremental);
  }

  @Test
  void policyThatNobodyChoseIsTheCurrentDefaultAndAnyOtherIsWhatItWas() {
    RetentionPolicy before =
        new RetentionPolicy(
            0,
            new RetentionPolicy.Periods(0, 7, 4, 12, 0),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            "UTC");
    RetentionPolicy other =
        new RetentionPolicy(
            0,
            new RetentionPolicy.Periods(0, 7, 4, 13, 0),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            "UTC");

    assertThat(asOfBefore(before)).isEqualTo(RetentionPolicy.DEFAULT);
    assertThat(asOfBefore(other)).isEqualTo(other);
    byte[] chosenNow = Documents.write(SampleManifests.settings().withRetention(before));
    assertThat(Documents.read(chosenNow, "s", VaultSettings.class).content().retention())
        .isEqualTo(before);
  }

  private static RetentionPolicy asOfBefore(RetentionPolicy policy) {
    String text =
        new String(
                Documents.write(SampleManifests.settings().withRetention(policy)),
                StandardCharsets.UTF_8)
            .replace("    \"manual\" : null,\n", "");
    assertThat(text).doesNotContain("manual");
    return Documents.read(resealed(text), "s", VaultSettings.class).content().retention();
  }

  @Test
  void settingsComeBack() {
    VaultSettings settings = SampleManifests.settings();

    assertThat(Documents.read(Documents.write(settings), "s", VaultSettings.class).content())
        .isEqualTo(settings);
  }

  @Test
  void signatureCoversTheWholeDocument() {
    SignedEnvelope.Signer signer = content -> Arrays.copyOf(sha512(content), 64);
    SignedEnvelope.Verifier verifier =
        (content, signature) -> Arrays.equals(sha512(content), signature);
    byte[] document = Documents.write(SampleManifests.rich(), Optional.of(signer));
    Documents.Enveloped<Manifest> enveloped = Documents.read(document, "m", Manifest.class);

    assertThat(enveloped.content()).isEqualTo(SampleManifests.rich());
    assertThat(enveloped.envelope().verifiedBy(verifier)).isTrue();
    assertThat(enveloped.envelope().verifiedBy((content, signature) -> false)).isFalse();
    byte[] changed = resealed(text(document).replace("\"nessie\"", "\"nessia\""));
    assertThat(Documents.read(changed, "m", Manifest.class).envelope().verifiedBy(verifier))
        .isFalse();
  }

  @Test
  void documentWithoutASignatureIsVerifiedByNobody() {
    SignedEnvelope envelope =
        Documents.read(Documents.write(SampleManifests.rich()), "m", Manifest.class).envelope();

    assertThat(envelope.signed()).isFalse();
    assertThat(envelope.verifiedBy((content, signature) -> true)).isFalse();
  }

  private static byte[] sha512(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Manifest read(byte[] bytes) {
    return Documents.read(bytes, "m", Manifest.class).content();
  }

  @Test
  void documentThatNobodyWouldReadIsNotWritten() {
    List<SegmentEntry> segments =
        IntStream.range(0, 45_000)
            .mapToObj(
                number ->
                    new SegmentEntry(
                        "x".repeat(190) + number, 0, 21, 30, "01".repeat(32), Optional.empty()))
            .toList();
    Manifest huge =
        SampleManifests.of(
            SampleManifests.rich().id(),
            List.of(SampleManifests.table("objs2", 1, 0, "0".repeat(64), segments)));

    assertThatThrownBy(() -> Documents.write(huge)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writingTwiceGivesTheSameBytes() {
    assertThat(Documents.write(SampleManifests.rich()))
        .isEqualTo(Documents.write(SampleManifests.rich()));
  }

  @Test
  void formatAndChecksumStandFirst() {
    assertThat(manifestText())
        .startsWith("{\n  \"format\" : 1,\n  \"sha256\" : \"")
        .endsWith("}\n")
        .contains("\"started\" : \"2026-11-22T02:00:00Z\"")
        .contains("\"type\" : \"full\"")
        .contains("\"kind\" : \"server\"")
        .contains("\"parent\" : null");
  }

  @Test
  void checksumIsThatOfTheFileWithZerosInItsPlace() {
    String text = manifestText();
    Matcher hash = HASH.matcher(text);
    assertThat(hash.find()).isTrue();
    String zeros = hash.replaceFirst("\"sha256\" : \"" + "0".repeat(64) + "\"");

    assertThat(hash.reset().results().findFirst().orElseThrow().group()).contains(sha256(zeros));
  }

  @Test
  void everyChangedByteIsNoticed() {
    for (byte[] document :
        List.of(
            Documents.write(SampleManifests.rich()), Documents.write(SampleManifests.vault()))) {
      boolean vault = text(document).contains("created");
      for (int at = 0; at < document.length; at++) {
        for (int change : new int[] {0x01, 0x20, 0x80}) {
          byte[] changed = document.clone();
          changed[at] ^= (byte) change;
          assertThat(failureOf(changed, vault))
              .as("byte %d changed by %d", at, change)
              .isIn(Failure.DAMAGED, Failure.FORMAT_UNSUPPORTED);
        }
      }
    }
  }

  @Test
  void everyTruncationIsNoticed() {
    byte[] document = Documents.write(SampleManifests.rich());
    for (int length = 0; length < document.length; length++) {
      assertThat(failureOf(Arrays.copyOf(document, length), false)).isIn(Failure.DAMAGED);
    }
  }

  @Test
  void bytesBehindTheDocumentAreNoticed() {
    byte[] document = Documents.write(SampleManifests.rich());
    for (String more : List.of(" ", "\n", "{}", "\0")) {
      assertThat(failureOf((text(document) + more).getBytes(StandardCharsets.UTF_8), false))
          .isEqualTo(Failure.DAMAGED);
    }
    assertThat(failureOf(resealed(manifestText() + "{}"), false)).isEqualTo(Failure.DAMAGED);
  }

  @Test
  void unknownMembersAreIgnored() {
    String text =
        manifestText()
            .replace("\"type\" : \"full\"", "\"more\" : {\"a\" : [1, null]}, \"type\" : \"full\"")
            .replace("\"rows\" :", "\"bloom\" : \"x\", \"rows\" :")
            .replace("\"kind\" : \"server\"", "\"kind\" : \"server\", \"host\" : 7")
            .replace("\"typeModifier\"", "\"generated\" : false, \"typeModifier\"");

    assertThat(read(resealed(text))).isEqualTo(SampleManifests.rich());
  }

  @Test
  void everyMissingMemberIsDamage() {
    String text = manifestText();
    Matcher member = Pattern.compile("\"([A-Za-z0-9]+)\" : ").matcher(text);
    while (member.find()) {
      if (member.group(1).equals(ADDED)) {
        continue;
      }
      String without =
          text.substring(0, member.start(1)) + "unknown" + text.substring(member.end(1));
      boolean head = List.of("format", "sha256").contains(member.group(1));
      byte[] bytes = head ? without.getBytes(StandardCharsets.UTF_8) : resealed(without);

      assertThat(failureOf(bytes, false)).as(member.group(1)).isEqualTo(Failure.DAMAGED);
    }
  }

  @Test
  void memberThatWasAddedByItselfMayBeMissing() {
    String without = manifestText().replaceFirst("\\s+\"" + ADDED + "\" : [^\n]*\n", "");

    Source.Server source = (Source.Server) read(resealed(without)).source();

    assertThat(without).doesNotContain(ADDED);
    assertThat(source.lsnBefore()).isEmpty();
    assertThat(source.serverStarted()).isPresent();
  }

  @Test
  void newerFormatIsRefusedWhateverElseItSays() {
    for (String document :
        List.of(
            manifestText().replace("\"format\" : 1", "\"format\" : 2"),
            "{\"format\":2}",
            "{\"format\":99999999999999999999,\"x\":[",
            "{\"format\":0}")) {
      assertThatThrownBy(
              () -> Documents.read(bytes(document), "backups/x/manifest.json", Manifest.class))
          .isInstanceOfSatisfying(
              BackupException.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.FORMAT_UNSUPPORTED))
          .hasMessageContaining("\"backups/x/manifest.json\" has format")
          .hasMessageContaining("this program reads format 1");
    }
  }

  @Test
  void whatDoesNotSayItsFormatIsDamage() {
    for (String document :
        List.of(
            "",
            "null",
            "[]",
            "{}",
            "x",
            "\u0000",
            "{\"format\":\"1\"}",
            "{\"format\":1.5}",
            "{\"format\":null}",
            "{\"id\":1,\"format\":1}",
            "{\"format\":1}",
            "{\"format\":1,\"sha256\":\"x\"}",
            "{\"format\":1,\"sha256\":\"" + "0".repeat(64) + "\"}")) {
      assertThat(failureOf(bytes(document), false)).as(document).isEqualTo(Failure.DAMAGED);
    }
  }

  @Test
  void wordsOfLaterVersionsAreUnsupportedRatherThanDamaged() {
    assertThat(failureOf(resealed(manifestText().replace("\"full\"", "\"differential\"")), false))
        .isEqualTo(Failure.FORMAT_UNSUPPORTED);
    assertThat(failureOf(resealed(manifestText().replace("\"server\"", "\"journal\"")), false))
        .isEqualTo(Failure.FORMAT_UNSUPPORTED);
  }

  @Test
  void namesThatLeadElsewhereAreDamage() {
    for (String name :
        List.of(
            "../x",
            "/etc/passwd",
            "",
            ".",
            "..",
            "a/b",
            "a\\\\b",
            "x".repeat(201),
            " ",
            "a\\u0000")) {
      String text = manifestText().replace("refs2-0000.copy.zst", name);
      assertThat(failureOf(resealed(text), false)).as(name).isEqualTo(Failure.DAMAGED);
    }
  }

  @Test
  void impossibleContentIsDamage() {
    String text = manifestText();
    for (String impossible :
        List.of(
            text.replace("20261122T020000Z-7f3a", "../../etc"),
            text.replace("\"20261122T020000Z-7f3a\"", "null"),
            text.replace("\"20261122T020000Z-7f3a\"", "{}"),
            text.replaceFirst("\"rows\" : 5", "\"rows\" : 6"),
            text.replace("\"rows\" : 3", "\"rows\" : -3"),
            text.replace("\"rows\" : 3", "\"rows\" : 3.5"),
            text.replace("\"rows\" : 3", "\"rows\" : \"3\""),
            text.replace("\"rows\" : 3", "\"rows\" : null"),
            text.replace("\"rows\" : 3", "\"rows\" : 99999999999999999999"),
            text.replace("abab", "xyxy"),
            text.replace("efef", "EFEF"),
            text.replace("objs2-0001", "objs2-0000"),
            text.replace("\"objs2\"", "\"refs2\""),
            text.replaceFirst("\\{ \"name\" : \"id\"|\"name\" : \"id\"", "\"name\" : \"repo\""),
            text.replace("\"segments\" : [", "\"segments\" : [ null,"),
            text.replace("2026-11-22T02:00:00Z", "yesterday"))) {
      assertThat(impossible).isNotEqualTo(text);
      assertThat(failureOf(resealed(impossible), false)).as(impossible).isEqualTo(Failure.DAMAGED);
    }
  }

  @Test
  void idOfAVaultThatLeadsElsewhereIsDamage() {
    for (String id :
        List.of("", "..", "../x", "/etc", "a/b", "a\u0000b", "a\nb", "x".repeat(101))) {
      assertThatThrownBy(
              () ->
                  new VaultDescription(
                      id, Instant.EPOCH, "test", Manifest.NOT_ENCRYPTED, Optional.empty()))
          .as(id)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no vault has this id");
    }
  }

  @Test
  void numbersWhoseSumNobodyCouldHoldAreDamage() {
    String text = manifestText();
    for (String number : List.of("9223372036854775807", "9223372036854775000", "281474976710657")) {
      String forged = text.replaceFirst("\"storedBytes\" : \\d+", "\"storedBytes\" : " + number);
      assertThat(forged).isNotEqualTo(text);
      assertThat(failureOf(resealed(forged), false)).as(number).isEqualTo(Failure.DAMAGED);
    }
  }

  @Test
  void whatIsWrongIsSaidWithItsPlaceAndWithoutNamesOfClasses() {
    String text = manifestText();
    Map<String, String> messages =
        Map.of(
            text.replace("\"rows\" : 3", "\"rows\" : \"3\""),
            "\"tables[0].rows\" has a value that cannot stand there",
            text.replace("2026-11-22T02:00:00Z", "yesterday"),
            "has a value that cannot stand there",
            text.replace("\"full\"", "null"),
            "\"type\" is null",
            text.replaceFirst("\"schema\" : ", "\"other\" : "),
            "is missing",
            text.replace("\"type\" : \"full\"", "\"type\" : \"full\", \"type\" : \"full\""),
            "a member stands twice (line",
            text.replace("\"segments\" : [", "\"segments\" : [ {"),
            "it is not JSON (line",
            text.replace("abab", "xyxy"),
            "is refused: table \"");
    messages.forEach(
        (forged, message) ->
            assertThatThrownBy(() -> Documents.read(resealed(forged), "a document", Manifest.class))
                .hasMessageStartingWith("\"a document\" is damaged: ")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("org.", "java.", "Cannot"));
  }

  @Test
  void duplicateMemberIsDamage() {
    String text = manifestText();
    for (String twice :
        List.of(
            text.replace("\"type\" : \"full\"", "\"type\" : \"full\", \"type\" : \"full\""),
            text.replace("\"type\" : ", "\"x\" : {\"a\" : 1, \"a\" : 2}, \"type\" : "))) {
      assertThat(failureOf(resealed(twice), false)).isEqualTo(Failure.DAMAGED);
    }
  }

  @Test
  void deepNestingIsDamage() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(
            failureOf(
                resealed(
                    manifestText().replace("\"type\" : ", "\"x\" : " + deep + ", \"type\" : ")),
                false))
        .isEqualTo(Failure.DAMAGED);
    assertThat(failureOf(bytes(deep), false)).isEqualTo(Failure.DAMAGED);
    assertThat(failureOf(bytes("{\"format\":" + deep), false)).isEqualTo(Failure.DAMAGED);
  }

  @Test
  void otherEncodingsOfTextAreDamage() {
    String text = manifestText();
    assertThat(failureOf(text.getBytes(StandardCharsets.UTF_16), false)).isEqualTo(Failure.DAMAGED);
    assertThat(failureOf(("\ufeff" + text).getBytes(StandardCharsets.UTF_8), false))
        .isEqualTo(Failure.DAMAGED);
    // A surrogate where U+FFFD stood: a decoder that repairs would see no difference.
    byte[] bytes = bytes(text);
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == (byte) 0xEF) {
        bytes[at] = (byte) 0xED;
      }
    }
    assertThat(failureOf(bytes, false)).isEqualTo(Failure.DAMAGED);
  }

  @Test
  void randomValuesInThePlaceOfOthersAreReadOrRefused() {
    Random random = new Random(1);
    String text = manifestText();
    List<Matcher> values =
        List.of(Pattern.compile(" : (\"[^\"\\\\]*\"|[0-9-]+|null|false)").matcher(text));
    List<String> others =
        List.of("null", "0", "-1", "\"\"", "[]", "{}", "true", "[null]", "1e999", "\"\\ud800\"");
    List<int[]> places =
        values.getFirst().results().map(r -> new int[] {r.start(1), r.end(1)}).toList();
    for (int[] place : places.subList(2, places.size())) {
      for (String other : others) {
        String changed = text.substring(0, place[0]) + other + text.substring(place[1]);
        readOrRefuse(resealed(changed));
      }
    }
    for (int i = 0; i < 1000; i++) {
      char[] changed = text.toCharArray();
      changed[90 + random.nextInt(changed.length - 90)] = (char) random.nextInt(128);
      readOrRefuse(resealed(new String(changed)));
    }
  }

  private static void readOrRefuse(byte[] bytes) {
    Failure failure = failureOf(bytes, false);
    assertThat(failure).as(text(bytes)).isIn(null, Failure.DAMAGED, Failure.FORMAT_UNSUPPORTED);
  }

  /** The failure, or null if it can be read; any other exception fails the test. */
  private static Failure failureOf(byte[] bytes, boolean vault) {
    BackupException e =
        catchThrowableOfType(
            BackupException.class,
            () -> {
              if (vault) {
                Documents.read(bytes, "vault.json", VaultDescription.class);
              } else {
                Documents.read(bytes, "m", Manifest.class);
              }
            });
    return e == null ? null : e.failure();
  }

  /** As somebody would write it who knows the rule, with a checksum that fits. */
  private static byte[] resealed(String document) {
    String zeros = HASH.matcher(document).replaceFirst("\"sha256\" : \"" + "0".repeat(64) + "\"");
    return bytes(zeros.replaceFirst("0{64}", sha256(zeros)));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The checksums that documents of this content had before their records were grouped. */
  @Test
  void sameContentHasTheSameBytesAsEver() {
    assertThat(checksum(SampleManifests.rich()))
        .isEqualTo("970a35a2ad5a6039c64e4c552ec86270a3654a997e3498274ba4ef9026a4164e");
    assertThat(checksum(SampleManifests.incremental()))
        .isEqualTo("1d8d67d8d49e9c8e92d9fff69ca0293d38ce96b58884178610ba630486302790");
    assertThat(checksum(SampleManifests.settings()))
        .isEqualTo("11232722229dcdd3ada957c478f8386992dfb69eac4dbb7383eb10a6b364278f");
    assertThat(checksum(SampleManifests.vault()))
        .isEqualTo("baf5291ef93f32508de24df4383f02203c81204028574c5d18f06210fc19e0da");
  }

  private static String checksum(Document document) {
    return SignedEnvelope.read(Documents.write(document), "m").sha256();
  }
}
