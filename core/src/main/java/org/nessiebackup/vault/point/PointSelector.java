package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.vault.backups.BackupSelector;

/** Which recovery point somebody means. */
public sealed interface PointSelector {
  /** Behind a target: what was before it. */
  String BEFORE = "^";

  /** Whether tips count where a moment, or the newest point, is asked for. */
  boolean tips();

  /**
   * By words: those of a backup, with the number of a tip or a position behind if one of these is
   * meant; or with a {@code @} in front those of a target.
   *
   * @param words as {@link BackupSelector} or {@link PointTarget} reads them
   * @param newest whether {@code latest} alone is the newest point of any kind
   */
  record Named(String words, boolean newest, boolean tips) implements PointSelector {
    /** One for which {@code latest} is the newest backup, unless tips count. */
    public Named(String words, boolean tips) {
      this(words, tips, tips);
    }

    boolean isLatest() {
      return words.equals(BackupSelector.LATEST);
    }

    boolean isTarget() {
      return words.startsWith("@");
    }

    private boolean names(PointId id, Instant now) {
      PointId.Split split = PointId.Split.of(words);
      return split.tip().equals(id.tip())
          && split.position().equals(id.position())
          && BackupSelector.of(split.backup(), now).mayBe(id.backup());
    }
  }

  /**
   * By how far it goes.
   *
   * @param target up to there
   * @param exclusive whether it ends before the transaction that is there, instead of behind it; of
   *     a moment, before what was committed at that very moment
   */
  record To(PointTarget target, boolean exclusive, boolean tips) implements PointSelector {}

  /**
   * The moment that is asked for; absent if it is something else.
   *
   * @param now what words such as {@code 20m} are counted from
   */
  default Optional<Instant> moment(Instant now) {
    return switch (this) {
      case To to ->
          to.target() instanceof PointTarget.Moment moment
              ? Optional.of(moment.at())
              : Optional.empty();
      case Named named ->
          named.isTarget() ? words(named.words(), now).moment(now) : Optional.empty();
    };
  }

  /** This very point. */
  static PointSelector of(PointId id) {
    return new Named(id.toString(), true);
  }

  /** The newest point whose state is not of a later moment than this. */
  static PointSelector asOf(Instant moment, boolean tips) {
    return new To(new PointTarget.Moment(moment), false, tips);
  }

  /**
   * What words mean where a backup is expected: those of a backup, or with a {@code @} in front
   * those of a target; with a {@code ^} behind these, the state before it.
   *
   * @throws BackupException {@link Failure#USAGE} if what is behind the sign is no target
   */
  static PointSelector words(String words, Instant now) {
    if (!words.startsWith("@")) {
      return new Named(words, false);
    }
    boolean exclusive = words.endsWith(BEFORE);
    String target = words.substring(1, words.length() - (exclusive ? BEFORE.length() : 0));
    return PointTarget.parse(target, now)
        .map(found -> new To(found, exclusive, true))
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "\"%s\" names no recovery point".formatted(words), PointTarget.FORMS));
  }

  /**
   * Whether a point of this name may be the one that is meant: the newest one may be another by the
   * time that this is asked.
   *
   * @throws BackupException {@link Failure#USAGE} if the words are none
   */
  default boolean mayBe(PointId id, Instant now) {
    return switch (this) {
      case To to ->
          switch (to.target()) {
            case PointTarget.Moment moment -> true;
            case PointTarget.Position position -> id.position().isPresent();
            case PointTarget.Mark mark -> id.position().isPresent();
            case PointTarget.Commit commit -> id.position().isPresent();
          };
      case Named named -> named.isLatest() || named.isTarget() || named.names(id, now);
    };
  }
}
