package org.nessiebackup.copy;

import java.util.List;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Labelled;
import org.nessiebackup.manifest.Manifest;

/**
 * What a copy will do.
 *
 * @param mode byte for byte, or stored for other recipients
 * @param place where to
 * @param backups the backups to be copied, parents before what builds on them
 * @param present how many of those that were asked for are there already
 * @param unreadable backups that cannot be copied, because their manifests cannot be read
 * @param beside what is missing there besides backups
 * @param jobs objects at a time
 */
public record CopyPlan(
    Mode mode,
    Place place,
    List<Manifest> backups,
    int present,
    List<Failed> unreadable,
    Beside beside,
    int jobs) {
  /** Takes its own copies of the lists. */
  public CopyPlan {
    backups = List.copyOf(backups);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Where backups are copied to.
   *
   * @param location where it is
   * @param created whether there is no vault yet
   */
  public record Place(String location, boolean created) {}

  /** Where to. */
  public String target() {
    return place.location();
  }

  /** Whether there is no vault yet. */
  public boolean createsVault() {
    return place.created();
  }

  /**
   * Tips that are missing there.
   *
   * @param bases the backups that they build on
   * @param count how many
   */
  public record Tips(List<BackupId> bases, long count) {
    /** Takes its own copy of the list. */
    public Tips {
      bases = List.copyOf(bases);
    }
  }

  /**
   * What is no backup.
   *
   * @param tips tips of backups that were asked for
   * @param journal the journal, if all backups were asked for
   */
  public record Beside(Tips tips, Journal journal) {}

  /**
   * Files of the journal that are missing there.
   *
   * @param epochs their epochs, oldest first
   * @param files how many
   */
  public record Journal(List<EpochId> epochs, long files) {
    /** Takes its own copy of the list. */
    public Journal {
      epochs = List.copyOf(epochs);
    }
  }

  /** Tips that are missing there. */
  public Tips tips() {
    return beside.tips();
  }

  /** Files of the journal that are missing there. */
  public Journal journal() {
    return beside.journal();
  }

  /** The size of all objects of these backups. */
  public long bytes() {
    return backups.stream().mapToLong(Manifest::storedBytes).sum();
  }

  /**
   * A backup that cannot be copied.
   *
   * @param id its name
   * @param message why
   */
  public record Failed(BackupId id, String message) {}

  /** How backups come into a second vault. */
  public enum Mode implements Labelled {
    /** Byte for byte, without any key, into a vault with the same id. */
    REPLICA,
    /** Decrypted, and stored for the recipients of a vault that {@code init} has made. */
    REENCRYPTION
  }
}
