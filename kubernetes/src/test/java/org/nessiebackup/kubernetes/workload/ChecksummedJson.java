package org.nessiebackup.kubernetes.workload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changes a saved state as another version of this program might have written it. */
final class ChecksummedJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ChecksummedJson() {}

  static String with(String text, Consumer<ObjectNode> change) {
    ObjectNode node = (ObjectNode) JSON.readTree(text);
    node.remove("sha256");
    change.accept(node);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(node.toString().getBytes(StandardCharsets.UTF_8));
      return node.put("sha256", HexFormat.of().formatHex(digest)).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
