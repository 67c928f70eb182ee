/** What is declared of a catalog: itself and its vault, found by their names and put together. */
package org.nessiebackup.operator.declaration;
