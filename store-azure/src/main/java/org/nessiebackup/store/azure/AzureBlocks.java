package org.nessiebackup.store.azure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nessiebackup.store.bucket.PartBuffer;
import org.nessiebackup.store.bucket.PartedUpload;

/** An object in blocks, which the server puts together by a list of their names. */
final class AzureBlocks implements PartedUpload {
  private final AzureRequests requests;
  private final String key;
  private final String id;
  private final SortedMap<Integer, String> blocks = new TreeMap<>();

  AzureBlocks(AzureRequests requests, String key, String id) {
    this.requests = requests;
    this.key = key;
    this.id = id;
  }

  @Override
  public void send(int number, PartBuffer content, boolean last) {
    String block = block(number);
    requests.send(key, block, content);
    blocks.put(number, block);
  }

  /** Names of one length, which no other writer of the same blob uses. */
  private String block(int number) {
    String text = "%s-%05d".formatted(id, number);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void complete() {
    requests.complete(key, List.copyOf(blocks.values()), id);
  }

  @Override
  public void abort() {
    requests.discard(key, id);
  }
}
