package org.nessiebackup.service.security;

/**
 * Somebody who was recognised.
 *
 * @param name as the audit names him
 * @param role the most he may do
 */
public record Subject(String name, Role role) {}
