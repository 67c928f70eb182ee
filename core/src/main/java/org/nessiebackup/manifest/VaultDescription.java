package org.nessiebackup.manifest;

import java.time.Instant;

/**
 * What {@code vault.json} says.
 *
 * @param id a random UUID; manifests repeat it
 * @param created when
 * @param tool name and version of the program that made it
 * @param encryption how new backups are encrypted; {@code none} in this version
 */
public record VaultDescription(String id, Instant created, String tool, String encryption) {}
