package org.nessiebackup.acceptance.forged;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.nessiebackup.crypto.HostKey;
import tools.jackson.databind.node.ObjectNode;

/** What somebody can do to a signature who does not have the key. */
final class Signatures {
  private static final String SIGNATURE = "signature";
  private static final String ZEROS = "0".repeat(128);
  private static final HostKey STRANGER = HostKey.generate(new SecureRandom());

  private Signatures() {}

  /** The document without one. */
  static ForgedDocument removed(ForgedDocument signed) {
    return ForgedDocument.of(
        signed + ", without signature",
        signed.bytes(),
        document -> {
          document.remove(SIGNATURE);
          return document;
        });
  }

  /** The document signed by another key. */
  static ForgedDocument ofAStranger(ForgedDocument signed) {
    ForgedDocument reserved =
        ForgedDocument.of(
            signed + ", signed by a stranger", signed.bytes(), Signatures::withRoomBehindTheSeal);
    String text = new String(reserved.bytes(), StandardCharsets.UTF_8);
    if (!text.contains(ZEROS)) {
      return reserved;
    }
    String hash = ForgedDocument.parsed(reserved.bytes()).path("sha256").asString();
    String content = text.replaceFirst(hash, "0".repeat(64));
    byte[] signature = STRANGER.sign(content.getBytes(StandardCharsets.UTF_8));
    return ForgedDocument.sealed(
        reserved.what(), content.replaceFirst(ZEROS, HexFormat.of().formatHex(signature)));
  }

  /** The signature is the third member. */
  private static ObjectNode withRoomBehindTheSeal(ObjectNode document) {
    ObjectNode whole = document.objectNode();
    document
        .properties()
        .forEach(
            each -> {
              if (!each.getKey().equals(SIGNATURE)) {
                whole.set(each.getKey(), each.getValue());
              }
              if (each.getKey().equals("sha256")) {
                whole.put(SIGNATURE, ZEROS);
              }
            });
    return whole;
  }
}
