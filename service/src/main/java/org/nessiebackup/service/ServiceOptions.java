package org.nessiebackup.service;

import java.net.InetSocketAddress;

/**
 * How the service is reached.
 *
 * @param listen where page and API are
 */
public record ServiceOptions(InetSocketAddress listen) {}
