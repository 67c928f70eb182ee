package org.nessiebackup.operator.template;

/** Where Secrets and settings are mounted. */
final class Folders {
  private static final String ROOT = "/etc/nessie-backup/";

  static final String DATABASE = ROOT + "database";
  static final String AUTHORITY = ROOT + "authority";
  static final String HOST_KEY = ROOT + "host-key";
  static final String IDENTITY = ROOT + "identity";
  static final String NESSIE_PROPERTIES = ROOT + "nessie";
  static final String SERVICE = ROOT + "service";
  static final String USERS = ROOT + "users";
  static final String CLIENT = ROOT + "client";
  static final String TLS = ROOT + "tls";
  static final String REPLICA = ROOT + "replica";
  static final String REPLICA_AUTHORITY = ROOT + "replica-authority";

  private Folders() {}
}
