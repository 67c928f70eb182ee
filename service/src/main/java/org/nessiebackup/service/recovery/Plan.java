package org.nessiebackup.service.recovery;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.service.run.Command;
import tools.jackson.databind.node.ObjectNode;

/**
 * How it would be brought back.
 *
 * @param id by which it is asked for again
 * @param catalog of which catalog it is, and of no other
 * @param diagnosis why
 * @param way how
 * @param command the command line that does it, which asks before it does
 * @param rehearsal what a rehearsal of the command says; absent if it could not be rehearsed
 * @param trouble why it could not
 */
public record Plan(
    String id,
    String catalog,
    Diagnosis diagnosis,
    Way way,
    Command command,
    Optional<ObjectNode> rehearsal,
    Optional<BackupException> trouble) {
  /** Whether nothing stands in the way of the command. */
  public boolean possible() {
    return rehearsal.filter(plan -> plan.path("obstacles").isEmpty()).isPresent();
  }

  /**
   * Other ways that may help. Without a Nessie to talk to, one is left; and what is in nobody's
   * place need not be replaced.
   */
  public List<Way> others() {
    return diagnosis.ways().stream().filter(each -> each != way).filter(this::mayHelp).toList();
  }

  private boolean mayHelp(Way other) {
    return switch (other) {
      case TABLE, BRANCH -> trouble.isEmpty();
      case REPLACE -> trouble.isEmpty() && !possible();
      case CATALOG -> true;
    };
  }
}
