/**
 * Who somebody is, what he may do, and whether it is he who asks: authentication, roles, sessions,
 * forged requests. Knows requests as values and no server; sole owner of Nimbus.
 */
package org.nessiebackup.service.security;
