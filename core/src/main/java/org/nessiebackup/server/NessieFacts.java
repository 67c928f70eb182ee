package org.nessiebackup.server;

/**
 * What a Nessie server says of itself.
 *
 * @param defaultBranch the branch of those who name none
 * @param specification the version of the API that it follows; empty if it does not tell
 */
public record NessieFacts(String defaultBranch, String specification) {}
