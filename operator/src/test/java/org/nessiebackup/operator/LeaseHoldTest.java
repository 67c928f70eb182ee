package org.nessiebackup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;

class LeaseHoldTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<String> notes = new ArrayList<>();
  private final LeaseHold lease = new LeaseHold("data-platform", "this-one", notes::add);
  private final LeaderCallbacks election = lease.configuration().getLeaderCallbacks().orElseThrow();

  @Test
  void whoeverHasItIsSaid() {
    election.onNewLeader("another-one");
    assertThat(lease.isHeld()).isFalse();

    election.onNewLeader("this-one");
    assertThat(lease.isHeld()).isTrue();

    assertThat(notes)
        .containsExactly(
            "operator \"another-one\" has lease \"nessie-backup-operator\"; this one waits for its"
                + " turn",
            "this operator has lease \"nessie-backup-operator\", and works");
  }

  @Test
  void thatItWasGivenBackIsNobodysNews() {
    election.onNewLeader(null);
    election.onNewLeader("");

    assertThat(notes).isEmpty();
  }

  @Test
  void whatIsLostEndsTheWait() throws InterruptedException {
    election.onNewLeader("this-one");
    election.onStopLeading();

    assertThat(lease.awaitEnd(LONG, new Cancellation())).isTrue();
    assertThat(lease.isLost()).isTrue();
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void whatIsGivenBackIsNotLost() throws InterruptedException {
    election.onNewLeader("this-one");
    lease.release();
    election.onStopLeading();

    assertThat(lease.awaitEnd(Duration.ZERO, new Cancellation())).isFalse();
    assertThat(lease.isLost()).isFalse();
  }

  @Test
  void requestToStopEndsTheWait() throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    cancellation.request();

    assertThat(lease.awaitEnd(LONG, cancellation)).isTrue();
    assertThat(lease.isLost()).isFalse();
  }
}
