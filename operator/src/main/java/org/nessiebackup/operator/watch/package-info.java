/** Watches objects of which there are very many, with little of each in memory. */
package org.nessiebackup.operator.watch;
