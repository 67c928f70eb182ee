package org.nessiebackup.service.page;

/**
 * A link of a navigation.
 *
 * @param name what it says
 * @param href where it leads
 * @param current whether the page is there
 */
public record Link(String name, String href, boolean current) {}
