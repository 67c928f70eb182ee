package org.nessiebackup.tip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.TableShape;
import org.nessiebackup.catalog.NessieRows;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.RowListener;
import org.nessiebackup.segment.TupleStream;
import org.nessiebackup.tables.MarkedRows;
import org.nessiebackup.tip.PollReport.Reason;
import org.nessiebackup.vault.tip.TipEncoder;
import org.nessiebackup.vault.tip.TipWriter;

/** Rows of one moment on their way into a tip: all references, and what is new behind them. */
final class TipDraft implements AutoCloseable {
  private final Part references;
  private final Part objects;
  private final ObjectWalk walk;

  TipDraft(TipWriter writer, TipBase base, KnownObjects known, TipOptions.Limits limits) {
    this.references = new Part(base.references().shape(), writer::references);
    this.objects = new Part(base.objects().shape(), writer::objects);
    this.walk = new ObjectWalk(known, limits, objects);
  }

  /** Rows of a table, which take memory from the first one on. */
  private static final class Part implements ObjectWalk.Sink, AutoCloseable {
    private final TableShape shape;
    private final Encoders encoders;
    private Optional<TipEncoder> encoder = Optional.empty();
    private Optional<TupleStream> stream = Optional.empty();

    private interface Encoders {
      TipEncoder begin(int fields);
    }

    Part(TableShape shape, Encoders encoders) {
      this.shape = shape;
      this.encoders = encoders;
    }

    TableShape shape() {
      return shape;
    }

    void begin() {
      try {
        TipEncoder begun = encoders.begin(shape.columns().size());
        encoder = Optional.of(begun);
        stream = Optional.of(new TupleStream(begun));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void add(byte[] tuple) {
      if (stream.isEmpty()) {
        begin();
      }
      try {
        stream.orElseThrow().add(tuple);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean isFull() {
      return encoder.filter(TipEncoder::isFull).isPresent();
    }

    Optional<TipEncoder> finish() throws IOException {
      if (stream.isPresent()) {
        stream.get().finish();
      }
      return encoder;
    }

    @Override
    public void close() throws IOException {
      if (encoder.isPresent()) {
        encoder.get().close();
      }
    }
  }

  /**
   * Reads what is to be kept.
   *
   * @param session in a transaction that sees one moment
   * @param schema where the tables are
   * @param moved references that have changed since this horizon are followed
   * @param added objects that have changed since this horizon are kept
   * @return why a tip of this moment cannot be made; absent if it can
   */
  Optional<Reason> read(Session session, String schema, long moved, long added) throws IOException {
    references.begin();
    int fields = references.shape().columns().size();
    CopyBinaryScanner scanner =
        new CopyBinaryScanner(fields + 1, new MarkedTuple(fields, this::reference));
    new MarkedRows(schema, references.shape(), moved).readAll(session, scanner::accept);
    scanner.finish();
    walk.stopIf(references.isFull(), Reason.TOO_MUCH_NEW);
    return walk.run(session, new MarkedRows(schema, objects.shape(), added));
  }

  private RowListener reference(MarkedTuple tuple) {
    Consumer<ReferenceRow> take =
        row -> {
          references.add(tuple.tuple());
          if (tuple.mark() != MarkedRows.OLD) {
            follow(row);
          }
        };
    return NessieRows.references(references.shape(), take);
  }

  /** Nessie keeps alive what a reference points to, and not what it has pointed to before. */
  private void follow(ReferenceRow row) {
    if (row.damage().isEmpty()) {
      walk.need(row.repository(), row.pointer());
    }
    row.extendedInfo().ifPresent(id -> walk.need(row.repository(), id));
    row.previous().forEach(past -> walk.take(row.repository(), past.pointer()));
  }

  /**
   * Makes a tip of what was read; then what it has is known.
   *
   * @throws BackupException as {@link TipWriter#publish}
   */
  Tip publish(TipWriter writer, Tip.Moment moment, KnownObjects known) throws IOException {
    Tip tip =
        writer.publish(
            moment,
            references.finish(),
            objects.finish().map(rows -> new TipWriter.NewObjects(rows, walk.stored())));
    known.addAll(walk.old());
    known.addAll(walk.stored());
    return tip;
  }

  @Override
  public void close() throws IOException {
    references.close();
    objects.close();
  }
}
