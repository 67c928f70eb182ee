package org.nessiebackup.report;

import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.comparison.TableDifferences;
import org.nessiebackup.replica.ReplicaProofReport;
import org.nessiebackup.replica.ReplicaStatusReport;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.Subscription;

/** {@code replica status}. */
public final class ReplicaStatusJson {
  private static final Shape<ReplicaStatusReport.Finding> FINDING =
      Shape.of(ReplicaStatusReport.Finding.class)
          .text("kind", finding -> finding.kind().label())
          .text("severity", finding -> finding.kind().severity().label())
          .text("message", ReplicaStatusReport.Finding::sentence)
          .textIf("hint", ReplicaStatusReport.Finding::hint);

  private static final Shape<ReplicaStatusReport.Lag> LAG =
      Shape.of(ReplicaStatusReport.Lag.class)
          .number("bytes", ReplicaStatusReport.Lag::bytes)
          .number("seconds", lag -> Shape.seconds(lag.time()))
          .flag("reached", ReplicaStatusReport.Lag::reached)
          .time("at", ReplicaStatusReport.Lag::at);

  private static final Shape<ReplicationSlot> SLOT =
      Shape.of(ReplicationSlot.class)
          .text("name", ReplicationSlot::name)
          .flag("active", slot -> slot.activeProcess().isPresent())
          .number("retained_bytes", slot -> slot.log().retainedBytes())
          .numberIf("safe_bytes", slot -> slot.log().safeBytes())
          .flag("lost", ReplicationSlot::isLost)
          .textIf("confirmed", slot -> slot.log().confirmed().map(Lsn::toString));

  private static final Shape<ReplicaStatusReport.Primary> PRIMARY =
      Shape.of(ReplicaStatusReport.Primary.class)
          .text("position", primary -> primary.position().toString())
          .objectIf("slot", SLOT, ReplicaStatusReport.Primary::slot)
          .textIf("defect", ReplicaStatusReport.Primary::defect)
          .textIf("role", primary -> primary.mark().map(mark -> mark.role().label()));

  private static final Shape<Subscription> SUBSCRIPTION =
      Shape.of(Subscription.class)
          .text("name", Subscription::name)
          .flag("enabled", Subscription::enabled)
          .flag("applying", subscription -> subscription.worker().isPresent())
          .textIf(
              "received",
              subscription ->
                  subscription.worker().flatMap(Subscription.Worker::received).map(Lsn::toString))
          .timeIf(
              "heard_at",
              subscription -> subscription.worker().flatMap(Subscription.Worker::heardAt))
          .numberIf(
              "apply_errors",
              subscription -> subscription.errors().map(Subscription.Errors::apply));

  private static final Shape<ReplicaStatusReport.Replica> REPLICA =
      Shape.of(ReplicaStatusReport.Replica.class)
          .objectIf("subscription", SUBSCRIPTION, ReplicaStatusReport.Replica::subscription)
          .textIf("role", replica -> replica.mark().map(mark -> mark.role().label()))
          .texts("connected", ReplicaStatusReport.Replica::connected);

  private static final Shape<TableDifferences.Difference> DIFFERENCE =
      Shape.of(TableDifferences.Difference.class)
          .text("kind", difference -> difference.kind().label())
          .text("key", TableDifferences.Difference::key)
          .texts("columns", TableDifferences.Difference::columns);

  private static final Shape<TableDifferences> TABLE =
      Shape.of(TableDifferences.class)
          .text("name", TableDifferences::name)
          .number("rows", TableDifferences::rows)
          .text("digest", TableDifferences::digest)
          .number("touched", TableDifferences::touched)
          .list("differences", DIFFERENCE, TableDifferences::differences)
          .flag("more", TableDifferences::more);

  private static final Shape<ReplicaProofReport> PROOF =
      Shape.of(ReplicaProofReport.class)
          .flag("proven", ReplicaProofReport::proven)
          .time("at", ReplicaProofReport::at)
          .text("from", proof -> proof.span().from().toString())
          .text("to", proof -> proof.span().to().toString())
          .number("transactions", proof -> proof.span().transactions())
          .textIf("equal_at", proof -> proof.equal().map(Lsn::toString))
          .list("tables", TABLE, ReplicaProofReport::tables);

  /** {@code replica status}. */
  public static final Shape<Shown> STATUS =
      Shape.of(Shown.class)
          .text("name", shown -> shown.report.state().head().name())
          .text("phase", shown -> shown.report.state().phase().label())
          .number("epoch", shown -> shown.report.state().epoch())
          .flag("following", shown -> shown.report.following())
          .list("findings", FINDING, shown -> shown.report.findings())
          .objectIf("lag", LAG, shown -> shown.report.lag())
          .objectIf("primary", PRIMARY, shown -> shown.report.primary())
          .objectIf("replica", REPLICA, shown -> shown.report.replica())
          .objectIf("proof", PROOF, Shown::proof);

  private ReplicaStatusJson() {}

  /**
   * What is shown.
   *
   * @param report how it is
   * @param proof whether its rows are the primary's; absent if that was not looked at
   */
  public record Shown(ReplicaStatusReport report, Optional<ReplicaProofReport> proof) {}
}
