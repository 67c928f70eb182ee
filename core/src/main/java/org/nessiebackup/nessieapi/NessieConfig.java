package org.nessiebackup.nessieapi;

/**
 * What a Nessie server says of itself.
 *
 * @param defaultBranch the branch that clients get if they name none; empty if what answers is no
 *     Nessie
 * @param specification the version of its API's specification; empty for old servers
 */
public record NessieConfig(String defaultBranch, String specification) {}
