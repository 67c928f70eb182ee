package org.nessiebackup.service.security;

/** Where it is written down who has asked for what. */
public interface Audit {
  /** Hears of each request that was to change something, and of each that was refused. */
  void record(AuditEntry entry);
}
