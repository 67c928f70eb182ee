/**
 * The resident half of the program: schedules, runs, a page and an API for many catalogs. Put
 * together by {@link org.nessiebackup.service.Service}; what it needs of the world outside it is
 * given as {@link org.nessiebackup.service.run.CommandRunner} and {@link
 * org.nessiebackup.service.fleet.ServedCatalog}.
 */
package org.nessiebackup.service;
