package org.nessiebackup.nessie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.nessiebackup.nessie.NessieObject.Text;

/**
 * All that Nessie writes down about a repository.
 *
 * @param created when it was made
 * @param oldestCommit when its first commit was made, at the earliest
 * @param defaultBranch the name of the default branch
 * @param properties whatever else, by names
 */
record RepositoryFacts(
    Instant created, Instant oldestCommit, String defaultBranch, Map<String, String> properties) {

  static RepositoryFacts of(Text text) throws UndecodableException {
    if (!text.compression().equals("NONE")) {
      throw new UndecodableException("it is compressed by " + text.compression());
    }
    try {
      JsonNode json = new ObjectMapper().readTree(new String(text.data(), StandardCharsets.UTF_8));
      Map<String, String> properties = new TreeMap<>();
      json.path("properties")
          .properties()
          .forEach(property -> properties.put(property.getKey(), property.getValue().asText()));
      return new RepositoryFacts(
          Instant.parse(json.path("repositoryCreatedTime").asText()),
          Instant.parse(json.path("oldestPossibleCommitTime").asText()),
          json.path("defaultBranchName").asText(),
          properties);
    } catch (JsonProcessingException | DateTimeException failure) {
      throw new UndecodableException(RootCause.of(failure), failure);
    }
  }
}
