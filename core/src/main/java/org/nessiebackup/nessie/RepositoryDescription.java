package org.nessiebackup.nessie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.nessie.NessieObject.Text;

/**
 * What Nessie writes down about a repository when it makes one.
 *
 * @param created when it was made
 * @param oldestCommit when its first commit was made, at the earliest
 * @param defaultBranch the name of the default branch; empty if there is none
 * @param properties whatever else, by names
 */
public record RepositoryDescription(
    Instant created, Instant oldestCommit, String defaultBranch, Map<String, String> properties) {
  /** The reference whose commits hold it. */
  public static final String REFERENCE = "int/repo";

  /** Its key there, as stored. */
  public static final String STORED_KEY = "repo\0description";

  static RepositoryDescription of(Text text) throws UndecodableException {
    JsonNode json = json(text);
    Map<String, String> properties = new TreeMap<>();
    json.path("properties")
        .properties()
        .forEach(property -> properties.put(property.getKey(), property.getValue().asText()));
    try {
      return new RepositoryDescription(
          Instant.parse(json.path("repositoryCreatedTime").asText()),
          Instant.parse(json.path("oldestPossibleCommitTime").asText()),
          defaultBranch(json),
          properties);
    } catch (DateTimeException failure) {
      throw new UndecodableException(failure);
    }
  }

  /** The name of the default branch, if the text says one, whatever else it lacks. */
  public static Optional<String> defaultBranch(Text text) {
    try {
      return Optional.of(defaultBranch(json(text))).filter(name -> !name.isEmpty());
    } catch (UndecodableException unreadable) {
      return Optional.empty();
    }
  }

  private static String defaultBranch(JsonNode json) {
    return json.path("defaultBranchName").asText("");
  }

  private static JsonNode json(Text text) throws UndecodableException {
    if (!text.compression().equals("NONE")) {
      throw new UndecodableException("it is compressed by " + text.compression());
    }
    try {
      return new ObjectMapper().readTree(new String(text.data(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException failure) {
      throw new UndecodableException(failure);
    }
  }
}
