package org.nessiebackup.manifest;

/**
 * An object as it was stored, whatever is in it.
 *
 * @param object the object's name inside the backup's folder
 * @param storedBytes length of the object
 * @param sha256 SHA-256 of the object, 64 hexadecimal digits
 */
public record ObjectDescriptor(String object, long storedBytes, String sha256) {}
