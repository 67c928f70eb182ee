package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says that a service has begun a run, or how that has ended. What was run and by whom may name
 * what is in the catalog, and people; so that is encrypted where backups are.
 *
 * @param id the run's name
 * @param vault the id of the vault
 * @param tool name and version of the program
 * @param protection who can read the content
 * @param begun when it began
 * @param end how it has ended; absent at its beginning
 * @param content a {@link Content}, in base64; an age file if it is encrypted
 */
public record RunRecord(
    String id,
    String vault,
    String tool,
    @JsonUnwrapped Protection protection,
    Instant begun,
    Optional<End> end,
    String content)
    implements Document {
  /** Refuses content that is not in base64. */
  public RunRecord {
    Base64.getDecoder().decode(content);
  }

  /** The content as it is stored. */
  public byte[] contentBytes() {
    return Base64.getDecoder().decode(content);
  }

  /**
   * How a run has ended.
   *
   * @param at when
   * @param state the label of its state; later versions know more words
   * @param exitStatus that of its command; absent if nobody knows
   */
  public record End(Instant at, String state, Optional<Integer> exitStatus) {}

  /**
   * What a run was about.
   *
   * @param owner which service ran it, for people: host and process
   * @param command the command line after the program's name
   * @param origins who wanted it, the first one first
   * @param requested when it was asked for
   * @param summary its result, as its command writes it
   * @param error why it failed, as its command writes it
   * @param warnings its last warnings
   */
  public record Content(
      String owner,
      List<String> command,
      List<Origin> origins,
      Instant requested,
      Optional<ObjectNode> summary,
      Optional<ObjectNode> error,
      List<String> warnings)
      implements Document {
    /** Takes its own copies of the lists. */
    public Content {
      command = List.copyOf(command);
      origins = List.copyOf(origins);
      warnings = List.copyOf(warnings);
    }

    /**
     * Who wanted a run: a schedule, or a person.
     *
     * @param schedule present for the former
     * @param person present for the latter
     */
    public record Origin(Optional<Schedule> schedule, Optional<Person> person) {
      /** Refuses nobody, and two at once. */
      public Origin {
        if (schedule.isPresent() == person.isPresent()) {
          throw new IllegalArgumentException("a run is wanted by a schedule or by a person");
        }
      }
    }

    /**
     * A schedule.
     *
     * @param task what it does
     * @param due for which moment
     * @param attempt from 1
     */
    public record Schedule(String task, Instant due, int attempt) {}

    /**
     * A person.
     *
     * @param name as he was recognised
     * @param address from where he asked
     */
    public record Person(String name, String address) {}
  }
}
