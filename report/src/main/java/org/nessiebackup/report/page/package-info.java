/**
 * Pages for people, from templates; sole owner of JMustache. A page is a record with all that its
 * template shows, as text; the templates lie beside the records as resources and escape what they
 * are given. What all pages have (head, style) lies here.
 */
package org.nessiebackup.report.page;
