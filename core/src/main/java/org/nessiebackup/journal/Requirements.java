package org.nessiebackup.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.replication.ReplicationRequirements;

/** Says all that a journal lacks at once, so that nobody has to restart a server twice. */
final class Requirements {
  private Requirements() {}

  /**
   * Refuses to begin where something is missing; what is only to be known is a warning.
   *
   * @throws BackupException with all that is missing, and what to do about each
   */
  static void refuse(FollowedServer server, Setup setup) {
    List<ReplicationObstacle> missing = new ArrayList<>();
    for (ReplicationObstacle each :
        new ReplicationRequirements(
                server.names().slot(), server.names().publication(), server.catalog())
            .unmet(server.session())) {
      switch (each.kind().weight()) {
        case REFUSES -> missing.add(each);
        case NEEDS_CONSENT -> {
          if (setup.options().limits().unbounded()) {
            setup.context().progress().warning(each.message());
          } else {
            missing.add(consent(each));
          }
        }
        case NOTE -> setup.context().progress().warning(each.message());
      }
    }
    if (missing.size() == 1) {
      throw missing.getFirst().toException();
    }
    if (!missing.isEmpty()) {
      throw all(missing);
    }
  }

  private static ReplicationObstacle consent(ReplicationObstacle obstacle) {
    return new ReplicationObstacle(
        obstacle.kind(),
        obstacle.failure(),
        obstacle.message(),
        obstacle.hint() + " Or take the risk with --unbounded-wal.");
  }

  private static BackupException all(List<ReplicationObstacle> missing) {
    return missing
        .getFirst()
        .failure()
        .exception(
            "a journal needs more than there is: "
                + numbered(missing.stream().map(ReplicationObstacle::message).toList()),
            numbered(missing.stream().map(ReplicationObstacle::hint).toList()));
  }

  private static String numbered(List<String> lines) {
    return IntStream.range(0, lines.size())
        .mapToObj(i -> "(%d) %s".formatted(i + 1, lines.get(i)))
        .collect(Collectors.joining(" "));
  }
}
