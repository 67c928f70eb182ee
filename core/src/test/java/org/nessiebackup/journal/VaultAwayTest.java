package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.journal.JournalScene.Following;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.FaultyStore.Fault;

/** A vault that is away for long, on a server that sets no limit to what a slot holds back. */
class VaultAwayTest {
  private static final long SEGMENT = 16L << 20;
  private static final long LIMIT = 24L << 20;

  private static PostgresServer server;

  private final MemoryStore store = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(store);
  private final JournalScene scene = JournalScene.of(() -> server, store);
  private String slot;
  private CatalogRows before;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start(PostgresOptions.defaults().withSetting("wal_level", "logical"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void begin() {
    scene.makeCatalog();
    slot = scene.journal().start().server().slot();
    before = scene.rows();
  }

  @AfterEach
  void dropCatalog() {
    CatalogJournal journal = scene.journal();
    journal.stop(journal.planStop(OptionalLong.empty()));
    scene.sql("DROP SCHEMA nessie CASCADE");
  }

  private void takeVaultAway() {
    faulty.failing(1, Fault.DEAD_BEFORE);
  }

  private void bringVaultBack() {
    faulty.failing(Integer.MAX_VALUE, Fault.REFUSED);
  }

  /** What the slot holds back; 0 if there is none. */
  private long retained() {
    String bytes =
        scene.ask(
            "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn)::bigint FROM"
                + " pg_replication_slots WHERE slot_name = '%s'".formatted(slot));
    return bytes.isEmpty() ? 0 : Long.parseLong(bytes);
  }

  /** Where the slot's log begins; empty if there is none. */
  private String beginOfTheLog() {
    return scene.ask(
        "SELECT restart_lsn::text FROM pg_replication_slots WHERE slot_name = '%s'"
            .formatted(slot));
  }

  /** Writes, and answers how much there is from a position on to the end of what was written. */
  private long writtenSince(String begin) {
    return Long.parseLong(
        scene.ask(
            "SELECT pg_wal_lsn_diff(pg_logical_emit_message(false, 'x', repeat('x', 1000000)), '%s')::bigint"
                .formatted(begin)));
  }

  private void write() {
    writtenSince("0/0");
  }

  /** Until a session of ours has looked at slots since this was asked. */
  private void awaitLook() {
    String since = scene.ask("SELECT clock_timestamp()::text");
    while (scene
            .ask(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name ="
                    + " 'nessie-backup test' AND (query LIKE '%pg_replication_slots s%'"
                    // It asks that after it has seen a slot, so that is what it has asked last.
                    + " OR query = 'SELECT current_database()')"
                    + " AND query_start > '"
                    + since
                    + "'")
            .equals("f")
        && retained() > 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void nothingIsLostWhileTheServerKeepsIt() {
    try (Following following = scene.followThrough(faulty)) {
      scene.grow(1);
      following.catchUp();
      takeVaultAway();
      for (int i = 0; i < 4; i++) {
        scene.grow(1);
        following.await(FollowReport.Waiting.class);
      }
      bringVaultBack();
      following.catchUp();
    }
    assertThat(scene.epochs()).hasSize(1);
    scene.assertHasAll(before);
  }

  @Test
  void slotIsGivenUpBeforeItHoldsBackMoreThanTheLimitAndASegment() {
    JournalOptions options = JournalScene.OPTIONS.within(new JournalOptions.Limits(LIMIT, true));
    long most = 0;
    try (Following following = scene.follow(options, faulty)) {
      scene.grow(1);
      following.catchUp();
      takeVaultAway();
      scene.grow(1);
      following.await(FollowReport.Waiting.class);
      // The slot may be gone before it could be asked what it holds back of this.
      for (String begin = beginOfTheLog(); !begin.isEmpty(); begin = beginOfTheLog()) {
        most = Math.max(most, writtenSince(begin));
        awaitLook();
      }
      bringVaultBack();
      FollowReport.Ended ended = following.result();
      assertThat(ended.end().reason()).isEqualTo("too-much-retained");
      assertThat(ended.end().text()).contains(slot, "%,d are allowed".formatted(LIMIT));
    }
    assertThat(most).isBetween(LIMIT, LIMIT + SEGMENT);
    assertThat(scene.journal().status().state()).isEqualTo(JournalStatusReport.State.ENDED);
  }

  @Test
  void slotOfAJournalThatNobodyCanGoOnWithIsGivenUp() throws IOException {
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
    }
    String last =
        scene.store().list("journal/files/" + scene.epochs().getLast().epoch()).getLast().name();
    scene.store().delete(last);
    try (Upload upload = scene.store().create(last)) {
      upload.body().write("{}".getBytes(StandardCharsets.UTF_8));
      upload.commit();
    }
    CatalogJournal journal = scene.journal(new JournalOptions.Limits(LIMIT, true));
    assertThat(journal.relieve()).isEmpty();
    while (retained() <= LIMIT) {
      write();
    }
    assertThat(journal.relieve().orElseThrow().slot()).contains(slot);
    assertThat(retained()).isZero();
    assertThat(journal.relieve()).isEmpty();
  }
}
