package org.nessiebackup.nessie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.nessiebackup.nessie.NessieObject.Text;

/** What Nessie writes down about a repository when it makes one. */
public final class RepositoryDescription {
  /** The reference whose commits hold it. */
  public static final String REFERENCE = "int/repo";

  /** Its key there, as stored. */
  public static final String STORED_KEY = "repo\0description";

  private RepositoryDescription() {}

  /** The name of the default branch, if the text says one. */
  public static Optional<String> defaultBranch(Text text) {
    if (!text.compression().equals("NONE")) {
      return Optional.empty();
    }
    try {
      String name =
          new ObjectMapper()
              .readTree(new String(text.data(), StandardCharsets.UTF_8))
              .path("defaultBranchName")
              .asText("");
      return name.isEmpty() ? Optional.empty() : Optional.of(name);
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }
}
