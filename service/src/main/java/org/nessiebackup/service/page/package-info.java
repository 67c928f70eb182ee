/**
 * Pages for people, from templates; sole owner of JMustache here. Every name in them is escaped.
 */
package org.nessiebackup.service.page;
