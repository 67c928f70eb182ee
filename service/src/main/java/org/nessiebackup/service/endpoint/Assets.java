package org.nessiebackup.service.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files that pages load. Their place has a version in it, made of what is in them, so that a
 * browser may keep them for ever.
 */
public final class Assets {
  private final Map<String, Asset> byName = new TreeMap<>();
  private final String version;

  /** These. */
  public Assets(List<Asset> assets) {
    assets.forEach(each -> byName.put(each.name(), each));
    this.version = version(byName);
  }

  private static String version(Map<String, Asset> assets) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      assets.values().forEach(each -> digest.update(each.text().getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where a page finds one. */
  public String path(String name) {
    if (!byName.containsKey(name)) {
      throw new IllegalArgumentException("no such file: " + name);
    }
    return "/assets/%s/%s".formatted(version, name);
  }

  /** The same for one that need not be there. */
  public Optional<String> pathIfThere(String name) {
    return byName.containsKey(name) ? Optional.of(path(name)) : Optional.empty();
  }

  /** What is at a place; empty also for another version, which is another file. */
  public Optional<Asset> find(String asked, String name) {
    return asked.equals(version) ? Optional.ofNullable(byName.get(name)) : Optional.empty();
  }
}
