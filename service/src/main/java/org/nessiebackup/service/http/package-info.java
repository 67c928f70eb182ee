/**
 * The way in: routes with the role that each needs, the API, health and metrics. Sole owner of
 * Javalin and Jetty.
 */
package org.nessiebackup.service.http;
