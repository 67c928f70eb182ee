/**
 * The whole product over real parts: the shipped launcher as a process of its own, a real
 * PostgreSQL, a real Nessie, and whatever can be taken away from them at a bad moment.
 */
package org.nessiebackup.acceptance;
